import Glibc
import SystemPackage

/// Held by the one agent that serves a directory; it ends with its holder, however that ended.
public final class AgentLock: Sendable {
    private let descriptor: FileDescriptor

    /// - Throws: ``OutboxError/locked(_:)`` when another agent has it.
    public init(_ directory: OutboxDirectory) throws(OutboxError) {
        let path = directory.lockPath
        let number = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw .system(Errno(rawValue: errno), call: "open", path: path) }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(number)
            throw code == EWOULDBLOCK
                ? .locked(directory.path) : .system(Errno(rawValue: code), call: "flock", path: path)
        }
        descriptor = FileDescriptor(rawValue: number)
    }

    deinit {
        // The lock goes with its last descriptor; closing cannot lose anything.
        try? descriptor.close()
    }
}

import Glibc
import SystemPackage

/// Held by the one process that writes to a store; it ends with its holder, however that ended.
final class AlertStoreLock: Sendable {
    private let descriptor: FileDescriptor

    /// - Throws: ``AlertStoreError/locked(_:)`` when another process has it.
    init(_ store: FilePath) throws(AlertStoreError) {
        let path = FilePath(store.string + ".lock")
        let number = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw .system(Errno(rawValue: errno), call: "open", path: path) }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(number)
            throw code == EWOULDBLOCK
                ? .locked(store) : .system(Errno(rawValue: code), call: "flock", path: path)
        }
        descriptor = FileDescriptor(rawValue: number)
    }

    deinit {
        // The lock goes with its last descriptor; closing cannot lose anything.
        try? descriptor.close()
    }
}

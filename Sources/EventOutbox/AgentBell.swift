import Glibc
import SystemPackage

/// A pipe with a name, through which other processes wake the agent of a directory.
///
/// It only saves waiting: the agent also looks for itself.
public final class AgentBell: Sendable {
    /// The agent's end, which is ready to be read once somebody rang. It never ends.
    public let descriptor: FileDescriptor

    /// Makes the pipe, if need be, and opens the agent's end.
    ///
    /// - Throws: ``OutboxError/store(_:)``.
    public init(_ directory: OutboxDirectory) throws(OutboxError) {
        let path = directory.bellPath
        guard mkfifo(path.string, 0o600) == 0 || errno == EEXIST else {
            throw OutboxError(Errno(rawValue: errno), call: "mkfifo", path: path)
        }
        // Both ways, so that it does not end when the last one who rang is gone.
        guard let descriptor = Self.open(path, O_RDWR) else {
            throw OutboxError(Errno(rawValue: errno), call: "open", path: path)
        }
        self.descriptor = descriptor
    }

    deinit {
        // Closing a pipe of bells cannot lose anything.
        try? descriptor.close()
    }

    /// Forgets all rings so far; it does not block.
    public func hear() {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        // It ends when nothing is left; of bytes that are lost nobody learns anything.
        while let count = try? bytes.withUnsafeMutableBytes({ try descriptor.read(into: $0) }), count > 0 {}
    }

    /// Wakes the directory's agent, if one runs; it does not block.
    ///
    /// - Returns: Whether an agent runs.
    @discardableResult
    public static func ring(_ directory: OutboxDirectory) -> Bool {
        guard let descriptor = open(directory.bellPath, O_WRONLY) else { return false }
        // A full pipe rings already.
        _ = try? descriptor.closeAfter { try descriptor.writeAll([1]) }
        return true
    }

    /// - Returns: `nil` when nobody has the other end open, or it is no pipe.
    private static func open(_ path: FilePath, _ mode: Int32) -> FileDescriptor? {
        let number = Glibc.open(path.string, mode | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { return nil }
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
            close(number)
            errno = EEXIST
            return nil
        }
        return FileDescriptor(rawValue: number)
    }
}

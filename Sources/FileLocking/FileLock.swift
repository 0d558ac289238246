import Glibc
import Synchronization
public import SystemPackage

/// A file that one process at a time can hold; it ends with its holder, however that ended.
///
/// It guards only as long as everybody looks at the same file, so its holder asks with ``check()`` whether the path
/// still leads there: somebody may have removed a lock that looked stale, and another process holds a new one then.
public final class FileLock: Sendable {
    /// How often a lock is tried again that was replaced just while it was taken.
    private static let attemptCountMax = 10

    /// The file.
    public var path: FilePath { file.path }

    private let file: NamedFile
    private let descriptor: Mutex<FileDescriptor?>

    /// Takes the lock without waiting, and makes its file where there is none.
    ///
    /// - Parameter path: An empty file for the lock alone; it stays when the lock is released.
    /// - Throws: ``FileError/locked(_:)`` when it is held.
    public init(_ path: FilePath) throws(FileError) {
        let taken = try Self.take(path)
        file = taken.file
        descriptor = Mutex(taken.descriptor)
    }

    deinit {
        release()
    }

    /// Whether ``release()`` has not been called.
    public var isHeld: Bool { descriptor.withLock { $0 != nil } }

    /// Checks with one system call that others find this lock when they look for it.
    ///
    /// - Throws: ``FileError/moved(_:)``.
    public func check() throws(FileError) {
        try file.check()
    }

    /// Lets go of the lock; once is enough.
    public func release() {
        // The lock goes with its last descriptor; closing cannot lose anything.
        descriptor.withLock { descriptor in
            try? descriptor?.close()
            descriptor = nil
        }
    }

    /// Whether somebody holds the lock at `path`, without making its file.
    public static func isHeld(_ path: FilePath) throws(FileError) -> Bool {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else { return false }
        do throws(FileError) {
            try FileLock(path).release()
            return false
        } catch {
            guard case .locked = error else { throw error }
            return true
        }
    }

    private static func take(
        _ path: FilePath
    ) throws(FileError) -> (file: NamedFile, descriptor: FileDescriptor) {
        for _ in 0..<attemptCountMax {
            let descriptor = try open(path)
            do throws(FileError) {
                let file = try NamedFile(descriptor, at: path)
                try file.check()
                return (file, descriptor)
            } catch {
                // Nothing was written; the lock goes with the descriptor.
                try? descriptor.close()
                guard case .moved = error else { throw error }
            }
        }
        throw .moved(path)
    }

    private static func open(_ path: FilePath) throws(FileError) -> FileDescriptor {
        let number = path.withPlatformString { Glibc.open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        guard number >= 0 else { throw .system(Errno(rawValue: errno), call: "open", path: path) }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let code = Errno(rawValue: errno)
            close(number)
            throw code == .wouldBlock ? .locked(path) : .system(code, call: "flock", path: path)
        }
        return FileDescriptor(rawValue: number)
    }
}

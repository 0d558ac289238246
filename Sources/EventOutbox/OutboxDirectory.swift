import Glibc
import SystemPackage

/// The names in an outbox's directory, and what is done with them beside SQLite.
public struct OutboxDirectory: Sendable {
    /// The directory.
    public let path: FilePath

    /// - Parameter path: The directory; it need not exist.
    public init(_ path: FilePath) {
        self.path = path
    }

    /// The entries; SQLite keeps its log and the log's index beside it.
    public var databasePath: FilePath { path.appending("outbox.sqlite") }
    /// Held by the agent that serves the directory.
    public var lockPath: FilePath { path.appending("agent.lock") }
    /// Held by whoever writes, for as long as one transaction takes.
    public var writeLockPath: FilePath { path.appending("write.lock") }
    /// A pipe that wakes the agent.
    public var bellPath: FilePath { path.appending("agent.bell") }
    /// Where the agent takes events unless it is told otherwise.
    public var socketPath: FilePath { path.appending("source.sock") }

    /// Makes the directory and an empty file for the database, for this user alone.
    ///
    /// What is there already stays. Both names are on the disk when it returns.
    func prepare() throws(OutboxError) {
        if mkdir(path.string, 0o700) != 0, errno != EEXIST {
            throw OutboxError(Errno(rawValue: errno), call: "mkdir", path: path)
        }
        // SQLite would make it readable for others.
        let file = open(databasePath.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw OutboxError(Errno(rawValue: errno), call: "open", path: databasePath) }
        close(file)
        try Self.synchronize(path)
        try Self.synchronize(path.removingLastComponent())
    }

    private static func synchronize(_ path: FilePath) throws(OutboxError) {
        let path = path.isEmpty ? FilePath(".") : path
        let directory = open(path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw OutboxError(Errno(rawValue: errno), call: "open", path: path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else {
            throw OutboxError(Errno(rawValue: errno), call: "fsync", path: path)
        }
    }
}

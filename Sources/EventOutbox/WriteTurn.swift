import FileLocking
import GRDB
import Glibc
import SQLiteStore
import SystemPackage

/// Lets one process at a time write to an outbox or empty its write-ahead log.
///
/// SQLite 3.7.0 to 3.51.2 may skip committed pages when one connection commits, and so begins the log anew, while
/// another one checkpoints (sqlite.org/wal.html, "The WAL-reset bug"). SQLite's own lock does not keep the two apart,
/// so nothing is checkpointed by itself, and a lock of our own spans every transaction and every checkpoint.
struct WriteTurn: Sendable {
    /// The log is emptied after the commit that makes it longer than this, in bytes.
    static let logByteCountMax = 4 * 1024 * 1024
    /// How long emptying the log waits for those who read; then a later commit tries again.
    private static let readerMilliseconds = 100
    /// The pause between two attempts at the lock.
    private static let pauseMicroseconds: UInt32 = 1_000

    let directory: OutboxDirectory
    let limits: OutboxLimits

    /// Runs `body` while no other process writes; it blocks.
    ///
    /// - Throws: `StoreError.busy` when others write for longer than the limits allow.
    func run<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
        let lock = try take()
        defer { lock.release() }
        let value = try body()
        if logByteCount > Self.logByteCountMax { emptyLog(db) }
        return value
    }

    private func take() throws -> FileLock {
        let end = ContinuousClock.now + .seconds(limits.busySecondsMax)
        while true {
            do throws(FileError) {
                return try FileLock(directory.writeLockPath)
            } catch {
                switch error {
                case .locked: break
                // SQLite may well have read the file; it says the same where it has not.
                case .system(.readOnlyFileSystem, _, _), .system(.permissionDenied, _, _):
                    throw StoreError.denied(directory.databasePath, "\(error)")
                case .moved, .system: throw StoreError(error, path: directory.writeLockPath)
                }
                guard ContinuousClock.now < end else { throw StoreError.busy(directory.databasePath) }
                usleep(Self.pauseMicroseconds)
            }
        }
    }

    private var logByteCount: Int {
        var status = stat()
        return stat(directory.databasePath.string + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }

    private func emptyLog(_ db: Database) {
        // Nobody else writes, so only readers are waited for, and they are not stopped.
        defer {
            // It names no file and cannot fail; the next write would say so.
            try? db.execute(sql: "PRAGMA busy_timeout = \(Int(limits.busySecondsMax * 1_000))")
        }
        // What is in the log is on stable storage as it is, so a failure concerns nobody who has stored something;
        // a later commit tries again.
        try? db.execute(sql: "PRAGMA busy_timeout = \(Self.readerMilliseconds)")
        _ = try? db.checkpoint(.truncate)
    }
}

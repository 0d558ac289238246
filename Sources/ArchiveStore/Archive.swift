public import EventSchema
import FoundationEssentials
import GRDB
import Glibc
public import SystemPackage

/// The one writer of an archive: every record that it was given, byte for byte, in one SQLite file.
///
/// Any task may call it; SQLite runs on a queue of its own. Others may read the file meanwhile.
public final class Archive: Sendable {
    /// The file's name in an archiver's directory.
    public static let fileName = "archive.sqlite"

    /// Where the file is.
    public let path: FilePath
    private let database: DatabasePool
    private let lock: ArchiveLock

    /// Opens an archive, and makes it where there is none; it blocks.
    ///
    /// - Throws: ``ArchiveError``.
    public init(_ path: FilePath) throws(ArchiveError) {
        self.path = path
        lock = try ArchiveLock(path)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(ArchiveLimits.busySecondsMax)
            configuration.label = "scenewire.archive"
            // The file is made here, since otherwise its mode would be the process's.
            try Self.make(path)
            database = try DatabasePool(path: path.string, configuration: configuration)
            try database.writeWithoutTransaction { db in
                let isArchive = try ArchiveFormat.isArchive(db, at: path)
                try ArchiveFormat.makeDurable(db, at: path)
                guard !isArchive else { return }
                try db.inTransaction(.immediate) {
                    try ArchiveFormat.create(in: db)
                    return .commit
                }
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// Stores records and gaps of one stream in one transaction, and moves its cursor.
    ///
    /// What is stored already is passed over. When it returns, everything is on stable storage.
    ///
    /// - Parameters:
    ///   - batches: In the order of the stream.
    ///   - gaps: Numbers that can never be had any more; they may lie between the records.
    ///   - receivedAt: When they came, by this machine's clock.
    /// - Returns: The last record that is stored; `nil` while there is none.
    /// - Throws: ``ArchiveError``; then nothing of it was stored. ``ArchiveError/hole(expected:found:stream:path:)``
    ///   when numbers are missing that no gap explains.
    public func store(
        _ batches: [RecordBatch],
        gaps: [ClosedRange<SequenceNumber>] = [],
        of stream: StreamID,
        receivedAt: Timestamp
    ) async throws(ArchiveError) -> EventSchema.Cursor? {
        let path = path
        do {
            return try await database.write { db in
                var table = try RecordTable(db, stream: stream, path: path)
                for gap in gaps { try table.note(gap, at: receivedAt) }
                for batch in batches { try table.store(batch, receivedAt: receivedAt) }
                return try table.finish()
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// The last record of a stream that is stored.
    public func cursor(of stream: StreamID) async throws(ArchiveError) -> EventSchema.Cursor? {
        do {
            return try await database.read { try RecordTable.cursor(of: stream, in: $0) }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// Adds narratives to the index of words, in a transaction of its own, at most
    /// ``ArchiveLimits/indexedCountMax`` records.
    ///
    /// Apart from the records and behind them, because the index costs about three times what they do, and
    /// nobody waits for it: a search looks through what is not in it yet.
    ///
    /// - Returns: How many records it went through; 0 once the index is complete.
    public func indexNarratives() async throws(ArchiveError) -> Int {
        do {
            return try await database.write { try NarrativeIndex.advance(in: $0) }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// How many bytes the file and its write-ahead log take on disk.
    public var byteCount: Int {
        [path.string, path.string + "-wal"].reduce(0) { sum, name in
            var status = stat()
            return stat(name, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// Closes the file, so that nothing is left beside it; no other method may be called afterwards.
    public func close() throws(ArchiveError) {
        do {
            try database.close()
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// `PRAGMA synchronous` of the connection that writes; 2 is FULL.
    package func synchronous() async throws -> Int? {
        try await database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    /// Makes an empty file that only its owner reads, where there is none.
    private static func make(_ path: FilePath) throws(ArchiveError) {
        let number = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw .system(Errno(rawValue: errno), call: "open", path: path) }
        Glibc.close(number)
    }
}

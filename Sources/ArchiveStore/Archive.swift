public import EventSchema
import GRDB
public import SQLiteStore
public import SystemPackage

/// The one writer of an archive: every record that it was given, byte for byte, in one SQLite file.
///
/// Any task may call it; SQLite runs on a queue of its own. Others may read the file meanwhile.
public final class Archive: Sendable {
    /// The file's name in an archiver's directory.
    public static let fileName = "archive.sqlite"

    /// Where the file is.
    public let path: FilePath
    private let file: StoreFile

    /// Opens an archive, and makes it where there is none; it blocks.
    ///
    /// - Parameters:
    ///   - waits: What becomes of a transaction while another program holds the file.
    ///   - upgrading: Told the version of an older file, before it is made one of this version.
    /// - Throws: ``ArchiveError``.
    public init(
        _ path: FilePath,
        waits: StoreWaits = .atMost(StoreFile.waitMax),
        upgrading: (_ version: Int) -> Void = { _ in }
    ) throws(ArchiveError) {
        self.path = path
        do throws(StoreError) {
            file = try StoreFile(path, format: ArchiveFormat.format, waits: waits, upgrading: upgrading)
        } catch {
            throw .store(error)
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
            return try await file.write { db in
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
            return try await file.read { try RecordTable.cursor(of: stream, in: $0) }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// Adds what some records say to the index of words, in a transaction of its own, at most
    /// ``ArchiveLimits/indexedCountMax`` records.
    ///
    /// Apart from the records and behind them, because the index costs about three times what they do, and
    /// nobody waits for it: a search looks through what is not in it yet. One task at a time may call it.
    ///
    /// - Returns: How many records it went through, 0 where there was only a gap; `nil` once the index is
    ///   complete.
    public func indexWords() async throws(ArchiveError) -> Int? {
        do {
            guard let page = try await file.read({ try WordIndex.nextPage(in: $0) }) else { return nil }
            try await file.write { try WordIndex.add(page, in: $0) }
            return page.recordCount
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// How many records are not in the index of words yet.
    public func unindexedCount() async throws(ArchiveError) -> Int {
        do {
            return try await file.read { try WordIndex.behind(in: $0).reduce(0) { $0 + $1.recordCount } }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// How many bytes the file and its write-ahead log take on disk.
    public var byteCount: Int { file.byteCount }

    /// Checks that what is written is found under the file's name.
    ///
    /// Every transaction does it by itself; it is for those who write seldom. It asks the disk.
    ///
    /// - Throws: `StoreError.moved`.
    public func checkPlace() throws(ArchiveError) {
        do throws(StoreError) { try file.checkPlace() } catch { throw .store(error) }
    }

    /// Moves everything into the one file and closes it; no other method may be called afterwards.
    ///
    /// - Returns: How many bytes are left in the write-ahead log, because another program reads: then the file
    ///   is whole only together with it.
    @discardableResult
    public func close() throws(ArchiveError) -> Int {
        do throws(StoreError) { return try file.close() } catch { throw .store(error) }
    }

    /// `PRAGMA synchronous` of the connection that writes; 2 is FULL.
    package func synchronous() async throws -> Int? {
        try await file.synchronous()
    }
}

public import EventSchema
import FoundationEssentials
import GRDB
import Glibc
import SQLiteStore
public import SystemPackage

/// Reads an archive, also while an archiver writes it, and changes nothing in it.
///
/// Every method blocks. Each sees the archive as it was at one instant.
public struct ArchiveReader: Sendable {
    /// Where the file is.
    public let path: FilePath
    let database: DatabaseQueue

    /// - Throws: ``ArchiveError``, ``ArchiveError/absent(_:)`` when there is no file.
    public init(_ path: FilePath) throws(ArchiveError) {
        self.path = path
        var status = stat()
        guard stat(path.string, &status) == 0 else {
            let code = errno
            throw code == ENOENT || code == ENOTDIR
                ? .absent(path) : .store(.system(Errno(rawValue: code), call: "stat", path: path))
        }
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(ArchiveLimits.busySecondsMax)
            configuration.label = "scenewire.archive.reader"
            database = try DatabaseQueue(path: path.string, configuration: configuration)
            try database.inDatabase { db in
                let format = ArchiveFormat.format
                guard try format.isPresent(in: db, at: path) else {
                    throw StoreError.foreign(path, kind: format.kind)
                }
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// Calls `body` with every record that fits, in the order of their observation.
    ///
    /// - Throws: ``ArchiveError``, or what `body` threw.
    public func forEach(_ query: ArchiveQuery, _ body: (ArchivedRecord) throws -> Void) throws {
        try reading { db in
            if query.words != nil { try search(query, in: db) }
            let (text, arguments) = query.sql(hits: "temp.hits")
            let rows = try Row.fetchCursor(db, sql: text, arguments: arguments)
            while let row = try next(rows) {
                let (header, bytes) = try record(row)
                let received: Int64 = try row.decode(atIndex: 2)
                let record = ArchivedRecord(
                    header: header,
                    bytes: bytes,
                    receivedAt: Timestamp(nanoseconds: received),
                    amendments: ArchivedRecord.amendments(try row.decode(atIndex: 3))
                )
                try calling { try body(record) }
            }
        }
    }

    /// Calls `body` with every record of every stream: stream after stream, each in its order.
    ///
    /// - Parameters:
    ///   - incident: Only records about this incident; `nil` for all.
    ///   - cursor: Only records of this cursor's stream behind it; `nil` for all.
    /// - Throws: ``ArchiveError``, or what `body` threw.
    public func forEachRecord(
        about incident: String? = nil,
        after cursor: EventSchema.Cursor? = nil,
        _ body: (RecordHeader, RawSpan) throws -> Void
    ) throws {
        try reading { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT position, bytes FROM records
                    WHERE (? IS NULL OR incident = ?) AND (? IS NULL OR sequence > ? AND feed =
                        (SELECT feed FROM feeds WHERE stream = ?))
                    ORDER BY position
                    """,
                arguments: [
                    incident, incident, cursor?.stream.description,
                    cursor.map { Int64(clamping: $0.sequence.value) }, cursor?.stream.description,
                ]
            )
            while let row = try next(rows) {
                let (header, bytes) = try record(row)
                try calling { try body(header, bytes.span.bytes) }
            }
        }
    }

    /// The last record of every stream that has one.
    public func cursors() throws(ArchiveError) -> [EventSchema.Cursor] {
        do {
            return try database.inDatabase { db in
                try Row.fetchAll(db, sql: "SELECT stream FROM feeds ORDER BY feed").compactMap { row in
                    let text: String = try row.decode(atIndex: 0)
                    guard let stream = StreamID(text) else {
                        throw StoreError.damaged(path, "\(text.debugDescription) is no stream")
                    }
                    return try RecordTable.cursor(of: stream, in: db)
                }
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// Puts the rows with the words into a table of this connection's own.
    ///
    /// What is not in the index yet is indexed there and then, in memory: an archiver that runs leaves
    /// little, and an archive that nobody indexes any more must be searchable as well.
    private func search(_ query: ArchiveQuery, in db: Database) throws {
        guard let match = query.match else { throw ArchiveError.words(query.words ?? "") }
        try db.execute(
            sql: """
                DROP TABLE IF EXISTS temp.hits;
                DROP TABLE IF EXISTS temp.recent;
                CREATE TEMP TABLE hits (position INTEGER PRIMARY KEY);
                CREATE VIRTUAL TABLE temp.recent USING fts5(narrative);
                INSERT INTO temp.recent (rowid, narrative) SELECT position, narrative
                    FROM feeds CROSS JOIN records
                    WHERE position > (feeds.feed << 40) + searchable AND position < (feeds.feed + 1) << 40
                        AND narrative IS NOT NULL;
                """
        )
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO temp.hits SELECT rowid FROM main.narratives WHERE narratives MATCH ?;
                """,
            arguments: [match]
        )
        try db.execute(
            sql: "INSERT OR IGNORE INTO temp.hits SELECT rowid FROM temp.recent WHERE recent MATCH ?",
            arguments: [match]
        )
    }

    private func record(_ row: Row) throws -> (RecordHeader, [UInt8]) {
        let position: Int64 = try row.decode(atIndex: 0)
        let bytes = [UInt8](try row.decode(Data.self, atIndex: 1))
        do throws(EventSchema.RecordError) {
            let header = try RecordHeader(verifying: bytes.span.bytes)
            guard header.recordByteCount == bytes.count else {
                throw EventSchema.RecordError(.byteCount(bytes.count), at: 0)
            }
            return (header, bytes)
        } catch {
            throw StoreError.damaged(path, "row \(position): \(error)")
        }
    }

    private func next(_ rows: RowCursor) throws -> Row? { try rows.next() }

    /// Marks what the caller threw, so that it is not taken for SQLite's.
    private func calling(_ body: () throws -> Void) throws {
        do { try body() } catch { throw Passed(error: error) }
    }

    private func reading(_ body: (Database) throws -> Void) throws {
        do {
            try database.inDatabase { db in
                try db.inTransaction(.deferred) {
                    try body(db)
                    return .commit
                }
            }
        } catch let passed as Passed {
            throw passed.error
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    private struct Passed: Error {
        let error: any Error
    }
}

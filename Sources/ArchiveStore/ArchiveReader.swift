public import EventSchema
import FoundationEssentials
import GRDB
import Glibc
import SQLiteStore
public import SystemPackage

/// Reads an archive, also while an archiver writes it, and changes nothing in it.
///
/// Every method blocks.
public struct ArchiveReader: Sendable {
    /// Where the file is.
    public let path: FilePath
    let database: DatabaseQueue

    /// - Throws: ``ArchiveError``, ``ArchiveError/absent(_:)`` when there is no file,
    ///   ``ArchiveError/empty(_:)`` when nothing is in it yet.
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
                    throw ArchiveError.empty(path)
                }
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    /// Calls `body` with every record that fits, in the order of their observation.
    ///
    /// Which records there are is settled at the beginning; they are read piece by piece, and `body` is called
    /// in between, so that a caller who waits holds up nobody.
    ///
    /// - Throws: ``ArchiveError``, or what `body` threw.
    public func forEach(_ query: ArchiveQuery, _ body: (ArchivedRecord) throws -> Void) throws {
        let found = FoundRecords(query)
        defer { found.drop(from: database) }
        if query.words != nil { try search(query) }
        try reading { db in
            // In the transaction that settles which records there are, so that no redaction comes between.
            if query.words != nil { try WordSearch(query).leaveOutRedacted(in: db) }
            try found.collect(in: db, hits: WordSearch.hits)
        }
        var place: Int64 = 0
        while true {
            var page: [ArchivedRecord] = []
            try reading { db in page = try found.page(after: &place, in: db, reading: record) }
            guard !page.isEmpty else { return }
            for record in page { try body(record) }
        }
    }

    /// Calls `body` with every record of every stream: stream after stream, each in its order.
    ///
    /// Which records there are is settled at the beginning; they are read piece by piece, and `body` is called
    /// in between, so that a caller who waits holds up nobody.
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
        var feeds: [(range: ClosedRange<Int64>, next: Int64)] = []
        try reading { db in feeds = try Self.ranges(after: cursor, in: db) }
        for feed in feeds {
            var next = feed.next
            while next <= feed.range.upperBound {
                var page: [(header: RecordHeader, bytes: [UInt8])] = []
                try reading { db in
                    let (rows, isLast) = try Self.rows(next...feed.range.upperBound, incident, in: db)
                    page = try rows.map { row in try record(row) }
                    next =
                        isLast
                        ? .max : try rows.last.map { try $0.decode(Int64.self, atIndex: 0) + 1 } ?? .max
                }
                for record in page { try body(record.header, record.bytes.span.bytes) }
                if next == .max { break }
            }
        }
    }

    /// The row numbers of every stream, as far as it is stored now.
    static func ranges(
        after cursor: EventSchema.Cursor?,
        in db: Database
    ) throws -> [(range: ClosedRange<Int64>, next: Int64)] {
        try Row.fetchAll(db, sql: "SELECT feed, stream, sequence FROM feeds ORDER BY feed").compactMap {
            row in
            let (feed, stream): (Int64, String) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
            let sequence: Int64 = try row.decode(atIndex: 2)
            if let cursor, cursor.stream.description != stream { return nil }
            let first = feed << Int64(ArchiveLimits.sequenceBitCount)
            let after = Int64(clamping: min(cursor?.sequence.value ?? 0, ArchiveLimits.sequenceMax))
            guard sequence > after else { return nil }
            return (first...first + sequence, first + after + 1)
        }
    }

    private static func rows(
        _ range: ClosedRange<Int64>,
        _ incident: String?,
        in db: Database
    ) throws -> (rows: [Row], isLast: Bool) {
        // Of an incident the rows come by its index, all of it once; of everything by their numbers.
        let condition = incident == nil ? "? IS NULL" : "incident = ?"
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT position, bytes FROM records
                WHERE \(condition) AND position BETWEEN ? AND ? ORDER BY position LIMIT ?
                """,
            arguments: [incident, range.lowerBound, range.upperBound, FoundRecords.pageCount]
        )
        return (rows, rows.count < FoundRecords.pageCount)
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

    /// Puts the row numbers of the words' hits into a table of this connection's own.
    ///
    /// In pieces, so that also an archive without an index is searched without holding up its archiver.
    private func search(_ query: ArchiveQuery) throws {
        var search = try WordSearch(query)
        try reading { db in try search.searchIndex(in: db) }
        var hasMore = true
        while hasMore { try reading { db in hasMore = try search.searchSomeOfTheRest(in: db) } }
    }

    /// How far the index of words goes; a search reads what is not in it record by record, which takes long
    /// when that is much.
    ///
    /// - Throws: ``ArchiveError``.
    public func indexStanding() throws(ArchiveError) -> IndexStanding {
        do {
            return try database.inDatabase { db in
                IndexStanding(
                    isThere: try WordIndex.isThere(in: db),
                    unindexedCount: try WordIndex.behind(in: db).reduce(0) { $0 + $1.recordCount }
                )
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }

    func record(_ row: Row) throws -> (RecordHeader, [UInt8]) {
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

    func reading(_ body: (Database) throws -> Void) throws {
        do {
            try database.inDatabase { db in
                try db.inTransaction(.deferred) {
                    try body(db)
                    return .commit
                }
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }
}

import EventSchema
import FoundationEssentials
import GRDB
import SQLiteStore
import SystemPackage

/// The rows of one stream, within a transaction of the caller's.
struct RecordTable {
    private let db: Database
    private let path: FilePath
    private let stream: StreamID
    private let feed: Int64
    private let before: EventSchema.Cursor?
    private var cursor: EventSchema.Cursor?

    init(_ db: Database, stream: StreamID, path: FilePath) throws {
        self.db = db
        self.path = path
        self.stream = stream
        try db.cachedStatement(sql: "INSERT INTO feeds (stream) VALUES (?) ON CONFLICT DO NOTHING")
            .execute(arguments: [stream.description])
        let statement = try db.cachedStatement(sql: "SELECT feed FROM feeds WHERE stream = ?")
        guard let feed = try Int64.fetchOne(statement, arguments: [stream.description]) else {
            throw StoreError.damaged(path, "stream \(stream) has no row")
        }
        guard (1...ArchiveLimits.feedCountMax).contains(feed) else {
            throw ArchiveError.tooMany("more than \(ArchiveLimits.feedCountMax) streams", path: path)
        }
        self.feed = feed
        before = try Self.cursor(of: stream, in: db)
        cursor = before
    }

    static func cursor(of stream: StreamID, in db: Database) throws -> EventSchema.Cursor? {
        let statement = try db.cachedStatement(
            sql: "SELECT sequence, checksum FROM feeds WHERE stream = ? AND sequence > 0"
        )
        guard let row = try Row.fetchOne(statement, arguments: [stream.description]) else { return nil }
        return EventSchema.Cursor(
            stream: stream,
            sequence: SequenceNumber(UInt64(clamping: try row.decode(Int64.self, atIndex: 0))),
            checksum: UInt32(clamping: try row.decode(Int64.self, atIndex: 1))
        )
    }

    /// Puts a gap on record; the same one may be noticed again, and longer.
    func note(_ gap: ClosedRange<SequenceNumber>, at time: Timestamp) throws {
        try check(gap.upperBound)
        try db.cachedStatement(
            sql: """
                INSERT INTO gaps (feed, first, last, noticed_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET last = max(last, excluded.last)
                """
        ).execute(arguments: [
            feed, Int64(clamping: gap.lowerBound.value), Int64(clamping: gap.upperBound.value),
            time.nanoseconds,
        ])
    }

    mutating func store(_ batch: RecordBatch, receivedAt: Timestamp) throws {
        let insert = try RecordInsert(db)
        var last = cursor
        try batch.forEach { header, record in
            guard header.sequence > last?.sequence ?? .zero else { return try compare(header, record) }
            try check(header.sequence)
            try checkNext(header.sequence, after: last)
            let columns = RecordColumns(header, record)
            try insert.execute(position(of: header.sequence), feed, header, columns, receivedAt, record)
            last = EventSchema.Cursor(header)
        }
        cursor = last
    }

    /// Moves the stream's cursor to the last record that was stored.
    func finish() throws -> EventSchema.Cursor? {
        guard let cursor, cursor != before else { return cursor }
        try db.cachedStatement(sql: "UPDATE feeds SET sequence = ?, checksum = ? WHERE feed = ?")
            .execute(arguments: [Int64(clamping: cursor.sequence.value), Int64(cursor.checksum), feed])
        return cursor
    }

    private func position(of sequence: SequenceNumber) -> Int64 {
        feed << Int64(ArchiveLimits.sequenceBitCount) + Int64(clamping: sequence.value)
    }

    private func check(_ sequence: SequenceNumber) throws {
        guard sequence.value <= ArchiveLimits.sequenceMax else {
            throw ArchiveError.tooMany("record \(sequence)", path: path)
        }
    }

    /// Nothing is passed over unless a gap says that it cannot be had any more.
    private func checkNext(_ sequence: SequenceNumber, after last: EventSchema.Cursor?) throws {
        var expected = (last?.sequence ?? .zero).advanced(by: 1)
        while expected < sequence {
            let statement = try db.cachedStatement(
                sql: "SELECT max(last) FROM gaps WHERE feed = ? AND first <= ? AND last >= ?"
            )
            let number = Int64(clamping: expected.value)
            guard let end = try Int64.fetchOne(statement, arguments: [feed, number, number]) else {
                throw ArchiveError.hole(expected: expected, found: sequence, stream: stream, path: path)
            }
            expected = SequenceNumber(UInt64(clamping: end)).advanced(by: 1)
        }
    }

    /// A record that is offered again has to be the one that is stored.
    private func compare(_ header: RecordHeader, _ record: RawSpan) throws {
        let statement = try db.cachedStatement(sql: "SELECT bytes FROM records WHERE position = ?")
        let stored = try Data.fetchOne(statement, arguments: [position(of: header.sequence)])
        guard let stored, record.withUnsafeBytes({ stored.elementsEqual($0) }) else {
            throw ArchiveError.conflict(header.sequence, stream: stream, path: path)
        }
    }
}

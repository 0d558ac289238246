import EventSchema
import FoundationEssentials
import GRDB

/// The records that a query found: their row numbers, in their order, in a table of the connection's own.
///
/// SQLite keeps it in memory as far as there is room, and on disk beyond. So no transaction lasts for as long
/// as somebody reads, which would keep an archiver from ever emptying its write-ahead log.
struct FoundRecords {
    /// Records that are read together.
    static let pageCount = 64

    private let query: ArchiveQuery
    private let table: String

    init(_ query: ArchiveQuery) {
        self.query = query
        table = "temp.found_\(UInt64.random(in: 0...UInt64.max))"
    }

    /// Collects the row numbers.
    ///
    /// - Parameter hits: The table that holds the row numbers of the words' hits.
    func collect(in db: Database, hits: String) throws {
        let (text, arguments) = query.sql(hits: hits)
        try db.execute(
            sql: "CREATE TEMP TABLE \(name) (place INTEGER PRIMARY KEY, position INTEGER NOT NULL)"
        )
        try db.execute(sql: "INSERT INTO \(table) (position) \(text)", arguments: arguments)
    }

    /// Reads the next records.
    ///
    /// - Parameter place: The place of the last record that was read, 0 before the first; it is moved on.
    /// - Returns: None at the end.
    func page(
        after place: inout Int64,
        in db: Database,
        reading record: (Row) throws -> (RecordHeader, [UInt8])
    ) throws -> [ArchivedRecord] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT records.position, records.bytes, records.received_at, found.place
                FROM \(table) AS found CROSS JOIN records ON records.position = found.position
                WHERE found.place > ? ORDER BY found.place LIMIT ?
                """,
            arguments: [place, Self.pageCount]
        )
        var lookup = AmendmentLookup(db, clearance: query.clearance)
        return try rows.map { row in
            place = try row.decode(atIndex: 3)
            let (header, bytes) = try record(row)
            return try archived(header, bytes, received: row.decode(atIndex: 2), &lookup)
        }
    }

    /// Forgets the row numbers.
    func drop(from database: DatabaseQueue) {
        // The table goes with the connection in any case.
        try? database.inDatabase { db in try db.execute(sql: "DROP TABLE IF EXISTS \(table)") }
    }

    private var name: String { String(table.dropFirst("temp.".count)) }

    private func archived(
        _ header: RecordHeader,
        _ bytes: [UInt8],
        received: Int64,
        _ lookup: inout AmendmentLookup
    ) throws -> ArchivedRecord {
        let recorded = Array(bytes[header.eventRange])
        let event = try? Event(eventBytes: recorded)
        let redacted = try event.map { try lookup.redacted(in: $0) } ?? []
        let id = event.flatMap { EventID($0.id) }
        return ArchivedRecord(
            header: header,
            bytes: bytes,
            receivedAt: Timestamp(nanoseconds: received),
            amendments: try id.map { try lookup.amendments(of: $0, isWhole: query.isAmended) } ?? [],
            redacted: redacted,
            event: redacted.isEmpty ? recorded : Redaction.apply(redacted, to: recorded)
        )
    }
}

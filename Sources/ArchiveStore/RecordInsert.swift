import EventSchema
import FoundationEssentials
import GRDB

/// The insertion of one record's row, again and again.
///
/// Values go from here straight to SQLite, which copies them: GRDB's list of arguments, which can hold any
/// value, costs half as much again as the insertion itself.
struct RecordInsert {
    private static let columns = [
        "position", "feed", "sequence", "id", "incident", "agency", "source", "type", "is_authored", "status",
        "severity", "trend", "observed_at", "recorded_at", "published_at", "received_at", "amends",
        "narrative", "bytes",
    ]
    private static let sql = """
        INSERT INTO records (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """

    private let statement: Statement

    init(_ db: Database) throws {
        statement = try db.cachedStatement(sql: Self.sql)
    }

    func execute(
        _ position: Int64,
        _ feed: Int64,
        _ header: RecordHeader,
        _ columns: RecordColumns,
        _ receivedAt: Timestamp,
        _ record: RawSpan
    ) throws {
        // Makes it ready for values, and GRDB asks for no others then. A statement that failed would end the
        // process here, but its transaction is over: the next one gets another.
        statement.setUncheckedArguments(StatementArguments())
        var binding = Binding(statement: statement)
        try binding.add(position)
        try binding.add(feed)
        try binding.add(Int64(clamping: header.sequence.value))
        try binding.add(columns.id)
        try binding.add(columns.incident)
        try binding.add(columns.agency)
        try binding.add(columns.source)
        try binding.add(columns.type)
        try binding.add(columns.isAuthored)
        try binding.add(columns.status)
        try binding.add(columns.severity)
        try binding.add(columns.trend)
        try binding.add(columns.observedAt)
        try binding.add(columns.recordedAt)
        try binding.add(header.publishedAt.nanoseconds)
        try binding.add(receivedAt.nanoseconds)
        try binding.add(columns.amends)
        try binding.add(columns.narrative)
        try binding.add(record.withUnsafeBytes { Data($0) })
        try statement.execute()
    }

    private struct Binding {
        let statement: Statement
        private var count: CInt = 0

        init(statement: Statement) { self.statement = statement }

        mutating func add(_ value: some StatementBinding) throws {
            count += 1
            let code = value.bind(to: statement.sqliteStatement, at: count)
            guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
    }
}

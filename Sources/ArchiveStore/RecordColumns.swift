import EventSchema
import FoundationEssentials
import GRDB

/// What the archive's columns say of a record's event, as far as it can be read.
struct RecordColumns {
    private(set) var event: Event?

    /// - Parameter record: Header and event; the event may be anything.
    init(_ header: RecordHeader, _ record: RawSpan) {
        // An event that cannot be decoded is kept as it is, with the columns that the header gives.
        event = try? Event(eventBytes: record.extracting(header.eventRange).withUnsafeBytes { Array($0) })
    }

    var id: Data? { event.flatMap { $0.id.count == EventID.byteCount ? $0.id : nil } }
    var amends: Data? { event.flatMap { $0.amends.count == EventID.byteCount ? $0.amends : nil } }
    var incident: String? { text(\.incident) }
    var agency: String? { text(\.agency) }
    var source: String? { text(\.source) }
    var type: String? { text(\.type) }
    var status: String? { text(\.status) }
    var severity: String? { text(\.severity) }
    var narrative: String? { text(\.narrative) }
    var trend: String? { event.map { EventSchema.trend(of: $0).rawValue } }
    var observedAt: Int64? {
        event.flatMap { $0.hasObservedAt ? Timestamp($0.observedAt)?.nanoseconds : nil }
    }
    var recordedAt: Int64? {
        event.flatMap { $0.hasRecordedAt ? Timestamp($0.recordedAt)?.nanoseconds : nil }
    }
    /// A type that is unknown here may have been written by people, so it is never left out.
    var isAuthored: Bool {
        event.flatMap { SchemaTable.event($0.type) }?.category != .system
    }

    /// Times that a clock of this century shows; what lies outside was not written by an archiver.
    private static let receivedTimes: ClosedRange<Int64> = 946_684_800_000_000_000...4_102_444_800_000_000_000

    /// The columns of a stored row that do not say what its record says.
    ///
    /// `trend` and `is_authored` follow from this program's tables and not from the record alone, so that they
    /// must only be words that there are.
    func differing(from row: Row, _ header: RecordHeader) throws -> [String] {
        let texts = [
            ("incident", incident), ("agency", agency), ("source", source), ("type", type),
            ("status", status),
            ("severity", severity), ("narrative", narrative),
        ]
        let numbers = [
            ("observed_at", observedAt), ("recorded_at", recordedAt),
            ("published_at", Optional(header.publishedAt.nanoseconds)),
        ]
        var names: [String] = []
        for (name, value) in texts
        where try row.decode(String?.self, forColumn: name).map({ Array($0.utf8) })
            != value.map({ Array($0.utf8) })
        {
            names.append(name)
        }
        for (name, value) in numbers where try row.decode(Int64?.self, forColumn: name) != value {
            names.append(name)
        }
        for (name, value) in [("id", id), ("amends", amends)]
        where try row.decode(Data?.self, forColumn: name) != value { names.append(name) }
        if let word = try row.decode(String?.self, forColumn: "trend"), Trend(rawValue: word) == nil {
            names.append("trend")
        }
        if !(0...1).contains(try row.decode(Int64.self, forColumn: "is_authored")) {
            names.append("is_authored")
        }
        let received: Int64 = try row.decode(forColumn: "received_at")
        if !Self.receivedTimes.contains(received) { names.append("received_at") }
        return names
    }

    private func text(_ field: (Event) -> String) -> String? {
        event.map(field).flatMap { $0.isEmpty ? nil : $0 }
    }
}

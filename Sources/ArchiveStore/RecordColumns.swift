import EventSchema
import FoundationEssentials

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

    private func text(_ field: (Event) -> String) -> String? {
        event.map(field).flatMap { $0.isEmpty ? nil : $0 }
    }
}

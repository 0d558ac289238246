import EventSchema
import FoundationEssentials
import GRDB

/// What the archive's columns say of a record's event, as far as it can be read.
struct RecordColumns {
    let id: Data?
    let amends: Data?
    let incident: String?
    let agency: String?
    let source: String?
    let type: String?
    let status: String?
    let severity: String?
    let narrative: String?
    let trend: String?
    let observedAt: Int64?
    let recordedAt: Int64?
    /// A type that is unknown here may have been written by people, so it is never left out.
    let isAuthored: Bool

    /// - Parameter record: Header and event; the event may be anything.
    init(_ header: RecordHeader, _ record: RawSpan) {
        let bytes = record.extracting(header.eventRange)
        // A walk over the bytes takes a fraction of decoding them. Publishers record nothing that it refuses;
        // what others recorded is decoded as far as that goes.
        if let outline = try? EventOutline.check(bytes) {
            self.init(outline, in: bytes)
        } else {
            self.init(try? Event(eventBytes: bytes.withUnsafeBytes { Array($0) }))
        }
    }

    private init(_ outline: EventOutline, in bytes: RawSpan) {
        func text(_ range: Range<Int>) -> String? {
            guard !range.isEmpty else { return nil }
            return bytes.extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        }
        id = Data(outline.id.bytes)
        amends = outline.amends.map { Data($0.bytes) }
        incident = text(outline.incidentRange)
        agency = text(outline.agencyRange)
        source = text(outline.sourceRange)
        type = text(outline.typeRange)
        status = outline.status.word
        severity = outline.severity.word
        narrative = text(outline.narrativeRange)
        trend = outline.trend(in: bytes).rawValue
        observedAt = outline.observedAt.nanoseconds
        recordedAt = outline.recordedAt.nanoseconds
        isAuthored = outline.category != .system
    }

    /// - Parameter event: `nil` when it cannot be decoded: then it is kept as it is, with the columns that the
    ///   header gives.
    private init(_ event: Event?) {
        func text(_ field: (Event) -> String) -> String? {
            event.map(field).flatMap { $0.isEmpty ? nil : $0 }
        }
        id = event.flatMap { $0.id.count == EventID.byteCount ? $0.id : nil }
        amends = event.flatMap { $0.amends.count == EventID.byteCount ? $0.amends : nil }
        incident = text(\.incident)
        agency = text(\.agency)
        source = text(\.source)
        type = text(\.type)
        status = text(\.status)
        severity = text(\.severity)
        narrative = text(\.narrative)
        trend = event.map { EventSchema.trend(of: $0).rawValue }
        observedAt = event.flatMap { $0.hasObservedAt ? Timestamp($0.observedAt)?.nanoseconds : nil }
        recordedAt = event.flatMap { $0.hasRecordedAt ? Timestamp($0.recordedAt)?.nanoseconds : nil }
        isAuthored = event.flatMap { SchemaTable.event($0.type) }?.category != .system
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
}

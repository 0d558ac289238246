/// What sequencing, routing and de-duplication need of an event, read from its bytes in one checked walk.
///
/// Ranges are relative to the span that was checked.
public struct EventOutline: Sendable {
    /// The event's name for ever.
    public let id: EventID
    /// Where the type's text lies.
    public let typeRange: Range<Int>
    /// Where the agency's text lies.
    public let agencyRange: Range<Int>
    /// Where the incident's text lies; empty when the event is about none.
    public let incidentRange: Range<Int>
    /// Where the source's text lies.
    public let sourceRange: Range<Int>
    /// Where the narrative's text lies; empty when there is none.
    public let narrativeRange: Range<Int>
    /// Which life of the source's numbering.
    public let sourceEpoch: UInt32
    /// The event's place among the source's in that epoch.
    public let sourceSequence: UInt64
    /// When it happened, by the author's clock.
    public let observedAt: Timestamp
    /// When the author entered it.
    public let recordedAt: Timestamp
    /// Whether the fact is real.
    public let status: Status
    /// How bad it is.
    public let severity: Severity
    /// Who may see it.
    public let tlp: TLP
    /// The event that it amends, if any.
    public let amends: EventID?
    /// The payload's field number in the envelope, `nil` when the type is unknown.
    public let payloadNumber: Int?
    /// Whether people or software write such events.
    public let category: EventCategory
    /// The event holds a type, fields, words or JSON members that this version does not know.
    public let carriesUnknown: Bool

    /// Checks everything that the schema says about an event, without decoding it.
    ///
    /// Stricter than protobuf on purpose where decoders could differ: a field of the wrong wire type, a
    /// single field given twice, a number too large for its type. Any thread may call it; it allocates only
    /// when the event carries JSON text or is refused.
    ///
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public static func check(_ bytes: RawSpan) throws(EventProblem) -> EventOutline {
        guard bytes.byteCount <= SchemaLimits.eventByteCountMax else {
            throw EventProblem(
                .length(bytes.byteCount),
                allowed: "at most \(SchemaLimits.eventByteCountMax) bytes"
            )
        }
        var walk = EventWalk(schema: .shared)
        try walk.checkMessage(0, bytes, 0..<bytes.byteCount)
        return try walk.outline(bytes)
    }

    /// Finds only the type, the agency and the incident of an event that was checked before, for filters.
    ///
    /// - Returns: Where their texts lie, the incident's range empty when there is none; `nil` when the bytes
    ///   are no event.
    public static func route(
        of bytes: RawSpan
    ) -> (type: Range<Int>, agency: Range<Int>, incident: Range<Int>)? {
        var offset = 0
        let end = bytes.byteCount
        var (type, agency, incident) = (0..<0, 0..<0, 0..<0)
        while offset < end, type.isEmpty || agency.isEmpty || incident.isEmpty {
            guard let (number, kind) = WireFormat.tag(bytes, &offset, end: end) else { return nil }
            guard kind == .lengthDelimited else {
                guard WireFormat.skip(kind, bytes, &offset, end: end) else { return nil }
                continue
            }
            guard let range = WireFormat.lengthDelimited(bytes, &offset, end: end) else { return nil }
            switch number {
            case 2: type = range
            case 3: agency = range
            case 4: incident = range
            default: break
            }
        }
        return agency.isEmpty ? nil : (type, agency, incident)
    }

    /// Finds what an event is about, before it is checked: its type, its incident, its status and what it amends.
    ///
    /// - Returns: Where their texts lie, and the bytes of the amended event's name; empty where there are none.
    ///   `nil` when the bytes are no event.
    public static func references(
        of bytes: RawSpan
    ) -> (type: Range<Int>, incident: Range<Int>, status: Range<Int>, amends: Range<Int>)? {
        var offset = 0
        let end = bytes.byteCount
        var (type, incident, status, amends) = (0..<0, 0..<0, 0..<0, 0..<0)
        while offset < end {
            guard let (number, kind) = WireFormat.tag(bytes, &offset, end: end) else { return nil }
            guard kind == .lengthDelimited else {
                guard WireFormat.skip(kind, bytes, &offset, end: end) else { return nil }
                continue
            }
            guard let range = WireFormat.lengthDelimited(bytes, &offset, end: end) else { return nil }
            switch number {
            case 2: type = range
            case 4: incident = range
            case 5: status = range
            case 23: amends = range
            default: break
            }
        }
        return status.isEmpty ? nil : (type, incident, status, amends)
    }
}

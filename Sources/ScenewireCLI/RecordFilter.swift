import EventSchema

/// Which records are shown, beyond what the publisher itself leaves out.
///
/// Filters of different kinds must all fit; of one kind, any.
struct RecordFilter: Equatable, Sendable {
    /// A type, or the beginning of types, `negotiation.*`.
    struct TypePattern: Equatable, Sendable {
        private let prefix: String
        private let isWhole: Bool

        /// - Returns: `nil` unless the text is a type, perhaps cut short by one `*` at its end.
        init?(_ text: String) {
            isWhole = !text.hasSuffix("*")
            prefix = isWhole ? text : String(text.dropLast())
            let isPlain = prefix.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
            }
            guard isPlain, prefix.utf8.count <= SchemaLimits.typeByteCountMax, !isWhole || !prefix.isEmpty
            else { return nil }
        }

        func matches(_ type: String) -> Bool {
            isWhole ? type == prefix : type.hasPrefix(prefix)
        }
    }

    /// Only these types; none means all.
    var types: [TypePattern] = []
    /// Only events at least so grave; unknown severity is the least.
    var severity: Severity?
    /// Only events that move their incident so.
    var trend: Trend?
    /// Only events about this incident, of whatever agency.
    var incident: String?
    /// Only records that the publisher took at this time or later.
    var since: Timestamp?
    /// With events that software made, such as heartbeats.
    var includesSystem = true

    /// Whether nothing is left out.
    var isOpen: Bool { self == RecordFilter() }

    /// - Parameter record: Header and event. An event that breaks the schema's rules fits no filter on events.
    func matches(_ header: RecordHeader, _ record: RawSpan) -> Bool {
        if let since, header.publishedAt < since { return false }
        let isAboutEvents = !types.isEmpty || severity != nil || trend != nil || incident != nil
        guard isAboutEvents || !includesSystem else { return true }
        let bytes = record.extracting(header.eventRange)
        // What cannot be read is no heartbeat.
        guard let outline = try? EventOutline.check(bytes) else { return !isAboutEvents }
        if !includesSystem, outline.category == .system { return false }
        if let severity, Self.rank(outline.severity) < Self.rank(severity) { return false }
        if let incident, Self.text(bytes, outline.incidentRange) != incident { return false }
        if !types.isEmpty {
            let type = Self.text(bytes, outline.typeRange)
            guard types.contains(where: { $0.matches(type) }) else { return false }
        }
        guard let trend else { return true }
        // Only this needs the payload.
        let event = try? Event(eventBytes: bytes.withUnsafeBytes { Array($0) })
        return event.map { EventSchema.trend(of: $0) == trend } ?? false
    }

    private static func text(_ bytes: RawSpan, _ range: Range<Int>) -> String {
        bytes.extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    private static func rank(_ severity: Severity) -> Int {
        switch severity {
        case .extreme: 4
        case .severe: 3
        case .moderate: 2
        case .minor: 1
        case .unknown: 0
        }
    }
}

import EventSchema
import ServiceHTTP

/// After which record a reading begins.
enum StreamPosition: Equatable, Sendable {
    case sequence(SequenceNumber)
    case cursor(Cursor)

    /// What may stand for it, for people.
    static let allowed = "a sequence number, or STREAM:SEQUENCE:CHECKSUM"

    init?(_ text: String) {
        if let sequence = SequenceNumber(text), !text.isEmpty {
            self = .sequence(sequence)
        } else if let cursor = Cursor(text) {
            self = .cursor(cursor)
        } else {
            return nil
        }
    }
}

/// Which records a reader wants; `nil` means all of them.
struct RecordFilter: Equatable, Sendable {
    static let parameters = ["incident", "agency", "type"]

    var type: String?
    var agency: String?
    var incident: String?

    init() {}

    /// - Throws: ``HTTPProblem/Kind/malformed`` for a value that no record can have.
    init(_ query: QueryFields) throws(HTTPProblem) {
        type = try Self.text("type", .type, query)
        agency = try Self.text("agency", .agency, query)
        incident = try Self.text("incident", .incident, query)
    }

    /// The parameters of an address that asks for the same, without a mark before them.
    var query: [String] {
        [("incident", incident), ("agency", agency), ("type", type)].compactMap { name, value in
            value.map { "\(name)=\(PercentCoding.encode($0))" }
        }
    }

    /// Whether an event, in protobuf, is wanted.
    func matches(_ event: RawSpan) -> Bool {
        guard type != nil || agency != nil || incident != nil else { return true }
        guard let route = EventOutline.route(of: event) else { return false }
        return Self.isEqual(type, event, route.type) && Self.isEqual(agency, event, route.agency)
            && Self.isEqual(incident, event, route.incident)
    }

    private static func text(
        _ name: String,
        _ form: TextForm,
        _ query: QueryFields
    ) throws(HTTPProblem) -> String? {
        try query.value(name, allowed: form.explanation) { text in
            !text.isEmpty && form.matches(text) ? text : nil
        }
    }

    private static func isEqual(_ wanted: String?, _ event: RawSpan, _ range: Range<Int>) -> Bool {
        guard let wanted else { return true }
        return event.extracting(range).withUnsafeBytes { $0.elementsEqual(wanted.utf8) }
    }
}

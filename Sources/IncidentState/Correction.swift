import EventSchema

/// Puts corrected values into what is kept of an event.
///
/// The pointers of a correction lead into the event's CloudEvents document, so one is made of the payload,
/// changed and read back; what comes out is as valid as any event.
struct Correction {
    /// The payload as it stands now.
    private(set) var payload: Event.OneOf_Payload?
    /// When it happened, as it stands now.
    private(set) var observedAt: Timestamp
    private let type: FactType?

    init(_ fact: Fact) {
        payload = fact.payload
        observedAt = fact.observedAt
        type = fact.payloadNumber.flatMap { FactType.of(payloadNumber: $0) }
    }

    /// Where the corrected event moves its incident.
    var trend: Trend { type?.trend(of: payload) ?? .neutral }

    /// Applies all changes of one correction, or none when the result would not be an event.
    ///
    /// What names and routes the event (`/id`, `/type`, `/subject` …) is not the state's to change.
    mutating func apply(_ changes: [FieldChange]) {
        for change in changes where change.pointer == "/time" {
            guard let time = CorrectedDocument.time(change) else { return }
            observedAt = time
        }
        let changes = changes.filter { $0.pointer.hasPrefix("/data/") }
        guard let payload, let type, !changes.isEmpty else { return }
        // A correction that cannot be applied was checked for form only; the event then stays as it is.
        guard
            let event = try? ValidEvent(checking: Self.event(type, payload)),
            let document = try? CloudEvent.members(of: event.bytes.span.bytes)
        else { return }
        var corrected = CorrectedDocument(document)
        guard let result = corrected.apply(changes), result.payload != nil else { return }
        self.payload = result.payload?.withoutFreeText
    }

    /// What is kept of a fact as a CloudEvents document; its attributes but the time are unknown, and so are its
    /// words. `nil` when its payload is not kept.
    static func document(of fact: Fact) -> JSONObject? {
        guard let payload = fact.payload,
            let type = fact.payloadNumber.flatMap({ FactType.of(payloadNumber: $0) })
        else { return nil }
        var event = event(type, payload)
        event.observedAt = fact.observedAt.protobuf
        event.recordedAt = event.observedAt
        // What was folded is an event; without its bytes it is one again.
        guard let valid = try? ValidEvent(checking: event) else { return nil }
        return try? CloudEvent.members(of: valid.bytes.span.bytes)
    }

    /// Whether nothing is kept of what a correction may change: how bad, how sure and how soon an event is, and
    /// where it happened.
    static func isUnkept(_ pointer: String) -> Bool {
        (CorrectedDocument.attributes.contains(pointer) && pointer != "/time")
            || pointer == "/data/location" || pointer.hasPrefix("/data/location/")
    }

    /// The type, the time and the data of a document that ``document(of:)`` made, with what corrections gave it;
    /// without the values that stand in for unknown ones.
    static func known(of document: JSONObject) -> JSONObject {
        var known = JSONObject()
        for name in ["type", "time", "data"] { known[name] = document[name] }
        for name in ["certainty", "severity", "urgency"]
        where document[name] != .string(Severity.unknown.word) { known[name] = document[name] }
        guard case .object(var data)? = document["data"], case .object(var location)? = data["location"]
        else {
            return known
        }
        if location["label"] == .string(standIn) { location["label"] = nil }
        data["location"] = location.members.isEmpty ? nil : .object(location)
        known["data"] = .object(data)
        return known
    }

    /// Stands in for texts that an event must have.
    private static let standIn = "a"

    private static func event(_ type: FactType, _ payload: Event.OneOf_Payload) -> Event {
        let id = EventID(high: 0x7000, low: 1 << 63)
        var event = Event()
        event.id = id.data
        event.type = type.name
        event.agency = standIn
        event.incident = standIn
        event.status = Status.actual.word
        event.source = standIn
        event.sourceEpoch = 1
        event.sourceSequence = 1
        event.observedAt = Timestamp(nanoseconds: 0).protobuf
        event.recordedAt = Timestamp(nanoseconds: 0).protobuf
        event.author.id = standIn
        event.author.role = Role.automation.word
        event.severity = Severity.unknown.word
        event.urgency = Urgency.unknown.word
        event.certainty = Certainty.unknown.word
        event.tlp = TLP.red.word
        event.location.label = standIn
        event.amends = id.data
        event.payload = payload
        return event
    }
}

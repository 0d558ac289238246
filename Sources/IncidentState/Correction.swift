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
            guard
                case .string(let text)? = Self.json(change.value),
                let time = try? Timestamp(rfc3339: text)
            else { return }
            observedAt = time
        }
        let changes = changes.filter { $0.pointer.hasPrefix("/data/") }
        guard let payload, let type, !changes.isEmpty else { return }
        // A correction that cannot be applied was checked for form only; the event then stays as it is.
        guard
            let event = try? ValidEvent(checking: Self.event(type, payload)),
            var document = try? CloudEvent.document(of: event.bytes.span.bytes)
        else { return }
        document["protobuf"] = nil
        var value = JSONValue.object(document)
        for change in changes {
            let tokens = change.pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .map { Self.unescaped($0) }
            guard
                let changed = Self.replacing(
                    tokens[...],
                    in: value,
                    with: change.hasValue ? Self.json(change.value) : nil
                )
            else { return }
            value = changed
        }
        guard
            case .object(let corrected) = value,
            let result = try? CloudEvent.decode(corrected).decoded(), result.payload != nil
        else { return }
        self.payload = result.payload?.withoutFreeText
    }

    private static func event(_ type: FactType, _ payload: Event.OneOf_Payload) -> Event {
        let id = EventID(high: 0x7000, low: 1 << 63)
        var event = Event()
        event.id = id.data
        event.type = type.name
        event.agency = "a"
        event.incident = "a"
        event.status = Status.actual.word
        event.source = "a"
        event.sourceEpoch = 1
        event.sourceSequence = 1
        event.observedAt = Timestamp(nanoseconds: 0).protobuf
        event.recordedAt = Timestamp(nanoseconds: 0).protobuf
        event.author.id = "a"
        event.author.role = Role.automation.word
        event.severity = Severity.unknown.word
        event.urgency = Urgency.unknown.word
        event.certainty = Certainty.unknown.word
        event.tlp = TLP.red.word
        event.location.label = "a"
        event.amends = id.data
        event.payload = payload
        return event
    }

    private static func json(_ text: String) -> JSONValue? {
        (try? CloudEvent.parse(Array("{\"value\":\(text)}".utf8)))?["value"]
    }

    /// The value with the one at `tokens` replaced, or removed; `nil` when the pointer leads nowhere.
    private static func replacing(
        _ tokens: ArraySlice<String>,
        in value: JSONValue,
        with new: JSONValue?
    ) -> JSONValue? {
        guard let token = tokens.first else { return new }
        let rest = tokens.dropFirst()
        switch value {
        case .object(var object):
            if rest.isEmpty {
                object[token] = new
            } else {
                guard let member = replacing(rest, in: object[token] ?? .object([:]), with: new) else {
                    return nil
                }
                object[token] = member
            }
            return .object(object)
        case .array(var elements):
            guard let index = token == "-" ? elements.count : Int(token), elements.indices.contains(index)
            else {
                guard rest.isEmpty, let new, token == "-" || Int(token) == elements.count else { return nil }
                return .array(elements + [new])
            }
            if rest.isEmpty, new == nil {
                elements.remove(at: index)
            } else {
                guard let element = replacing(rest, in: elements[index], with: new) else { return nil }
                elements[index] = element
            }
            return .array(elements)
        default: return nil
        }
    }

    /// A pointer's `~1` is a slash and `~0` a tilde (RFC 6901).
    private static func unescaped(_ token: Substring) -> String {
        var text = ""
        var rest = token
        while let tilde = rest.firstIndex(of: "~") {
            text += rest[..<tilde]
            let digit = rest[tilde...].dropFirst().first
            text += digit == "1" ? "/" : "~"
            rest = rest[tilde...].dropFirst(2)
        }
        return text + rest
    }
}

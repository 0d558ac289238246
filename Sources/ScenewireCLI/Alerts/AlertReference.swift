import ArgumentParser
import EventSchema
import ServiceRuntime

/// What people call an alert or a delivery: by its id, by the beginning of it, or an alert by its number.
enum AlertReference: Equatable, Sendable, ExpressibleByArgument {
    case id(EventID)
    /// As ids are written.
    case beginning(String)
    /// The alert's place in the notifier's list.
    case number(UInt64)

    /// Candidates that are named in place of one.
    private static let namedMax = 5

    /// - Returns: `nil` for anything else. Digits are read as those of a record are.
    init?(argument: String) {
        switch RecordReference(argument: argument) {
        case .id(let id): self = .id(id)
        case .beginning(let ids), .either(_, let ids): self = .beginning(Self.commonStart(ids))
        case .sequence(let number): self = .number(number.value)
        case nil: return nil
        }
    }

    /// The whole id of an alert.
    ///
    /// - Throws: ``CommandFailure`` when it means none, or several.
    func alert(_ client: NotifierClient) async throws -> EventID {
        let question: String
        switch self {
        case .id(let id): return id
        case .beginning(let start): question = "id=\(start)"
        case .number(let number): question = "number=\(number)"
        }
        let found = try await client.object("GET", "/api/v1/alerts?state=all&\(question)")
        return try Self.one(found["alerts"], "alert", self) { alert in
            [JSONMember.text("rule", in: alert), JSONMember.text("text", in: alert)].joined(separator: " ")
        }
    }

    /// The whole id of a delivery, which has no number.
    ///
    /// - Throws: ``CommandFailure`` when it means none, or several.
    func delivery(_ client: NotifierClient) async throws -> EventID {
        switch self {
        case .id(let id): return id
        case .number(let number):
            throw CommandFailure(
                "\(number) is no delivery: `scenewire alerts show` has their ids, of which at least "
                    + "\(RecordReference.digitCountMin) digits are needed",
                .usage
            )
        case .beginning(let start):
            let found = try await client.object("GET", "/api/v1/deliveries?id=\(start)")
            return try Self.one(found["deliveries"], "delivery", self, AlertText.delivery)
        }
    }

    private static func one(
        _ value: JSONValue?,
        _ kind: String,
        _ reference: Self,
        _ words: (JSONObject) -> String
    ) throws -> EventID {
        let found: [(id: EventID, object: JSONObject)] =
            if case .array(let elements)? = value {
                elements.compactMap { element in
                    guard case .object(let object) = element,
                        let id = EventID(JSONMember.text("id", in: object))
                    else { return nil }
                    return (id, object)
                }
            } else { [] }
        let shown =
            switch reference {
            case .id(let id): "\(id)"
            case .beginning(let start): "\(start)…"
            case .number(let number): "#\(number)"
            }
        guard let first = found.first else { throw CommandFailure("there is no \(kind) \(shown)", .notFound) }
        guard found.count == 1 else {
            throw CommandFailure(
                "\(found.count) begin with \(shown); name one of them",
                .usage,
                advice: found.prefix(namedMax).map { "\($0.id)  \(words($0.object))" }
            )
        }
        return first.id
    }

    /// What all ids of a range of them begin with.
    private static func commonStart(_ ids: ClosedRange<EventID>) -> String {
        let pairs = zip(ids.lowerBound.description, ids.upperBound.description)
        return String(pairs.prefix { $0 == $1 }.map(\.0))
    }
}

/// Members of a document that may or may not be there.
enum JSONMember {
    /// The text of a member, fit to be shown; `absent` for anything else.
    static func text(_ name: String, in object: JSONObject, absent: String = "") -> String {
        if case .string(let text)? = object[name] { TerminalText.safe(text) } else { absent }
    }
}

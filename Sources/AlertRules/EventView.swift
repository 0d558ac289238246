import EventSchema
import IncidentState

/// What rules see of one event, as amended.
struct EventView {
    /// The attributes that are known of every event, whether or not it is kept whole.
    static let outlineAttributes: Set = [
        "agency", "amends", "event", "incident", "lag", "source", "status", "subject", "time", "tlp", "type",
    ]

    let event: AmendedEvent
    /// How many hostages were held as known before the event.
    var hostagesHeldBefore = 0

    /// How long it took from observed to published, in whole seconds; negative when the author's clock was ahead.
    var lag: Int { event.publishedAt.seconds(since: observedAt) }

    /// How far the author's clock was ahead of the publisher's, in whole seconds; negative when it was not.
    var ahead: Int { event.observedAt.seconds(since: event.publishedAt) }

    private var observedAt: Timestamp {
        guard case .string(let text)? = event.document?["time"], let time = try? Timestamp(rfc3339: text)
        else { return event.at }
        return time
    }

    /// The values of a field: none when it is absent, several of a list.
    func values(at place: EventCondition.Place) -> [String] {
        switch place {
        case .lag: return ["\(lag)"]
        case .ahead: return ["\(ahead)"]
        case .data(let name):
            guard case .object(let data)? = event.document?["data"] else { return [] }
            return Self.texts(data[name])
        case .attribute(let name):
            if let document = event.document { return Self.texts(document[name]) }
            return outline(name).map { [$0] } ?? []
        }
    }

    func number(at place: EventCondition.Place) -> Double? {
        values(at: place).first.flatMap(Double.init)
    }

    /// A field's value for people; `nil` for one that is absent, no plain value, or withheld.
    func text(at place: EventCondition.Place) -> String? {
        let pointer =
            switch place {
            case .lag, .ahead: ""
            case .data(let name): "/data/\(name)"
            case .attribute(let name): "/\(name)"
            }
        let isWithheld = event.withheld.contains { $0 == pointer || pointer.hasPrefix("\($0)/") }
        guard !isWithheld || pointer.isEmpty else { return nil }
        let values = values(at: place)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The value at a JSON pointer into the event's document, for people; `nil` where there is no plain one, where
    /// it is withheld, and where its words are not kept.
    func text(atPointer pointer: String) -> String? {
        let isWithheld = event.withheld.contains {
            $0 == pointer || pointer.hasPrefix("\($0)/") || $0.hasPrefix("\(pointer)/")
        }
        guard !isWithheld, let document = event.document else { return nil }
        var value = JSONValue.object(document)
        for token in Self.tokens(of: pointer) {
            switch value {
            case .object(let object): value = object[token] ?? .null
            case .array(let elements):
                value = Int(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil } ?? .null
            default: return nil
            }
        }
        let texts = Self.texts(value)
        return texts.isEmpty || texts == ["-"] ? nil : texts.joined(separator: ", ")
    }

    /// The names in a JSON pointer (RFC 6901).
    static func tokens(of pointer: String) -> [String] {
        pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { token in
            token.split(separator: "~1", omittingEmptySubsequences: false).map { part in
                part.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
            }.joined(separator: "/")
        }
    }

    private func outline(_ name: String) -> String? {
        switch name {
        case "agency": event.agency
        case "amends": event.amends?.description
        case "source": event.source
        case "status": event.status.word
        case "subject": event.incident?.name
        case "time": event.at.rfc3339
        case "tlp": event.tlp.word
        case "type": event.type
        default: nil
        }
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text): [text]
        case .number(let digits): [digits]
        case .bool(let isTrue): [isTrue ? "true" : "false"]
        case .array(let elements): elements.flatMap { texts($0) }
        case nil, .null, .object: []
        }
    }
}

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

    private var observedAt: Timestamp {
        guard case .string(let text)? = event.document?["time"], let time = try? Timestamp(rfc3339: text)
        else { return event.at }
        return time
    }

    /// The values of a field: none when it is absent, several of a list.
    func values(at place: EventCondition.Place) -> [String] {
        switch place {
        case .lag: return ["\(lag)"]
        case .data(let name):
            guard case .object(let data)? = event.document?["data"] else { return [] }
            return Self.texts(data[name])
        case .attribute(let name):
            if let document = event.document { return Self.texts(document[name]) }
            return outline(name).map { [$0] } ?? []
        }
    }

    func number(at place: EventCondition.Place) -> Double? {
        if case .lag = place { return Double(lag) }
        return values(at: place).first.flatMap(Double.init)
    }

    /// A field's value for people; `nil` for one that is absent, no plain value, or withheld.
    func text(at place: EventCondition.Place) -> String? {
        let pointer =
            switch place {
            case .lag: ""
            case .data(let name): "/data/\(name)"
            case .attribute(let name): "/\(name)"
            }
        let isWithheld = event.withheld.contains { $0 == pointer || pointer.hasPrefix("\($0)/") }
        guard !isWithheld || pointer.isEmpty else { return nil }
        let values = values(at: place)
        return values.isEmpty ? nil : values.joined(separator: ", ")
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

import EventSchema

/// What a field of an event must be.
struct EventCondition: Sendable {
    /// Where the value stands.
    enum Place: Hashable, Sendable {
        /// An attribute of the event's CloudEvents document.
        case attribute(String)
        /// A member of its data.
        case data(String)
        /// How long it took from observed to published.
        case lag
    }

    enum Test: Sendable {
        case isOne(of: [String])
        /// Holds for an absent value, too.
        case isNone(of: [String])
        case isAbove(Double)
        /// More people than are held, as known before the event.
        case isAboveHostagesHeld
    }

    let place: Place
    let test: Test

    func holds(in view: EventView) -> Bool {
        let value = view.text(at: place)
        switch test {
        case .isOne(let words): return value.map { words.contains($0) } ?? false
        case .isNone(let words): return !(value.map { words.contains($0) } ?? false)
        case .isAbove(let number): return value.flatMap(Double.init).map { $0 > number } ?? false
        case .isAboveHostagesHeld:
            return value.flatMap(Double.init).map { $0 > Double(view.hostagesHeldBefore) } ?? false
        }
    }
}

/// What rules see of one event.
struct EventView {
    let document: JSONObject
    let observedAt: Timestamp
    let publishedAt: Timestamp
    /// How many hostages were held as known before the event.
    let hostagesHeldBefore: Int

    /// - Returns: `nil` for what is absent or is no plain value.
    func text(at place: EventCondition.Place) -> String? {
        switch place {
        case .attribute(let name): return Self.text(document[name])
        case .data(let name):
            guard case .object(let data)? = document["data"] else { return nil }
            return Self.text(data[name])
        case .lag: return "\(publishedAt.seconds(since: observedAt))"
        }
    }

    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .number(let digits): digits
        case .bool(let isTrue): isTrue ? "true" : "false"
        case nil, .null, .array, .object: nil
        }
    }
}

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
        /// How far its author's clock was ahead of the publisher's, as recorded.
        case ahead

        /// It can be read without the event's document.
        var isInOutline: Bool {
            switch self {
            case .lag, .ahead: true
            case .attribute(let name): EventView.outlineAttributes.contains(name)
            case .data: false
            }
        }
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
        switch test {
        case .isOne(let words): return view.values(at: place).contains { words.contains($0) }
        case .isNone(let words): return !view.values(at: place).contains { words.contains($0) }
        case .isAbove(let number): return view.number(at: place).map { $0 > number } ?? false
        case .isAboveHostagesHeld:
            return view.number(at: place).map { $0 > Double(view.hostagesHeldBefore) } ?? false
        }
    }
}

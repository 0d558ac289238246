import EventSchema

/// A severity as people see it: a shape and a word, so that nobody needs the colour.
struct SeverityMark: Equatable, Sendable {
    /// The width of the shape, a space and the longest word.
    static let width = 10

    let symbol: String
    let word: String

    init(_ severity: Severity?) {
        (symbol, word) =
            switch severity {
            case .extreme: ("▲", "Extreme")
            case .severe: ("◆", "Severe")
            case .moderate: ("■", "Moderate")
            case .minor: ("●", "Minor")
            case .unknown, nil: ("·", "Unknown")
            }
    }

    /// `▲ Extreme`.
    var text: String { "\(symbol) \(word)" }
}

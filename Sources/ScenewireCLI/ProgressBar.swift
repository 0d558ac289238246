/// One line on a terminal that says how far long work has come.
///
/// It only makes the text; whoever works writes it, because only they know on which thread they may wait.
struct ProgressBar: Sendable {
    /// Takes the line away, so that another can be written.
    static let erasure = "\r\u{1B}[K"

    private static let width = 24
    /// How often the line changes at most; more often nobody can read.
    private static let pause = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private let isShown: Bool
    private var last: ContinuousClock.Instant?

    /// - Parameter isShown: Whether there is a terminal; if not, there is never any text.
    init(isShown: Bool) {
        self.isShown = isShown
    }

    /// The line, unless it was made a moment ago.
    ///
    /// - Parameters:
    ///   - fraction: From 0 to 1; `nil` when nobody knows how much there is.
    ///   - words: What stands behind the bar.
    mutating func text(_ fraction: Double?, _ words: @autoclosure () -> String) -> String? {
        guard isShown else { return nil }
        let now = clock.now
        if let last, now - last < Self.pause { return nil }
        last = now
        return Self.erasure + Self.line(fraction, words())
    }

    /// What takes the line away at the end, if there is one.
    mutating func end() -> String? {
        defer { last = nil }
        return last == nil ? nil : Self.erasure
    }

    /// `[######..................]  25 % 1,200 events`
    static func line(_ fraction: Double?, _ words: String) -> String {
        guard let fraction else { return words }
        let part = min(max(fraction, 0), 1)
        let full = Int(part * Double(width))
        let percent = "\(Int(part * 100))"
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
        return "[\(bar)] \(String(repeating: " ", count: max(0, 3 - percent.count)))\(percent) % \(words)"
    }
}

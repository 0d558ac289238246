/// One line on a terminal that says how far long work has come.
///
/// It only makes the text; whoever works writes it, because only they know on which thread they may wait.
struct ProgressBar: Sendable {
    /// Takes the line away, so that another can be written.
    static let erasure = "\r\u{1B}[K"

    private static let width = 24
    /// How often the line changes at most; more often nobody can read.
    private static let pause = Duration.milliseconds(100)

    /// Before so much is done nobody can say how long the rest takes.
    private static let fractionMin = 0.01

    private let clock = ContinuousClock()
    private let began = ContinuousClock.now
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

    /// The line for work that consists of events, with how many there are and the time that remains, as far as that
    /// can be told from what is done.
    ///
    /// - Parameters:
    ///   - count: The events that are done.
    ///   - fraction: How much of the input they are, from 0 to 1; `nil` when nobody knows.
    ///   - more: What stands at the end of the line.
    mutating func text(counting count: Int, _ fraction: Double?, _ more: String = "") -> String? {
        let elapsed = clock.now - began
        let words = [Self.words(count, fraction, elapsed: elapsed), more].filter { !$0.isEmpty }
        return text(fraction, words.joined(separator: ", "))
    }

    /// `1,412 of about 2,780 events, 2 min 10 s left`
    static func words(_ count: Int, _ fraction: Double?, elapsed: Duration) -> String {
        guard let fraction, fraction >= fractionMin, fraction <= 1, count > 0 else {
            return "\(grouped(count)) event\(count == 1 ? "" : "s")"
        }
        let total = max(count, Int((Double(count) / fraction).rounded()))
        let left = Int64(Double(elapsed.nanoseconds) * (1 - fraction) / fraction)
        return "\(grouped(count)) of about \(grouped(total)) events, \(AgeText.text(nanoseconds: left)) left"
    }

    /// `1,234,567`
    static func grouped(_ number: Int) -> String {
        let digits = Array("\(number.magnitude)")
        let groups = digits.indices.map { index in
            index > 0 && (digits.count - index) % 3 == 0 ? ",\(digits[index])" : "\(digits[index])"
        }
        return (number < 0 ? "-" : "") + groups.joined()
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

import EventSchema

/// A length of time in whole seconds, as rules write it: `90 s`, `15 min`, `-5 min`, `4 h`.
public struct Span: Codable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Longer than any scene; sums with a time stay in range.
    static let secondsMax = 366 * 86_400

    /// May be negative.
    public let seconds: Int

    init(seconds: Int) {
        self.seconds = seconds
    }

    /// - Returns: `nil` unless it is a number and a unit, `s`, `min` or `h`, and not beyond a year.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let number = Int(words[0]) else { return nil }
        let units = ["s": 1, "min": 60, "h": 3_600]
        guard let unit = units[String(words[1])] else { return nil }
        let (seconds, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        guard !isTooLarge, seconds.magnitude <= UInt(Self.secondsMax) else { return nil }
        self.seconds = seconds
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

    /// In the largest unit that leaves a whole number.
    public var description: String {
        if seconds != 0, seconds % 3_600 == 0 { return "\(seconds / 3_600) h" }
        if seconds % 60 == 0 { return "\(seconds / 60) min" }
        return "\(seconds) s"
    }
}

extension Span {
    /// For people, in whole units: `45 s`, `12 min`, `13 h 20 min`, `9 days`.
    var words: String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800:
            seconds / 60 % 60 == 0
                ? "\(seconds / 3_600) h" : "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) days"
        }
    }
}

extension Timestamp {
    /// The time so much later, at most the last that there is.
    static func + (time: Self, span: Span) -> Self {
        time.advanced(byNanoseconds: Int64(span.seconds) * 1_000_000_000)
    }

    /// The whole seconds from an earlier time to this one.
    func seconds(since earlier: Self) -> Int {
        let (difference, isBeyond) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return isBeyond ? Span.secondsMax : Int(difference / 1_000_000_000)
    }

    /// The time of day for people, with its zone: `16:04:30 UTC`.
    var timeOfDay: String { "\(rfc3339.dropFirst(11).prefix(8)) UTC" }
}

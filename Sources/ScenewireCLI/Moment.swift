import ArgumentParser
import EventSchema

/// A point in time as people type it: RFC 3339 with its zone, `now`, or a distance such as `-5m` or `+1h30m`.
enum Moment: Equatable, Sendable {
    case absolute(Timestamp)
    /// Nanoseconds from whatever time the command counts from.
    case relative(Int64)

    /// What is told to whoever typed something else.
    static let allowed =
        "RFC 3339 with its zone, such as 2025-05-20T09:38:45-05:00, or a distance such as -5m"

    /// - Returns: `nil` for anything else.
    init?(_ text: some StringProtocol) {
        if text == "now" {
            self = .relative(0)
        } else if let sign = text.first, sign == "-" || sign == "+" {
            guard let nanoseconds = DurationText.nanoseconds(text.dropFirst()) else { return nil }
            self = .relative(sign == "-" ? -nanoseconds : nanoseconds)
        } else {
            guard let time = try? Timestamp(rfc3339: text) else { return nil }
            self = .absolute(time)
        }
    }

    /// The point in time, where a distance counts from `origin`; the ends of time are never left.
    func time(from origin: Timestamp) -> Timestamp {
        switch self {
        case .absolute(let time): return time
        case .relative(let nanoseconds):
            return origin.advanced(byNanoseconds: nanoseconds)
        }
    }
}

extension Moment: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}

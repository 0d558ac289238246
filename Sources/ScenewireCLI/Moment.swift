import ArgumentParser
import EventSchema

/// A point in time as people type it: `14:05`, `yesterday 14:05`, RFC 3339 with its zone, `now`, or a distance
/// such as `-5m` or `+1h30m`.
enum Moment: Equatable, Sendable {
    case absolute(Timestamp)
    /// Nanoseconds from whatever time the command counts from.
    case relative(Int64)
    /// By this machine's clock, on the day of whatever time the command counts from.
    case local(LocalMoment)

    /// What is told to whoever typed something else.
    static let allowed =
        "a local time such as 14:05, \"yesterday 14:05\" or \"2025-05-20 14:05\", a distance such as -5m, or RFC 3339 "
        + "with its zone"

    /// Reads what means the same on every machine.
    ///
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
    ///
    /// - Parameter isAhead: Whether a time alone is the next such time.
    func time(from origin: Timestamp, isAhead: Bool = false) -> Timestamp {
        switch self {
        case .absolute(let time): return time
        case .relative(let nanoseconds):
            return origin.advanced(byNanoseconds: nanoseconds)
        case .local(let moment): return moment.time(from: origin, isAhead: isAhead)
        }
    }

    /// What a local time was taken for, with its zone; `nil` for what says that itself.
    ///
    /// - Parameters:
    ///   - flag: Where it was given, such as `--since`.
    ///   - origin: What it counts from.
    ///   - isPast: Whether only what has happened makes sense there.
    ///   - isAhead: Whether a time alone is the next such time.
    func said(
        _ flag: String,
        from origin: Timestamp,
        isPast: Bool = false,
        isAhead: Bool = false
    ) -> String? {
        guard case .local(let moment) = self else { return nil }
        let time = moment.time(from: origin, isAhead: isAhead)
        let ahead = time.nanoseconds(since: origin)
        let distance = AgeText.text(nanoseconds: Int64(clamping: ahead.magnitude))
        let text =
            "\(flag) is \(LocalTime.text(of: time)), \(ahead > 0 ? "in \(distance)" : "\(distance) ago")"
        guard ahead > 0, isPast else { return text }
        return text
            + (moment.isTimeAlone ? "; \"yesterday …\" is the day before" : "; nothing has happened then")
    }
}

extension Moment: ExpressibleByArgument {
    /// Reads also what means a point in time only on this machine.
    init?(argument: String) {
        if let moment = Moment(argument) {
            self = moment
        } else if let moment = LocalMoment(argument) {
            self = .local(moment)
        } else {
            return nil
        }
    }
}

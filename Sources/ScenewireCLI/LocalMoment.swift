import EventSchema
import Glibc

/// A time as a clock on the wall tells it: `14:05`, `yesterday 14:05`, `2025-05-20 14:05:30`.
///
/// Its zone is this machine's, which `TZ` sets; a day without a time is its beginning. What has the form of
/// RFC 3339 but no zone comes from a program, and says too little.
struct LocalMoment: Equatable, Sendable {
    private enum Day: Equatable, Sendable {
        /// So many days after the one that is counted from.
        case distance(Int32)
        case date(year: Int32, month: Int32, day: Int32)
    }

    private static let days: [String: Int32] = ["yesterday": -1, "today": 0, "tomorrow": 1]
    private static let years: ClosedRange<Int32> = 1900...2199

    private let day: Day
    private let hour: Int32
    private let minute: Int32
    private let second: Int32
    /// Whether nothing says which day is meant.
    let isTimeAlone: Bool

    /// - Returns: `nil` for anything else.
    init?(_ text: String) {
        var words = text.split(separator: " ")[...]
        guard words.count <= 2, let first = words.first else { return nil }
        if let distance = Self.days[String(first)] {
            day = .distance(distance)
            words.removeFirst()
        } else if let date = Self.numbers(first, "-", [4, 2, 2]) {
            guard Self.years.contains(date[0]), (1...12).contains(date[1]),
                (1...Self.dayCount(date[0], date[1])).contains(date[2])
            else { return nil }
            day = .date(year: date[0], month: date[1], day: date[2])
            words.removeFirst()
        } else {
            day = .distance(0)
        }
        isTimeAlone = first.contains(":")
        guard let time = words.first else {
            (hour, minute, second) = (0, 0, 0)
            return
        }
        guard words.count == 1,
            let parts = Self.numbers(time, ":", [2, 2]) ?? Self.numbers(time, ":", [2, 2, 2])
                ?? Self.numbers(time, ":", [1, 2]) ?? Self.numbers(time, ":", [1, 2, 2]),
            parts[0] < 24, parts[1] < 60, parts.count < 3 || parts[2] < 60
        else { return nil }
        (hour, minute, second) = (parts[0], parts[1], parts.count > 2 ? parts[2] : 0)
    }

    /// The point in time.
    ///
    /// A time that the clock passes twice is one of the two, one that it skips is that much later; so the result
    /// is said to whoever typed it.
    ///
    /// - Parameters:
    ///   - origin: A time of the day that `today` is.
    ///   - isAhead: Whether a time alone is the next such time, be it tomorrow, and not today's.
    func time(from origin: Timestamp, isAhead: Bool = false) -> Timestamp {
        let time = time(from: origin, daysLater: 0)
        return isAhead && isTimeAlone && time <= origin ? self.time(from: origin, daysLater: 1) : time
    }

    private func time(from origin: Timestamp, daysLater: Int32) -> Timestamp {
        var seconds = time_t(origin.parts.seconds)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return origin }
        switch day {
        case .distance(let distance): parts.tm_mday += distance + daysLater
        case .date(let year, let month, let day):
            (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, month - 1, day)
        }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        // Whether it is summer time there is for the zone to say.
        parts.tm_isdst = -1
        // At the ends of what a timestamp can say the next day may be beyond.
        let (nanoseconds, isBeyond) = Int64(mktime(&parts)).multipliedReportingOverflow(by: 1_000_000_000)
        return isBeyond ? origin : Timestamp(nanoseconds: nanoseconds)
    }

    private static func numbers(_ text: Substring, _ separator: Character, _ widths: [Int]) -> [Int32]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == widths else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int32(part) : nil
        }
        return numbers.count == widths.count ? numbers : nil
    }

    private static func dayCount(_ year: Int32, _ month: Int32) -> Int32 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

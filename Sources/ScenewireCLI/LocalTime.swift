import EventSchema
import Glibc

/// Times as people read them: this machine's zone, which `TZ` sets, and the zone beside it.
enum LocalTime {
    /// For example `2025-05-20 09:38:45.000-05:00`.
    static func text(of time: Timestamp) -> String {
        text(of: time, secondsEast: secondsEast(at: time))
    }

    /// The same in a given zone.
    static func text(of time: Timestamp, secondsEast: Int) -> String {
        let (local, overflows) = time.nanoseconds.addingReportingOverflow(Int64(secondsEast) * 1_000_000_000)
        // At the very ends of the range a shifted time does not exist; there UTC has to do.
        if overflows { return text(of: time, secondsEast: 0) }
        let utc = Timestamp(nanoseconds: local).rfc3339
        // RFC 3339 text has the date in the first 10 places, and milliseconds up to the 23rd.
        return "\(utc.prefix(10)) \(utc.dropFirst(11).prefix(12))\(zone(secondsEast))"
    }

    /// The time of day, for example `09:38:45`.
    static func clock(of time: Timestamp, secondsEast: Int) -> String {
        String(text(of: time, secondsEast: secondsEast).dropFirst(11).prefix(8))
    }

    /// The day and the zone, for example `Tue 20 May 2025, times -05:00`.
    static func day(of time: Timestamp, secondsEast: Int) -> String {
        let text = text(of: time, secondsEast: secondsEast)
        let (date, zone) = (text.prefix(10).split(separator: "-"), text.suffix(6))
        let days = (Double(time.nanoseconds) / 1e9 + Double(secondsEast)) / 86_400
        // The first of January 1970 was a Thursday.
        let weekday = (Int(days.rounded(.down)) % 7 + 7 + 4) % 7
        guard date.count == 3, let month = Int(date[1]), let day = Int(date[2]) else { return text }
        return "\(weekdays[weekday]) \(day) \(months[month - 1]) \(date[0]), times \(zone)"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// How far local time is ahead of UTC.
    static func secondsEast(at time: Timestamp) -> Int {
        var seconds = time_t(time.parts.seconds)
        var parts = tm()
        return localtime_r(&seconds, &parts) == nil ? 0 : parts.tm_gmtoff
    }

    private static func zone(_ secondsEast: Int) -> String {
        let minutes = abs(secondsEast) / 60
        return "\(secondsEast < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

/// Lengths of time as people read them.
enum AgeText {
    /// For example `4 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`, `5 days`.
    static func text(nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let milliseconds = nanoseconds.magnitude / 1_000_000
        let seconds = milliseconds / 1_000
        let text =
            switch seconds {
            case 0: "\(milliseconds) ms"
            case ..<60: "\(seconds) s"
            case ..<3_600: "\(seconds / 60) min \(seconds % 60) s"
            case ..<172_800: "\(seconds / 3_600) h \(seconds / 60 % 60) min"
            default: "\(seconds / 86_400) days"
            }
        return sign + text
    }
}

/// Why text is not a point in time.
public enum TimeTextProblem: Error, Equatable, Sendable {
    /// It is not a date and time as RFC 3339 writes them, or there is no such date.
    case form
    /// It has no zone, so that nobody can say when it was.
    case zone
    /// It has more than nine digits after the second.
    case precision
    /// It is before 1678 or after 2262.
    case range
}

/// RFC 3339 text.
extension Timestamp {
    /// Reads a date and time with its zone, such as `2025-05-20T09:06:48.5-05:00`.
    ///
    /// `t` and `z` may be lower case (RFC 3339, 5.6). The offset `-00:00` says that the local offset is
    /// unknown, and the time is UTC all the same (4.3). A leap second counts as the second after it, as in
    /// POSIX.
    ///
    /// - Throws: ``TimeTextProblem``.
    public init(rfc3339 text: some StringProtocol) throws(TimeTextProblem) {
        let text = String(text)
        let bytes = text.utf8Span.span
        var scanner = TimeScanner()
        let days = try scanner.date(bytes)
        try scanner.expect(UInt8(ascii: "t"), bytes)
        let (seconds, nanoseconds) = try scanner.time(bytes)
        let offset = try scanner.zone(bytes)
        guard scanner.offset == bytes.count else { throw .form }
        let utc = seconds - offset
        // Leap seconds are inserted as the last second of a UTC day.
        if scanner.isLeapSecond, (utc % 86_400 + 86_400) % 86_400 != 0 { throw .form }
        guard let time = Timestamp(seconds: days * 86_400 + utc, nanoseconds: nanoseconds) else {
            throw .range
        }
        self = time
    }

    /// A date and a time of day as a local clock shows them, as if the clock showed UTC; the zone's offset is the
    /// caller's to subtract.
    ///
    /// - Parameters:
    ///   - secondOfDay: From 0; 86,400 is the next day's beginning, as it is for a leap second.
    ///   - nanoseconds: 0 to 999,999,999 after that second.
    /// - Returns: `nil` when there is no such day, or it is beyond the range.
    public init?(localYear year: Int, month: Int, day: Int, secondOfDay: Int, nanoseconds: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), (0...86_400).contains(secondOfDay),
            (1...CivilDate.dayCount(ofMonth: Int64(month), year: Int64(year))).contains(Int64(day))
        else { return nil }
        let days = CivilDate.day(year: Int64(year), month: Int64(month), day: Int64(day))
        self.init(seconds: days * 86_400 + Int64(secondOfDay), nanoseconds: Int64(nanoseconds))
    }

    /// The time in UTC with milliseconds, and with six or nine digits where the value has them.
    public var rfc3339: String {
        let (seconds, nanoseconds) = parts
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        let second = seconds - days * 86_400
        let (year, month, day) = CivilDate.date(ofDay: days)
        let (digits, count) =
            nanoseconds % 1_000_000 == 0
            ? (nanoseconds / 1_000_000, 3)
            : nanoseconds % 1_000 == 0 ? (nanoseconds / 1_000, 6) : (nanoseconds, 9)
        return String(unsafeUninitializedCapacity: Self.textByteCountMax) { text in
            var writer = TimeWriter(text: text)
            writer.write(year, digits: 4)
            writer.write(UInt8(ascii: "-"))
            writer.write(month, digits: 2)
            writer.write(UInt8(ascii: "-"))
            writer.write(day, digits: 2)
            writer.write(UInt8(ascii: "T"))
            writer.write(second / 3_600, digits: 2)
            writer.write(UInt8(ascii: ":"))
            writer.write(second / 60 % 60, digits: 2)
            writer.write(UInt8(ascii: ":"))
            writer.write(second % 60, digits: 2)
            writer.write(UInt8(ascii: "."))
            writer.write(digits, digits: count)
            writer.write(UInt8(ascii: "Z"))
            return writer.count
        }
    }

    private static let textByteCountMax = 30

    /// Whole seconds since 1970, rounded down, and the nanoseconds after them.
    public var parts: (seconds: Int64, nanoseconds: Int64) {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? (quotient - 1, remainder + 1_000_000_000) : (quotient, remainder)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 text in UTC.
    public var description: String { rfc3339 }
}

/// Days and dates of the Gregorian calendar, extended backwards.
private enum CivilDate {
    /// Years begin in March here, so that the leap day is a year's last.
    static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    static func dayCount(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads the parts of RFC 3339 text from left to right.
private struct TimeScanner {
    private static let byteCountMax = 64

    /// How many bytes were read.
    private(set) var offset = 0
    private(set) var isLeapSecond = false

    /// The day since 1970.
    mutating func date(_ bytes: Span<UInt8>) throws(TimeTextProblem) -> Int64 {
        guard bytes.count <= Self.byteCountMax else { throw .form }
        let year = try number(ofDigits: 4, bytes)
        try expect(UInt8(ascii: "-"), bytes)
        let month = try number(ofDigits: 2, bytes)
        try expect(UInt8(ascii: "-"), bytes)
        let day = try number(ofDigits: 2, bytes)
        guard (1...12).contains(month), day >= 1, day <= CivilDate.dayCount(ofMonth: month, year: year) else {
            throw .form
        }
        // Year 0 begins before the first era in which the arithmetic holds; it is out of range anyway.
        guard year > 0 else { throw .range }
        return CivilDate.day(year: year, month: month, day: day)
    }

    /// The second of the day and the nanoseconds after it.
    mutating func time(_ bytes: Span<UInt8>) throws(TimeTextProblem) -> (seconds: Int64, nanoseconds: Int64) {
        let hour = try number(ofDigits: 2, bytes)
        try expect(UInt8(ascii: ":"), bytes)
        let minute = try number(ofDigits: 2, bytes)
        try expect(UInt8(ascii: ":"), bytes)
        let second = try number(ofDigits: 2, bytes)
        guard hour < 24, minute < 60, second <= 60 else { throw .form }
        isLeapSecond = second == 60
        return (hour * 3_600 + minute * 60 + second, try fraction(bytes))
    }

    /// Seconds east of UTC.
    mutating func zone(_ bytes: Span<UInt8>) throws(TimeTextProblem) -> Int64 {
        guard offset < bytes.count else { throw .zone }
        let sign = bytes[offset]
        offset += 1
        if sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { throw .form }
        let hour = try number(ofDigits: 2, bytes)
        try expect(UInt8(ascii: ":"), bytes)
        let minute = try number(ofDigits: 2, bytes)
        guard hour < 24, minute < 60 else { throw .form }
        return (hour * 3_600 + minute * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    /// Moves behind a separator; letters match in either case.
    mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>) throws(TimeTextProblem) {
        guard offset < bytes.count else { throw .form }
        let found = bytes[offset]
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        guard found == byte || isLetter && found | 0x20 == byte else { throw .form }
        offset += 1
    }

    private mutating func fraction(_ bytes: Span<UInt8>) throws(TimeTextProblem) -> Int64 {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ".") else { return 0 }
        offset += 1
        var nanoseconds: Int64 = 0
        var count = 0
        while offset < bytes.count, let digit = Self.digit(bytes[offset]) {
            if count < 9 {
                nanoseconds = nanoseconds * 10 + digit
            } else if digit != 0 {
                throw .precision
            }
            count += 1
            offset += 1
        }
        guard count > 0 else { throw .form }
        for _ in min(count, 9)..<9 { nanoseconds *= 10 }
        return nanoseconds
    }

    private mutating func number(ofDigits count: Int, _ bytes: Span<UInt8>) throws(TimeTextProblem) -> Int64 {
        var value: Int64 = 0
        for _ in 0..<count {
            guard offset < bytes.count, let digit = Self.digit(bytes[offset]) else { throw .form }
            value = value * 10 + digit
            offset += 1
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        let value = Int64(byte) - 48
        return (0...9).contains(value) ? value : nil
    }
}

/// Writes the parts of RFC 3339 text from left to right.
private struct TimeWriter {
    private let text: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(text: UnsafeMutableBufferPointer<UInt8>) {
        self.text = text
    }

    mutating func write(_ byte: UInt8) {
        text[count] = byte
        count += 1
    }

    /// Writes a number that is not negative, with zeros before it.
    mutating func write(_ value: Int64, digits: Int) {
        var rest = value
        for place in (count..<count + digits).reversed() {
            text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += digits
    }
}

import EventSchema

/// How a feed writes its times, in the letters of Unicode's date patterns (UTS 35): `yyyy-MM-dd HH:mm:ss`.
///
/// `y` year, `M` month by number, `MMMM` by name, `d` day, `H` hour 0 to 23, `h` hour 1 to 12 with `a` AM or PM,
/// `m` minute, `s` second, `S` its fraction in any number of digits, `X` a zone as an offset or Z. One letter
/// takes as many digits as there are, up to two (a year up to four); two take exactly two, four exactly four. Text
/// in single quotes stands as it is, and so does everything that is no letter.
struct TimePattern: Sendable {
    enum Field: Equatable, Sendable {
        case number(Number, digits: ClosedRange<Int>)
        case monthName, fraction, half, zone
        case literal([UInt8])
    }

    /// What a number says, and its letter.
    enum Number: Character, Sendable {
        case year = "y"
        case month = "M"
        case day = "d"
        case hour = "H"
        case hourOfHalf = "h"
        case minute = "m"
        case second = "s"
    }

    let text: String
    let fields: [Field]

    /// Whether the pattern says the year.
    var hasYear: Bool { has(.year) }
    /// Whether the pattern says the zone.
    var hasZone: Bool { fields.contains(.zone) }

    /// - Returns: `nil` with the reason when a letter has no meaning here.
    init(_ text: String) throws(PatternProblem) {
        self.text = text
        var fields: [Field] = []
        var rest = text[...]
        while let first = rest.first {
            if first == "'" {
                fields.append(.literal(Array(try Self.quoted(&rest).utf8)))
            } else if first.isASCII, first.isLetter {
                let run = rest.prefix { $0 == first }
                rest = rest.dropFirst(run.count)
                fields.append(try Self.field(first, run.count))
            } else {
                fields.append(.literal(Array(String(first).utf8)))
                rest = rest.dropFirst()
            }
        }
        self.fields = fields
        guard has(.month) || fields.contains(.monthName) else {
            throw PatternProblem(reason: "does not say the month, M")
        }
        guard has(.day) else { throw PatternProblem(reason: "does not say the day, d") }
        try Self.checkOnce(fields)
        if has(.second), !has(.minute) { throw PatternProblem(reason: "says seconds and no minutes, m") }
        guard has(.hour) || has(.hourOfHalf) && fields.contains(.half) else {
            throw PatternProblem(reason: "does not say the hour: H, or h with a")
        }
    }

    /// A letter that stands twice was most likely meant to be another, as in `HH:MM`.
    private static func checkOnce(_ fields: [Field]) throws(PatternProblem) {
        var parts: Set<String> = []
        for field in fields {
            let part: String
            switch field {
            case .number(.hourOfHalf, _): part = "H"
            case .number(let number, _): part = String(number.rawValue)
            case .monthName: part = "M"
            case .fraction: part = "S"
            case .half: part = "a"
            case .zone: part = "X"
            case .literal: continue
            }
            guard parts.insert(part).inserted else {
                let hint = part == "M" ? "; minutes are m" : ""
                throw PatternProblem(reason: "has \(part) twice\(hint)")
            }
        }
    }

    private func has(_ number: Number) -> Bool {
        fields.contains { if case .number(number, _) = $0 { true } else { false } }
    }

    private static func quoted(_ rest: inout Substring) throws(PatternProblem) -> String {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: "'") else {
            throw PatternProblem(reason: "has a quote without its partner")
        }
        let text = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        // Two quotes are one quote.
        return text.isEmpty ? "'" : text
    }

    private static func field(_ letter: Character, _ count: Int) throws(PatternProblem) -> Field {
        switch (letter, count) {
        case ("y", 4): return .number(.year, digits: 4...4)
        case ("y", 2): return .number(.year, digits: 2...2)
        case ("y", 1): return .number(.year, digits: 1...4)
        case ("M", 4): return .monthName
        case ("S", _): return .fraction
        case ("a", _): return .half
        case ("X", _): return .zone
        default:
            if let number = Number(rawValue: letter), number != .year, count <= 2 {
                return .number(number, digits: count == 2 ? 2...2 : 1...2)
            }
            throw PatternProblem(
                reason:
                    "has \(String(repeating: letter, count: count)); allowed: y yyyy yy M MM MMMM d dd H HH "
                    + "h hh m mm s ss S a X, and text in single quotes"
            )
        }
    }
}

/// Why a pattern is none.
struct PatternProblem: Error {
    let reason: String
}

extension TimePattern {
    /// A date and time of day as they were written, before a zone makes a point in time of them.
    struct Reading: Equatable {
        var year: Int?
        var month = 1
        var day = 1
        var hour = 0
        var minute = 0
        var second = 0
        var nanosecond = 0
        var isAfternoon: Bool?
        /// East of UTC, where the text says it.
        var offsetSeconds: Int?
    }

    /// Reads text that has this form from its first byte to its last.
    ///
    /// - Parameter months: Their names in the feed's language, January first.
    /// - Returns: `nil` when it has another form, or a part is beyond its range.
    func read(_ text: String, months: [String]) -> Reading? {
        var reading = Reading()
        let bytes = text.utf8Span.span
        var place = 0
        let fields = fields.span
        for index in fields.indices {
            guard Self.read(fields[index], bytes, &place, months, into: &reading) else { return nil }
        }
        guard place == bytes.count else { return nil }
        if let isAfternoon = reading.isAfternoon {
            guard (1...12).contains(reading.hour) else { return nil }
            reading.hour = reading.hour % 12 + (isAfternoon ? 12 : 0)
        }
        let isInRange =
            (1...12).contains(reading.month) && (1...31).contains(reading.day)
            && (0...23).contains(reading.hour) && (0...59).contains(reading.minute)
            && (0...60).contains(reading.second)
        return isInRange ? reading : nil
    }

    private static func read(
        _ field: Field,
        _ bytes: Span<UInt8>,
        _ place: inout Int,
        _ months: [String],
        into reading: inout Reading
    ) -> Bool {
        switch field {
        case .literal(let literal):
            guard bytes.has(literal.span, at: place) else { return false }
            place += literal.count
        case .number(let part, let digits):
            guard let number = number(bytes, &place, digits) else { return false }
            switch part {
            case .year: reading.year = digits == 2...2 ? 2000 + number : number
            case .month: reading.month = number
            case .day: reading.day = number
            case .hour, .hourOfHalf: reading.hour = number
            case .minute: reading.minute = number
            case .second: reading.second = number
            }
        case .monthName:
            // The longest name first, so that one that begins like another is not mistaken for it.
            var (found, byteCount) = (0, 0)
            for (index, month) in months.enumerated()
            where month.utf8.count > byteCount && bytes.has(month.utf8Span.span, at: place) {
                (found, byteCount) = (index + 1, month.utf8.count)
            }
            guard found > 0 else { return false }
            reading.month = found
            place += byteCount
        case .fraction:
            let start = place
            guard let number = number(bytes, &place, 1...9) else { return false }
            reading.nanosecond = (place - start..<9).reduce(number) { product, _ in product * 10 }
            // What is finer than a nanosecond is no difference.
            while place < bytes.count, isDigit(bytes[place]) { place += 1 }
        case .half:
            guard place + 2 <= bytes.count, bytes[place + 1] | 0x20 == UInt8(ascii: "m") else { return false }
            switch bytes[place] | 0x20 {
            case UInt8(ascii: "a"): reading.isAfternoon = false
            case UInt8(ascii: "p"): reading.isAfternoon = true
            default: return false
            }
            place += 2
        case .zone:
            guard let offset = offset(bytes, &place) else { return false }
            reading.offsetSeconds = offset
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func number(_ bytes: Span<UInt8>, _ place: inout Int, _ digits: ClosedRange<Int>) -> Int? {
        var number = 0
        var count = 0
        while count < digits.upperBound, place < bytes.count, isDigit(bytes[place]) {
            number = number * 10 + Int(bytes[place] - 0x30)
            place += 1
            count += 1
        }
        return count >= digits.lowerBound ? number : nil
    }

    /// `Z`, `+01`, `+0100` or `+01:00`.
    private static func offset(_ bytes: Span<UInt8>, _ place: inout Int) -> Int? {
        guard place < bytes.count else { return nil }
        let sign = bytes[place]
        place += 1
        if sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        guard let hours = number(bytes, &place, 2...2), hours <= 23 else { return nil }
        if place < bytes.count, bytes[place] == UInt8(ascii: ":") { place += 1 }
        let minutes = number(bytes, &place, 2...2) ?? 0
        guard minutes <= 59 else { return nil }
        return (hours * 3_600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
}

extension Span<UInt8> {
    /// Whether these bytes stand at a place.
    fileprivate func has(_ bytes: Span<UInt8>, at place: Int) -> Bool {
        guard count - place >= bytes.count else { return false }
        for offset in bytes.indices where self[place + offset] != bytes[offset] { return false }
        return true
    }
}

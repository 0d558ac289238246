import ArgumentParser
import EventSchema

/// What people call a record: by its whole id, by the beginning of it, or by its sequence number.
enum RecordReference: Equatable, Sendable, ExpressibleByArgument {
    case id(EventID)
    /// The ids that begin with what was typed.
    case beginning(ClosedRange<EventID>)
    case sequence(SequenceNumber)
    /// Decimal digits that may be a sequence number, and the beginning of ids as well.
    case either(SequenceNumber, ClosedRange<EventID>)

    /// So many digits of an id are few enough to be typed, and too many for most sequence numbers.
    ///
    /// Ids of version 7 that were minted within hours of each other begin with the same six; whoever types too few
    /// is told which records begin so.
    static let digitCountMin = 6

    /// What is told to whoever typed something else.
    static let allowed =
        "a UUID, at least \(digitCountMin) of its first digits, or a sequence number such as 17 or #17"

    /// - Returns: `nil` for anything else. Digits behind a `#` are a sequence number, and without it up to five
    ///   decimal ones; more may be the beginning of an id as well, and with a leading 0 they are nothing else.
    init?(argument: String) {
        if let id = EventID(argument) {
            self = .id(id)
            return
        }
        let isNumber = argument.first == "#"
        let number = Self.number(isNumber ? argument.dropFirst() : argument[...])
        let ids = isNumber ? nil : Self.ids(beginningWith: argument)
        switch (number, ids) {
        case (let number?, let ids?): self = .either(number, ids)
        case (let number?, nil): self = .sequence(number)
        case (nil, let ids?): self = .beginning(ids)
        case (nil, nil): return nil
        }
    }

    private static func number(_ digits: Substring) -> SequenceNumber? {
        guard digits.first != "0", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(digits).map { SequenceNumber($0) }
    }

    private static func ids(beginningWith argument: String) -> ClosedRange<EventID>? {
        // The form of a UUID up to here: hyphens where they belong, or none.
        let digits = argument.filter { $0 != "-" }
        guard (digitCountMin..<32).contains(digits.utf8.count),
            argument == digits || hyphenated(digits).hasPrefix(argument),
            let low = EventID(hyphenated(digits + String(repeating: "0", count: 32 - digits.count))),
            let high = EventID(hyphenated(digits + String(repeating: "f", count: 32 - digits.count)))
        else { return nil }
        return low...high
    }

    private static func hyphenated(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            text.append(digit)
            if [7, 11, 15, 19].contains(index) { text.append("-") }
        }
        return text
    }
}

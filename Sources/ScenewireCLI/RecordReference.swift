import ArgumentParser
import EventSchema

/// What people call a record: by its whole id, by the beginning of it, or by its sequence number.
enum RecordReference: Equatable, Sendable, ExpressibleByArgument {
    case id(EventID)
    /// The ids that begin with what was typed.
    case beginning(ClosedRange<EventID>)
    case sequence(SequenceNumber)

    /// So many digits of an id are few enough to be typed and rarely those of another.
    static let digitCountMin = 6

    /// What is told to whoever typed something else.
    static let allowed =
        "a UUID, at least \(digitCountMin) of its first digits, or a sequence number such as 17"

    /// - Returns: `nil` for anything else. Decimal digits alone are a sequence number, also behind a `#`.
    init?(argument: String) {
        if let id = EventID(argument) {
            self = .id(id)
            return
        }
        let number = argument.first == "#" ? argument.dropFirst() : argument[...]
        if !number.isEmpty, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let value = UInt64(number), value > 0 else { return nil }
            self = .sequence(SequenceNumber(value))
            return
        }
        // The form of a UUID up to here: hyphens where they belong, or none.
        let digits = argument.filter { $0 != "-" }
        guard (Self.digitCountMin..<32).contains(digits.utf8.count),
            argument == digits || Self.hyphenated(digits).hasPrefix(argument),
            let low = EventID(Self.hyphenated(digits + String(repeating: "0", count: 32 - digits.count))),
            let high = EventID(Self.hyphenated(digits + String(repeating: "f", count: 32 - digits.count)))
        else { return nil }
        self = .beginning(low...high)
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

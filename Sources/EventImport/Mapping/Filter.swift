import EventSchema
import Foundation

/// What a place does to the value it found, written after a bar: `{address | trim | cut 60}`.
///
/// Nothing stays nothing, whatever the filter, but for `or`.
enum Filter: Sendable {
    /// A time by one of the mapping's formats, as RFC 3339; without a name it is RFC 3339 already.
    case time(String?)
    /// A number as JSON has it.
    case number
    /// A whole number.
    case whole
    case lower, upper, trim
    /// What a table has for the value.
    case table(ValueTable)
    /// What stands before the first, or after the first, of this text; `before` without it is the whole value.
    case before(String), after(String)
    /// This text where there is nothing.
    case or(String)
    /// At most so many characters.
    case cut(Int)
    /// A word as the schema's open lists take it: accents go, and what is no letter, digit, space or one of `._+/-`
    /// becomes a space; 64 characters stay.
    case word
    /// A word that may name an incident or a source: other characters become `-`, and 64 stay.
    case identifier

    /// The filters' names as a mapping writes them.
    static let names = [
        "time", "number", "whole", "lower", "upper", "trim", "table", "before", "after", "or", "cut", "word",
        "id",
    ]

    /// - Throws: ``ValueProblem`` when the value does not fit.
    func apply(
        to value: JSONValue?,
        _ path: FieldPath,
        _ scope: ImportScope,
        _ times: TimeFormats
    ) throws(ValueProblem) -> JSONValue? {
        guard let value else {
            if case .or(let text) = self { return .string(text) }
            return nil
        }
        switch self {
        case .time(let name):
            return .string(try times.time(value.plainText, as: name, path, scope).rfc3339)
        case .number, .whole: return try Self.number(value, scope.name(of: path), isWhole: isWhole)
        case .table(let table): return table[value.plainText]
        case .or: return value
        case .lower: return .string(value.plainText.lowercased())
        case .upper: return .string(value.plainText.uppercased())
        case .trim: return .string(Self.trimmed(value.plainText))
        case .before(let mark):
            let text = value.plainText
            return .string(text.firstRange(of: mark).map { String(text[..<$0.lowerBound]) } ?? text)
        case .after(let mark):
            let text = value.plainText
            return text.firstRange(of: mark).map { .string(String(text[$0.upperBound...])) }
        case .cut(let count): return .string(String(value.plainText.prefix(count)))
        case .word: return .string(Self.word(value.plainText))
        case .identifier: return .string(Self.identifier(value.plainText))
        }
    }

    private var isWhole: Bool { if case .whole = self { true } else { false } }

    private static func number(
        _ value: JSONValue,
        _ field: String,
        isWhole: Bool
    ) throws(ValueProblem) -> JSONValue {
        if case .number = value, !isWhole { return value }
        let text = trimmed(value.plainText)
        if let whole = Int64(text) { return .number("\(whole)") }
        if !isWhole, let number = Double(text), number.isFinite { return .number("\(number)") }
        throw ValueProblem(
            field: field,
            reason: "is \(shown(value.plainText)); allowed is a \(isWhole ? "whole " : "")number"
        )
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        guard let first = text.firstIndex(where: { !isSpace($0) }),
            let last = text.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }

    private static func word(_ text: String) -> String {
        let plain = text.folding(options: .diacriticInsensitive, locale: nil)
        let scalars = plain.unicodeScalars.map { scalar -> Character in
            let isKept =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789._+/-".unicodeScalars.contains(scalar))
            return isKept ? Character(scalar) : " "
        }
        return String(String(scalars).split(separator: " ").joined(separator: " ").prefix(64))
    }

    private static func identifier(_ text: String) -> String {
        let bytes = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"):
                byte
            default: UInt8(ascii: "-")
            }
        }
        let marks = ".-_".utf8
        return String(decoding: bytes.drop { marks.contains($0) }.prefix(64), as: UTF8.self)
    }

    /// A value as a fault shows it.
    static func shown(_ text: String) -> String { text.prefix(80).debugDescription }
}

/// Words of a feed and what they become.
struct ValueTable: Sendable {
    let name: String
    let words: [String: JSONValue]
    /// What a word becomes that is not in the table; `nil` leaves it as it is.
    let others: JSONValue?

    subscript(word: String) -> JSONValue { words[word] ?? others ?? .string(word) }
}

/// Forms that the texts of an event must have.
public enum TextForm: UInt8, Sendable {
    /// Any text without control characters other than tab and line ends.
    case text
    /// A word of a vocabulary: letters, digits, space and `. _ + / -`, at most 64 bytes.
    case word
    /// `[a-z0-9][a-z0-9-]{0,31}`.
    case agency
    /// `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
    case incident
    /// The same form as an incident's.
    case source
    /// Dot-separated runs of `[a-z0-9]`, at most 64 bytes.
    case type
    /// A language tag, BCP 47: letters, then runs of letters and digits joined by hyphens.
    case language
    /// W3C Trace Context, version 00.
    case traceparent
    /// APCO's disposition code, `01` to `45`.
    case disposition
    /// A JSON pointer, RFC 6901, at most 256 bytes.
    case pointer
    /// 64 hexadecimal digits in lower case.
    case sha256

    /// What an author is told.
    public var explanation: String {
        switch self {
        case .text: "text without control characters"
        case .word: "a word of letters, digits and spaces, at most \(SchemaLimits.wordByteCountMax) bytes"
        case .agency: "[a-z0-9][a-z0-9-]{0,31}"
        case .incident, .source: "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
        case .type: "[a-z0-9]+(.[a-z0-9]+)*, at most \(SchemaLimits.typeByteCountMax) bytes"
        case .language: "a language tag such as es or zh-Hant"
        case .traceparent: "a W3C trace context, 00-(32 hex)-(16 hex)-(2 hex)"
        case .disposition: "a disposition code from 01 to 45"
        case .pointer: "a JSON pointer such as /data/count, at most \(Self.pointerByteCountMax) bytes"
        case .sha256: "64 hexadecimal digits in lower case"
        }
    }

    private static let pointerByteCountMax = 256

    /// Whether a text has this form; what ``text`` asks is left out.
    public func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return matches(bytes.span.bytes, 0..<bytes.count)
    }

    /// Whether the bytes at `range` have this form; what ``text`` asks is left to ``scalarCount(_:_:)``.
    func matches(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        switch self {
        case .text: true
        case .word:
            Self.run(bytes, range, first: .alphanumeric, rest: .word, max: SchemaLimits.wordByteCountMax)
        case .agency:
            Self.run(bytes, range, first: .agency, rest: .agencyRest, max: SchemaLimits.agencyByteCountMax)
        case .incident, .source:
            Self.run(bytes, range, first: .alphanumeric, rest: .name, max: SchemaLimits.nameByteCountMax)
        case .type:
            Self.runs(
                bytes,
                range,
                of: .agency,
                joinedBy: UInt8(ascii: "."),
                max: SchemaLimits.typeByteCountMax
            )
        case .language:
            Self.runs(bytes, range, of: .alphanumeric, joinedBy: UInt8(ascii: "-"), max: 35)
                && Self.class(of: bytes.byte(at: range.lowerBound)).contains(.letter)
        case .traceparent: Self.isTraceparent(bytes, range)
        case .disposition: Self.isDisposition(bytes, range)
        case .pointer: Self.isPointer(bytes, range)
        case .sha256: range.count == 64 && range.allSatisfy { Self.isHex(bytes.byte(at: $0)) }
        }
    }

    /// The count of Unicode scalars at `range`, `nil` when it is not UTF-8 or holds a control character.
    ///
    /// Control characters could drive the terminal of whoever reads the event; tab and line ends may stay.
    static func scalarCount(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
        var offset = range.lowerBound
        var continuations = 0
        while offset < range.upperBound {
            if range.upperBound - offset >= 8, isPlain(bytes.littleEndian(at: offset)) {
                offset += 8
                continue
            }
            let lead = bytes.byte(at: offset)
            if lead < 0x80 {
                guard lead >= 0x20 && lead != 0x7F || lead == 9 || lead == 10 || lead == 13 else {
                    return nil
                }
                offset += 1
                continue
            }
            guard
                !(lead == 0xC2 && offset + 1 < range.upperBound && bytes.byte(at: offset + 1) < 0xA0),
                let length = sequenceLength(bytes, offset, range.upperBound)
            else { return nil }
            continuations += length - 1
            offset += length
        }
        return range.count - continuations
    }

    /// Where the first byte is that UTF-8 cannot have; `nil` when there is none.
    static func faultOffset(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            if range.upperBound - offset >= 8, isASCII(bytes.littleEndian(at: offset)) {
                offset += 8
            } else if bytes.byte(at: offset) < 0x80 {
                offset += 1
            } else if let length = sequenceLength(bytes, offset, range.upperBound) {
                offset += length
            } else {
                return offset
            }
        }
        return nil
    }

    /// Whether eight bytes are all ASCII.
    private static func isASCII(_ word: UInt64) -> Bool { word & 0x8080_8080_8080_8080 == 0 }

    /// Whether eight bytes are all ASCII from space to tilde.
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let delete = word ^ (ones &* 0x7F)
        // A borrow from a lower byte can only flag more, and then the slow way decides.
        return (word | (word &- ones &* 0x20) | (delete &- ones)) & highs == 0
    }

    /// The length of the UTF-8 sequence at `offset` (Unicode 15, table 3-7), `nil` if broken.
    private static func sequenceLength(_ bytes: RawSpan, _ offset: Int, _ end: Int) -> Int? {
        let lead = bytes.byte(at: offset)
        let second = offset + 1 < end ? bytes.byte(at: offset + 1) : 0
        let length: Int
        let allowed: ClosedRange<UInt8>
        switch lead {
        case 0xC2...0xDF: (length, allowed) = (2, 0x80...0xBF)
        case 0xE0: (length, allowed) = (3, 0xA0...0xBF)
        case 0xED: (length, allowed) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, allowed) = (3, 0x80...0xBF)
        case 0xF0: (length, allowed) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, allowed) = (4, 0x80...0xBF)
        case 0xF4: (length, allowed) = (4, 0x80...0x8F)
        default: return nil
        }
        guard offset + length <= end, allowed.contains(second) else { return nil }
        for next in offset + 2..<max(offset + length, offset + 2) where bytes.byte(at: next) & 0xC0 != 0x80 {
            return nil
        }
        return length
    }

    private static func run(
        _ bytes: RawSpan,
        _ range: Range<Int>,
        first: ByteClass,
        rest: ByteClass,
        max: Int
    ) -> Bool {
        guard (1...max).contains(range.count), `class`(of: bytes.byte(at: range.lowerBound)).contains(first)
        else { return false }
        for offset in range where !`class`(of: bytes.byte(at: offset)).contains(rest) { return false }
        return true
    }

    private static func runs(
        _ bytes: RawSpan,
        _ range: Range<Int>,
        of members: ByteClass,
        joinedBy joint: UInt8,
        max: Int
    ) -> Bool {
        guard (1...max).contains(range.count) else { return false }
        var isWithinRun = false
        for offset in range {
            let byte = bytes.byte(at: offset)
            if `class`(of: byte).contains(members) {
                isWithinRun = true
            } else {
                guard isWithinRun, byte == joint else { return false }
                isWithinRun = false
            }
        }
        return isWithinRun
    }

    private static func isTraceparent(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        guard range.count == 55 else { return false }
        var isZero = (trace: true, parent: true)
        for position in 0..<55 {
            let byte = bytes.byte(at: range.lowerBound + position)
            switch position {
            case 2, 35, 52: guard byte == UInt8(ascii: "-") else { return false }
            case 0, 1: guard byte == UInt8(ascii: "0") else { return false }
            default:
                guard isHex(byte) else { return false }
                if byte != UInt8(ascii: "0"), position < 35 { isZero.trace = false }
                if byte != UInt8(ascii: "0"), (36..<52).contains(position) { isZero.parent = false }
            }
        }
        return !isZero.trace && !isZero.parent
    }

    private static func isDisposition(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        guard range.count == 2 else { return false }
        let digits = range.map { Int(bytes.byte(at: $0)) - 48 }
        return digits.allSatisfy { (0...9).contains($0) } && (1...45).contains(digits[0] * 10 + digits[1])
    }

    private static func isPointer(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        guard (1...pointerByteCountMax).contains(range.count),
            bytes.byte(at: range.lowerBound) == UInt8(ascii: "/")
        else { return false }
        for offset in range where bytes.byte(at: offset) == UInt8(ascii: "~") {
            guard offset + 1 < range.upperBound,
                (UInt8(ascii: "0")...UInt8(ascii: "1")).contains(bytes.byte(at: offset + 1))
            else { return false }
        }
        return true
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Which runs a byte may stand in.
    private struct ByteClass: OptionSet {
        let rawValue: UInt8
        static let letter = ByteClass(rawValue: 1)
        static let alphanumeric = ByteClass(rawValue: 2)
        static let name = ByteClass(rawValue: 4)
        static let agency = ByteClass(rawValue: 8)
        static let agencyRest = ByteClass(rawValue: 16)
        static let word = ByteClass(rawValue: 32)
    }

    private static func `class`(of byte: UInt8) -> ByteClass {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            [.letter, .alphanumeric, .name, .agency, .agencyRest, .word]
        case UInt8(ascii: "0")...UInt8(ascii: "9"): [.alphanumeric, .name, .agency, .agencyRest, .word]
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): [.letter, .alphanumeric, .name, .word]
        case UInt8(ascii: "-"): [.name, .agencyRest, .word]
        case UInt8(ascii: "."), UInt8(ascii: "_"): [.name, .word]
        case UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "/"): [.word]
        default: []
        }
    }
}

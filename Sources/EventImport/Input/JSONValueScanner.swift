/// Finds where a JSON value ends, wherever the text is cut, by its quotes and brackets alone: whether it is right
/// within is for who reads it whole.
struct JSONValueScanner {
    /// How deep brackets may nest.
    static let depthMax = 1_024

    /// What a byte is to the value.
    enum Outcome: Equatable {
        case within
        /// It is the last one.
        case last
        /// The value ended before it.
        case after
        /// The value has no end that could be found.
        case broken(reason: String)
    }

    private var openings: [UInt8] = []
    private var isWithinString = false
    private var isEscaped = false
    /// The last byte outside of strings that is no blank.
    private var lastByte: UInt8
    /// Whether it is a number or a word, which ends where something else begins.
    private(set) var isScalar = false

    /// - Parameter first: The value's first byte.
    init(first: UInt8) {
        lastByte = first
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): openings = [first]
        case UInt8(ascii: "\""): isWithinString = true
        default: isScalar = true
        }
    }

    /// Takes the next byte after the first.
    mutating func take(_ byte: UInt8) -> Outcome {
        if isWithinString { return takeWithinString(byte) }
        if isScalar { return Self.endsScalar(byte) ? .after : .within }
        if byte > UInt8(ascii: " ") { lastByte = byte }
        switch byte {
        case UInt8(ascii: "\""): isWithinString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard openings.count < Self.depthMax else {
                return .broken(reason: "arrays and objects nest deeper than \(Self.depthMax)")
            }
            openings.append(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            let opening = UInt8(ascii: byte == UInt8(ascii: "}") ? "{" : "[")
            guard openings.popLast() == opening else {
                return .broken(reason: "a bracket that does not match")
            }
            if openings.isEmpty { return .last }
        default: break
        }
        return .within
    }

    /// Whether an object that began here would make the value one that is not JSON.
    var forbidsObject: Bool {
        isWithinString || openings.last == UInt8(ascii: "{") && lastByte != UInt8(ascii: ":")
    }

    private mutating func takeWithinString(_ byte: UInt8) -> Outcome {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isWithinString = false
            if openings.isEmpty { return .last }
        }
        return .within
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case 9, 10, 13, 32, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""):
            true
        default: false
        }
    }
}

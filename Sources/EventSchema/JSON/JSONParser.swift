/// Why text is not JSON.
public struct JSONProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line of the fault, from 1.
    public let line: Int
    /// The column of the fault in Unicode scalars, from 1.
    public let column: Int
    /// What stands there, or what would be right.
    public let reason: String

    /// One line: the place and the reason.
    public var description: String { "line \(line), column \(column): \(reason)" }
}

/// Reads JSON text (RFC 8259), strictly.
///
/// Own code, because the parsers at hand round numbers, take the last of two members of one name, or do not
/// say where the fault is.
struct JSONParser {
    private let bytes: [UInt8]
    private let depthMax: Int
    private var offset = 0
    private var depth = 0
    private var valueCount = 0

    /// Reads one value and nothing after it but white space.
    ///
    /// - Parameters:
    ///   - bytes: The text in UTF-8, without a byte order mark.
    ///   - depthMax: How deep arrays and objects may nest.
    static func parse(_ bytes: [UInt8], depthMax: Int = SchemaLimits.jsonDepthMax) throws(JSONProblem)
        -> JSONValue
    {
        var parser = JSONParser(bytes: bytes, depthMax: depthMax)
        if let fault = TextForm.faultOffset(bytes.span.bytes, 0..<bytes.count) {
            throw parser.problem("a byte that is not UTF-8", at: fault)
        }
        let value = try parser.value()
        parser.skipSpace()
        guard parser.offset == bytes.count else { throw parser.problem("text after the value") }
        return value
    }

    private init(bytes: [UInt8], depthMax: Int) {
        self.bytes = bytes
        self.depthMax = depthMax
    }

    private mutating func value() throws(JSONProblem) -> JSONValue {
        skipSpace()
        guard offset < bytes.count else { throw problem("a value is missing") }
        valueCount += 1
        guard valueCount <= SchemaLimits.jsonValueCountMax else {
            throw problem("more than \(SchemaLimits.jsonValueCountMax) values")
        }
        switch bytes[offset] {
        case UInt8(ascii: "{"):
            return try nested { parser throws(JSONProblem) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { parser throws(JSONProblem) in .array(try parser.array()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw problem("a value is expected")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONProblem) -> JSONValue
    ) throws(JSONProblem) -> JSONValue {
        guard depth < depthMax else { throw problem("arrays and objects nest deeper than \(depthMax)") }
        depth += 1
        offset += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONProblem) -> JSONObject {
        var members = JSONObject()
        guard !skip(UInt8(ascii: "}")) else { return members }
        repeat {
            skipSpace()
            let start = offset
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                throw problem("a member's name is expected")
            }
            let name = try string()
            guard members[name] == nil else { throw problem("the member \(name) is given twice", at: start) }
            guard skip(UInt8(ascii: ":")) else { throw problem("a colon is expected") }
            members.add(name, try value())
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw problem("a comma or } is expected") }
        return members
    }

    private mutating func array() throws(JSONProblem) -> [JSONValue] {
        var elements: [JSONValue] = []
        guard !skip(UInt8(ascii: "]")) else { return elements }
        repeat {
            elements.append(try value())
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw problem("a comma or ] is expected") }
        return elements
    }

    private mutating func literal(_ word: String, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        guard bytes[offset...].starts(with: word.utf8) else { throw problem("a value is expected") }
        offset += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONProblem) -> String {
        let start = offset
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") {
            offset += 1
        } else {
            try digits()
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-")
            {
                offset += 1
            }
            try digits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits() throws(JSONProblem) {
        let start = offset
        while offset < bytes.count, isDigit(bytes[offset]) { offset += 1 }
        guard offset > start else { throw problem("a digit is expected") }
    }

    private mutating func string() throws(JSONProblem) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: bytes[start..<offset - 1], as: UTF8.self)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw problem("a control character that is not escaped")
            default: offset += 1
            }
        }
        throw problem("the string does not end")
    }

    /// Goes on where the first escape stands.
    private mutating func escapedString(from start: Int) throws(JSONProblem) -> String {
        var text = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw problem("a control character that is not escaped")
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw problem("the string does not end")
    }

    private mutating func escape() throws(JSONProblem) -> Unicode.Scalar {
        let start = offset
        offset += 2
        guard start + 1 < bytes.count else { throw problem("the escape does not end", at: start) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var unit = try hexadecimal(at: start)
            if (0xD800..<0xDC00).contains(unit) {
                guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
                    bytes[offset + 1] == UInt8(ascii: "u")
                else { throw problem("half a surrogate pair", at: start) }
                offset += 2
                let low = try hexadecimal(at: start)
                guard (0xDC00..<0xE000).contains(low) else {
                    throw problem("half a surrogate pair", at: start)
                }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw problem("half a surrogate pair", at: start) }
            return scalar
        default: throw problem("an escape that JSON does not have", at: start)
        }
    }

    private mutating func hexadecimal(at start: Int) throws(JSONProblem) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard
                offset < bytes.count,
                let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue
            else { throw problem("four hexadecimal digits are expected", at: start) }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    /// Skips white space and then the byte, if it is there.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 9, 10, 13, 32: offset += 1
            default: return
            }
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func problem(_ reason: String, at place: Int? = nil) -> JSONProblem {
        let before = bytes[..<min(place ?? offset, bytes.count)]
        let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return JSONProblem(
            line: before.count { $0 == 10 } + 1,
            column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1,
            reason: reason
        )
    }
}

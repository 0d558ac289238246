extension JSONValue {
    /// The value as compact JSON text in UTF-8.
    public var text: [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        return text
    }

    /// Appends the value as compact JSON text.
    public func write(to text: inout [UInt8]) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let digits): text.append(contentsOf: digits.utf8)
        case .string(let value): Self.write(value, to: &text)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let object):
            text.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    /// Control characters are escaped, delete and the C1 range too, because they could drive a terminal.
    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        var isAfterC2 = false
        for byte in string.utf8 {
            if isAfterC2 {
                isAfterC2 = false
                if byte < 0xA0 {
                    appendEscape(byte, to: &text)
                } else {
                    text.append(0xC2)
                    text.append(byte)
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): text.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): text.append(contentsOf: "\\\\".utf8)
            case 8: text.append(contentsOf: "\\b".utf8)
            case 9: text.append(contentsOf: "\\t".utf8)
            case 10: text.append(contentsOf: "\\n".utf8)
            case 12: text.append(contentsOf: "\\f".utf8)
            case 13: text.append(contentsOf: "\\r".utf8)
            case 0..<0x20, 0x7F: appendEscape(byte, to: &text)
            case 0xC2: isAfterC2 = true
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(_ byte: UInt8, to text: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        text.append(contentsOf: "\\u00".utf8)
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
}

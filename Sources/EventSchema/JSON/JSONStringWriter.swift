/// Writes a JSON string, and says which characters are escaped.
enum JSONStringWriter {
    /// What could drive a terminal: the control characters, delete and the C1 range among them.
    case controls
    /// And what could show a text in another order than it was written, or on other lines, as `TerminalText`
    /// and the log have it: embeddings, overrides, isolates, marks and separators.
    case controlsAndDirections

    /// Appends the string in quotation marks.
    func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        if string.withBytes({ $0.allSatisfy(Self.isPlain) }) {
            text.append(text: string)
        } else {
            for scalar in string.unicodeScalars { append(scalar, to: &text) }
        }
        text.append(UInt8(ascii: "\""))
    }

    private func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        switch scalar {
        case "\"": text.append(contentsOf: "\\\"".utf8)
        case "\\": text.append(contentsOf: "\\\\".utf8)
        case "\u{8}": text.append(contentsOf: "\\b".utf8)
        case "\t": text.append(contentsOf: "\\t".utf8)
        case "\n": text.append(contentsOf: "\\n".utf8)
        case "\u{C}": text.append(contentsOf: "\\f".utf8)
        case "\r": text.append(contentsOf: "\\r".utf8)
        case "\0"..<" ", "\u{7F}"..."\u{9F}": Self.appendEscape(scalar, to: &text)
        case "\u{61C}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            self == .controls ? Self.appendItself(scalar, to: &text) : Self.appendEscape(scalar, to: &text)
        default: Self.appendItself(scalar, to: &text)
        }
    }

    private static func appendItself(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        if scalar.isASCII {
            text.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static func appendEscape(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        text.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] { text.append(digits[Int(scalar.value >> UInt32(shift)) & 15]) }
    }

    /// Whether a byte is an ASCII character that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}

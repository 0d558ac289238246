/// Turns an input of any ``TextEncoding`` into UTF-8, wherever its chunks are cut, and takes its byte order mark
/// away.
///
/// What is no character in the input is none in the output: a byte that UTF-8 does not have passes through, and
/// half a surrogate pair becomes three bytes that UTF-8 does not have. So the reader finds the record that has it.
struct TextDecoder {
    private let declared: TextEncoding
    /// What the first bytes said, `nil` until there are enough of them.
    private var form: Form?
    /// The first bytes of the input while ``form`` is unknown, or half a unit of UTF-16.
    private var held: [UInt8] = []
    private var highSurrogate: UInt16?

    private enum Form {
        case utf8
        case oneByteEach(TextEncoding)
        case utf16(isLittleEndian: Bool)
    }

    /// - Parameter encoding: What the input is in when it has no byte order mark.
    init(_ encoding: TextEncoding) {
        declared = encoding
    }

    /// What a record is told that is not text in this encoding.
    var invalidReason: String {
        if case .utf16 = form {
            return "is not UTF-16: half a surrogate pair or half a character"
        }
        return "is not UTF-8; encoding: windows-1252 or encoding: iso-8859-1 in the mapping may be right"
    }

    /// Whether the output is other than the input, as far as that is known.
    var isTranscoding: Bool {
        if case .utf8? = form { false } else { form != nil }
    }

    /// Returns the next part of the text.
    mutating func decode(_ chunk: [UInt8]) -> [UInt8] {
        if form == nil || !held.isEmpty {
            held.append(contentsOf: chunk)
            return decodeHeld(isLast: false)
        }
        return decodeKnown(chunk)
    }

    /// Returns what was held back, because nothing follows.
    mutating func finish() -> [UInt8] {
        var text = decodeHeld(isLast: true)
        if highSurrogate != nil || !held.isEmpty { text.append(0xFF) }
        highSurrogate = nil
        held = []
        return text
    }

    private mutating func decodeHeld(isLast: Bool) -> [UInt8] {
        if form == nil {
            guard let (known, markByteCount) = recognise(isLast: isLast) else { return [] }
            form = known
            held.removeFirst(markByteCount)
        }
        let bytes = held
        held = []
        return decodeKnown(bytes)
    }

    /// Returns what the input is and how long its byte order mark is; `nil` where more bytes must be seen.
    private func recognise(isLast: Bool) -> (Form, markByteCount: Int)? {
        let marks: [([UInt8], Form)] = [
            ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16(isLittleEndian: true)),
            ([0xFE, 0xFF], .utf16(isLittleEndian: false)),
        ]
        for (mark, form) in marks {
            if held.starts(with: mark) { return (form, mark.count) }
            if !isLast, mark.starts(with: held) { return nil }
        }
        guard declared == .utf16 else {
            return (declared == .utf8 ? .utf8 : .oneByteEach(declared), 0)
        }
        guard held.count > 1 || isLast else { return nil }
        return (.utf16(isLittleEndian: held.count < 2 || held[0] != 0 || held[1] == 0), 0)
    }

    private mutating func decodeKnown(_ bytes: [UInt8]) -> [UInt8] {
        switch form {
        case .utf8, nil: return bytes
        case .oneByteEach(let encoding):
            guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 8)
            for byte in bytes { Self.append(UInt32(encoding.scalar(of: byte)), to: &text) }
            return text
        case .utf16(let isLittleEndian):
            return decodeUTF16(bytes, isLittleEndian: isLittleEndian)
        }
    }

    private mutating func decodeUTF16(_ bytes: [UInt8], isLittleEndian: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[offset]), UInt16(bytes[offset + 1]))
            append(isLittleEndian ? second << 8 | first : first << 8 | second, to: &text)
        }
        if bytes.count % 2 == 1, let last = bytes.last { held = [last] }
        return text
    }

    private mutating func append(_ unit: UInt16, to text: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00..<0xE000).contains(unit) {
                Self.append(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &text)
                return
            }
            Self.append(UInt32(high), to: &text)
        }
        if (0xD800..<0xDC00).contains(unit) {
            highSurrogate = unit
        } else {
            Self.append(UInt32(unit), to: &text)
        }
    }

    /// Appends a code point; a surrogate too, as the three bytes that it would be.
    private static func append(_ code: UInt32, to text: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: code >> shift) & 0x3F }
        switch code {
        case 0..<0x80: text.append(UInt8(code))
        case 0x80..<0x800:
            text.append(0xC0 | UInt8(code >> 6))
            text.append(tail(0))
        case 0x800..<0x10000:
            text.append(0xE0 | UInt8(code >> 12))
            text.append(tail(6))
            text.append(tail(0))
        default:
            text.append(0xF0 | UInt8(truncatingIfNeeded: code >> 18))
            text.append(tail(12))
            text.append(tail(6))
            text.append(tail(0))
        }
    }
}

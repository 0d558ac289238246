/// The protobuf wire format, as far as this schema needs it.
///
/// Every read checks the end that it is given; `nil` means that the bytes are not protobuf.
enum WireFormat {
    /// How a field's value is laid out.
    enum Kind: UInt8 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    /// The largest field number.
    static let numberMax = (1 << 29) - 1

    /// Reads a base-128 number of at most ten bytes and moves `offset` behind it.
    @inline(__always)
    static func varint(_ bytes: RawSpan, _ offset: inout Int, end: Int) -> UInt64? {
        guard offset < end else { return nil }
        let first = bytes.byte(at: offset)
        if first < 0x80 {
            offset += 1
            return UInt64(first)
        }
        return longVarint(bytes, &offset, end: end)
    }

    @inline(never)
    private static func longVarint(_ bytes: RawSpan, _ offset: inout Int, end: Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end {
            let byte = bytes.byte(at: offset)
            offset += 1
            // The tenth byte has room for one bit.
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }

    /// Reads a field's number and layout. Groups, which proto3 does not have, are `nil` too.
    @inline(__always)
    static func tag(_ bytes: RawSpan, _ offset: inout Int, end: Int) -> (number: Int, kind: Kind)? {
        guard
            let tag = varint(bytes, &offset, end: end),
            let kind = Kind(rawValue: UInt8(truncatingIfNeeded: tag & 7)),
            tag >> 3 > 0, tag >> 3 <= UInt64(numberMax)
        else { return nil }
        return (Int(truncatingIfNeeded: tag >> 3), kind)
    }

    /// Reads a length and moves `offset` behind what it measures.
    @inline(__always)
    static func lengthDelimited(_ bytes: RawSpan, _ offset: inout Int, end: Int) -> Range<Int>? {
        guard let length = varint(bytes, &offset, end: end), length <= UInt64(end - offset) else {
            return nil
        }
        let start = offset
        offset += Int(truncatingIfNeeded: length)
        return start..<offset
    }

    /// Moves `offset` behind a value; false when it is cut short.
    static func skip(_ kind: Kind, _ bytes: RawSpan, _ offset: inout Int, end: Int) -> Bool {
        switch kind {
        case .varint: return varint(bytes, &offset, end: end) != nil
        case .lengthDelimited: return lengthDelimited(bytes, &offset, end: end) != nil
        case .fixed64: offset += 8
        case .fixed32: offset += 4
        }
        return offset <= end
    }
}

extension RawSpan {
    /// The byte at `offset`.
    ///
    /// - Precondition: It lies within the span.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < byteCount, "a read within the span")
        return unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// The bytes at `range` as text, broken ones replaced.
    func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

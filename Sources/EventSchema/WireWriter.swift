extension [UInt8] {
    /// Appends a base-128 number.
    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a field that holds a number or a truth value.
    mutating func appendField(_ number: Int, _ value: UInt64) {
        appendVarint(UInt64(number) << 3 | UInt64(WireFormat.Kind.varint.rawValue))
        appendVarint(value)
    }

    /// Appends a field that holds text, bytes or a message.
    mutating func appendField(_ number: Int, _ value: [UInt8]) {
        appendVarint(UInt64(number) << 3 | UInt64(WireFormat.Kind.lengthDelimited.rawValue))
        appendVarint(UInt64(value.count))
        append(contentsOf: value)
    }

    /// Appends a field that holds text.
    mutating func appendField(_ number: Int, _ text: String) {
        appendVarint(UInt64(number) << 3 | UInt64(WireFormat.Kind.lengthDelimited.rawValue))
        appendVarint(UInt64(text.utf8.count))
        append(text: text)
    }

    /// Appends a field that holds a floating-point number.
    mutating func appendField(_ number: Int, _ value: Double) {
        appendVarint(UInt64(number) << 3 | UInt64(WireFormat.Kind.fixed64.rawValue))
        append(littleEndian: value.bitPattern)
    }
}

extension Timestamp {
    /// The body of a `google.protobuf.Timestamp`; zeros are left out, as encoders do.
    var protobufBytes: [UInt8] {
        let (seconds, nanoseconds) = parts
        var bytes: [UInt8] = []
        if seconds != 0 { bytes.appendField(1, UInt64(bitPattern: seconds)) }
        if nanoseconds != 0 { bytes.appendField(2, UInt64(nanoseconds)) }
        return bytes
    }
}

extension RawSpan {
    /// The little-endian integer at `offset`.
    ///
    /// - Precondition: The integer lies within the span.
    @inlinable
    public func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int,
        as type: Value.Type = Value.self
    ) -> Value {
        precondition(offset >= 0 && offset <= byteCount - MemoryLayout<Value>.size, "a read within the span")
        return Value(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }
}

extension Array where Element == UInt8 {
    /// Appends the bytes of `value`, lowest first.
    @inlinable
    public mutating func append<Value: FixedWidthInteger>(littleEndian value: Value) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// Writes the bytes of `value`, lowest first, over those at `offset`.
    ///
    /// - Precondition: The integer lies within the array.
    @inlinable
    public mutating func write<Value: FixedWidthInteger>(littleEndian value: Value, at offset: Int) {
        precondition(offset >= 0 && offset <= count - MemoryLayout<Value>.size, "a write within the array")
        withUnsafeMutableBytes { $0.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self) }
    }
}

/// Appends records to a buffer, in the layout of ``RecordHeader``.
public struct RecordWriter: Sendable {
    /// The stream that the records belong to.
    public let stream: StreamID
    /// Which start of the publisher writes them.
    public let epoch: UInt32

    /// - Parameters:
    ///   - stream: The stream that the records belong to.
    ///   - epoch: Which start of the publisher writes them, from 1.
    public init(stream: StreamID, epoch: UInt32) {
        self.stream = stream
        self.epoch = epoch
    }

    /// Appends one record to `buffer`.
    ///
    /// - Parameters:
    ///   - event: The event's bytes, at most ``SchemaLimits/eventByteCountMax``.
    ///   - principal: The authenticated publisher's name in UTF-8, at most 64 bytes; empty without keys.
    ///   - salt: 16 random bytes; never the same twice.
    /// - Returns: The record's checksum.
    /// - Precondition: Both lengths are within their limits.
    @discardableResult
    public func append(
        event: RawSpan,
        sequence: SequenceNumber,
        publishedAt: Timestamp,
        flags: RecordHeader.Flags = [],
        principal: [UInt8] = [],
        salt: (UInt64, UInt64),
        to buffer: inout [UInt8]
    ) -> UInt32 {
        precondition(event.byteCount <= SchemaLimits.eventByteCountMax, "an event within its limit")
        precondition(principal.count <= RecordHeader.principalByteCountMax, "a name within its limit")
        let start = buffer.count
        let byteCount = RecordHeader.byteCount + principal.count + event.byteCount
        buffer.append(littleEndian: UInt32(0))
        buffer.append(littleEndian: UInt32(byteCount))
        buffer.append(RecordHeader.version)
        buffer.append(flags.rawValue)
        buffer.append(UInt8(principal.count))
        buffer.append(0)
        buffer.append(littleEndian: epoch)
        buffer.append(littleEndian: stream.high.byteSwapped)
        buffer.append(littleEndian: stream.low.byteSwapped)
        buffer.append(littleEndian: sequence.value)
        buffer.append(littleEndian: publishedAt.nanoseconds)
        buffer.append(littleEndian: salt.0)
        buffer.append(littleEndian: salt.1)
        buffer.append(contentsOf: principal)
        event.withUnsafeBytes { buffer.append(contentsOf: $0) }
        let checksum = CRC32C.checksum(of: buffer.span.bytes.extracting(start + 4..<start + byteCount))
        buffer.write(littleEndian: checksum, at: start)
        return checksum
    }
}

/// The last record that a consumer has stored.
///
/// The checksum tells a stream that was continued from a restored backup, under the same numbers with
/// other content, from the stream that the consumer followed.
public struct Cursor: Hashable, Sendable {
    /// The stream that the consumer follows.
    public let stream: StreamID
    /// The last record's place.
    public let sequence: SequenceNumber
    /// The last record's checksum.
    public let checksum: UInt32

    /// - Parameters:
    ///   - stream: The stream that the consumer follows.
    ///   - sequence: The last record's place.
    ///   - checksum: The last record's checksum.
    public init(stream: StreamID, sequence: SequenceNumber, checksum: UInt32) {
        self.stream = stream
        self.sequence = sequence
        self.checksum = checksum
    }

    /// The cursor of a consumer that has just stored the record with this header.
    public init(_ header: RecordHeader) {
        self.init(stream: header.stream, sequence: header.sequence, checksum: header.checksum)
    }
}

extension Cursor: LosslessStringConvertible {
    /// Reads `STREAM:SEQUENCE:CHECKSUM`, the checksum in 8 hexadecimal digits; anything else is `nil`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let stream = StreamID(parts[0]), let sequence = SequenceNumber(parts[1]),
            parts[2].utf8.count == 8, parts[2].allSatisfy(\.isHexDigit),
            let checksum = UInt32(parts[2], radix: 16)
        else { return nil }
        self.init(stream: stream, sequence: sequence, checksum: checksum)
    }

    /// `STREAM:SEQUENCE:CHECKSUM`, such as `55e0e380-3975-4f6a-9eb6-6a483eb0e30e:17:0123abcd`.
    public var description: String {
        let digits = String(checksum, radix: 16)
        return "\(stream):\(sequence):" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}

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

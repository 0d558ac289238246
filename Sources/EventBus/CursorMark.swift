import EventSchema
import FoundationEssentials

extension BusCursorMark {
    package init(_ cursor: Cursor) {
        self = .with {
            $0.stream = Data(cursor.stream.bytes)
            $0.sequence = cursor.sequence.value
            $0.checksum = cursor.checksum
        }
    }
}

extension Cursor {
    /// - Returns: `nil` when the stream is not a UUID.
    package init?(_ mark: BusCursorMark) {
        guard let stream = StreamID(wire: mark.stream) else { return nil }
        self.init(stream: stream, sequence: SequenceNumber(mark.sequence), checksum: mark.checksum)
    }
}

extension StreamID {
    /// Reads 16 bytes of a message; any other number of them is `nil`.
    package init?(wire data: Data) {
        guard data.count == Self.byteCount else { return nil }
        self.init([UInt8](data).span.bytes)
    }

    /// The bytes for a message.
    package var wire: Data { Data(bytes) }
}

public import EventSchema
import GRDB

/// What a store knows of one stream.
public struct StoredStream: Equatable, Sendable {
    /// Which stream.
    public let stream: StreamID
    /// The last record whose alerts are stored; `nil` when there is none.
    public let cursor: EventSchema.Cursor?
    /// The last record that was there before the stream was followed; nobody is told of what it raised.
    public let historyThrough: SequenceNumber
    /// The publisher's clock when the stream was first followed; what ran out until then is history too.
    public let historyClock: Timestamp

    init(_ row: Row) throws {
        let name: String = try row.decode(forColumn: "stream")
        guard let stream = StreamID(name) else { throw StoredValueError(column: "streams.stream") }
        self.stream = stream
        let sequence: Int64 = try row.decode(forColumn: "sequence")
        let checksum: Int64 = try row.decode(forColumn: "checksum")
        cursor =
            sequence == 0
            ? nil
            : EventSchema.Cursor(
                stream: stream,
                sequence: SequenceNumber(UInt64(clamping: sequence)),
                checksum: UInt32(clamping: checksum)
            )
        historyThrough = SequenceNumber(
            UInt64(clamping: try row.decode(Int64.self, forColumn: "history_through"))
        )
        historyClock = Timestamp(nanoseconds: try row.decode(forColumn: "history_clock"))
    }
}

/// A column holds what this program never writes.
struct StoredValueError: Error, CustomStringConvertible {
    let column: String

    var description: String { "\(column) holds a value that was never written" }
}

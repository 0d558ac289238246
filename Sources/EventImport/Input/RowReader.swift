/// Reads the records of an input that arrives in chunks: from a file, a pipe or a file that grows.
///
/// Chunks may be cut anywhere; the items are the same. A record is given as soon as its last byte is there. One
/// input, one reader, one thread at a time.
public protocol RowReader {
    /// Returns the records that the chunk completes, in their order.
    mutating func take(_ chunk: [UInt8]) -> [ReadItem]

    /// Returns what the end of the input completes. Nothing may be taken afterwards.
    mutating func finish() -> [ReadItem]
}

import EventSchema

/// Where a segment's commits end.
struct SegmentEnd: Equatable, Sendable {
    /// The sequence number after the last record.
    let nextSequence: SequenceNumber
    /// The header checksum of the last commit, or what stands in the segment's header before the first.
    let chain: UInt32
    /// The checksum of the last record, 0 before the first of the stream.
    let lastRecordChecksum: UInt32
    /// Where the next commit would start in the file.
    let offset: Int
}

/// A sealed segment whose events are in memory, with what it takes to write their index.
struct UnwrittenIndex: Sendable {
    let index: SegmentIndex
    let segment: SegmentHeader
    let end: SegmentEnd
}

import EventSchema

/// What a segment holds behind its last whole commit.
///
/// A segment may be a gibibyte, nearly all of it still zero, so it is looked through in pieces.
struct SegmentTail {
    /// How many bytes are read at once.
    private static let pieceByteCount = 1024 * 1024
    /// As much of the start as is kept: the longest commit.
    private static let headByteCount = CommitHeader.frameByteCountMax

    /// Where it begins in the file, a multiple of 8.
    let offset: Int
    /// How long it is, up to the segment's end.
    let byteCount: Int
    /// Its first bytes, long enough for any commit that fits; what the file lacks is zero.
    let head: [UInt8]
    /// Where the last byte that is not zero stands in it; `nil` when there is none.
    private(set) var lastNonZero: Int?
    /// The first whole header of a commit that comes after the one expected at the start, and where it stands.
    private(set) var laterCommit: (offset: Int, header: CommitHeader)?

    /// - Parameters:
    ///   - file: The segment.
    ///   - offset: Where its last whole commit ends.
    ///   - segment: Its header.
    ///   - sequence: What the next commit must start with.
    init(
        of file: any JournalFile,
        from offset: Int,
        segment: SegmentHeader,
        sequence: SequenceNumber
    ) throws(JournalError) {
        self.offset = offset
        byteCount = segment.segmentByteCount - offset
        let wanted = min(Self.headByteCount, byteCount)
        let read = try file.read(wanted, at: offset)
        head = read + [UInt8](repeating: 0, count: wanted - read.count)
        for start in stride(from: 0, to: byteCount, by: Self.pieceByteCount) {
            // A header may begin in one piece and end in the next.
            let count = min(Self.pieceByteCount + CommitHeader.byteCount, byteCount - start)
            let piece = try file.read(count, at: offset + start)
            if !piece.isEmpty { look(at: piece, from: start, segment: segment, sequence: sequence) }
        }
    }

    private mutating func look(
        at piece: [UInt8],
        from start: Int,
        segment: SegmentHeader,
        sequence: SequenceNumber
    ) {
        let bytes = piece.span.bytes
        guard let last = bytes.lastNonZero else { return }
        lastNonZero = start + last
        guard laterCommit == nil else { return }
        for place in stride(from: start == 0 ? 8 : 0, through: last, by: 8) {
            if let header = CommitHeader(verifying: bytes, at: place), header.segmentSalt == segment.salt,
                header.firstSequence >= sequence
            {
                laterCommit = (start + place, header)
                return
            }
        }
    }
}

extension RawSpan {
    /// Where the last byte that is not zero stands.
    fileprivate var lastNonZero: Int? {
        var end = byteCount
        while end >= 8, littleEndian(at: end - 8, as: UInt64.self) == 0 { end -= 8 }
        while end > 0 {
            end -= 1
            if littleEndian(at: end, as: UInt8.self) != 0 { return end }
        }
        return nil
    }
}

import EventSchema

/// What the bytes after the last whole commit of the last segment are.
///
/// One write is under way at any time, so an unfinished one can only stand at the very end, within the
/// length of one commit, and must show where it is unfinished. Everything else is damage to bytes that
/// may have been acknowledged. docs/journal-format.md has the decisions as a table.
enum TailVerdict: Equatable {
    /// Zeros: the journal ends here.
    case clean
    /// An unfinished write of this many bytes, counted to its last non-zero one.
    case torn(byteCount: Int)
    /// Not explained by an unfinished write.
    case damaged(JournalDamage.Fault, at: Int)

    /// - Parameters:
    ///   - tail: The segment from the end of its last whole commit to its own end.
    ///   - offset: Where that is in the file, a multiple of 8.
    ///   - segment: The segment's header.
    ///   - sequence: What the next commit must start with.
    ///   - chain: The header checksum of the last whole commit.
    init(tail: RawSpan, at offset: Int, segment: SegmentHeader, sequence: SequenceNumber, chain: UInt32) {
        guard let last = tail.lastNonZero else {
            self = .clean
            return
        }
        // A later commit was written after this place had been synced: what stands here was acknowledged.
        for later in stride(from: 8, through: last, by: 8) {
            if let header = CommitHeader(verifying: tail, at: later), header.segmentSalt == segment.salt,
                header.firstSequence >= sequence
            {
                self = .damaged(.missingCommit, at: offset)
                return
            }
        }
        guard let header = CommitHeader(verifying: tail, at: 0) else {
            self = Self.withoutHeader(tail, last: last, at: offset)
            return
        }
        guard
            header.segmentSalt == segment.salt, header.firstSequence == sequence, header.chain == chain,
            header.frameByteCount <= tail.byteCount
        else {
            self = .damaged(.commitOrder, at: offset)
            return
        }
        guard last < header.frameByteCount else {
            self = .damaged(.strayBytes, at: offset + header.frameByteCount)
            return
        }
        let frame = tail.extracting(0..<header.frameByteCount)
        let isCutShort = last < header.frameByteCount - 1
        let lacksSectors = SectorMap.zeroPieceCount(in: frame, at: offset) > header.zeroSectorCount
        self = isCutShort || lacksSectors ? .torn(byteCount: last + 1) : .damaged(.records, at: offset)
    }

    /// An unfinished write whose header is not there must lack a sector that the header lies in.
    private static func withoutHeader(_ tail: RawSpan, last: Int, at offset: Int) -> Self {
        // Nothing that short holds a record.
        if last < CommitHeader.byteCount { return .torn(byteCount: last + 1) }
        let border = SectorMap.sectorByteCount - offset % SectorMap.sectorByteCount
        let headerEnd = CommitHeader.byteCount
        var pieces = [0..<min(border, tail.byteCount)]
        if border < headerEnd {
            pieces.append(border..<min(border + SectorMap.sectorByteCount, tail.byteCount))
        }
        let lacksHeader = pieces.contains { tail.extracting($0).isAllZero }
        return lacksHeader && last < CommitHeader.frameByteCountMax
            ? .torn(byteCount: last + 1) : .damaged(.commitHeader, at: offset)
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

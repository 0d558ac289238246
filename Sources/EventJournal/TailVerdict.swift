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
    ///   - tail: What stands behind the last whole commit.
    ///   - segment: The segment's header.
    ///   - sequence: What the next commit must start with.
    ///   - chain: The header checksum of the last whole commit.
    init(_ tail: SegmentTail, segment: SegmentHeader, sequence: SequenceNumber, chain: UInt32) {
        let offset = tail.offset
        guard let last = tail.lastNonZero else {
            self = .clean
            return
        }
        // A later commit was written after this place had been synced: what stands here was acknowledged.
        guard tail.laterCommit == nil else {
            self = .damaged(.missingCommit, at: offset)
            return
        }
        let head = tail.head.span.bytes
        guard let header = CommitHeader(verifying: head, at: 0) else {
            self = Self.withoutHeader(head, last: last, at: offset)
            return
        }
        guard
            header.segmentSalt == segment.salt, header.firstSequence == sequence, header.chain == chain,
            header.frameByteCount <= head.byteCount
        else {
            self = .damaged(.commitOrder, at: offset)
            return
        }
        guard last < header.frameByteCount else {
            self = .damaged(.strayBytes, at: offset + header.frameByteCount)
            return
        }
        let frame = head.extracting(0..<header.frameByteCount)
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

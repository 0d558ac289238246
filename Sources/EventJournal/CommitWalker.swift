import EventSchema

/// Reads the commits of one segment in order and checks each of them.
///
/// Bytes that a short file lacks count as zero.
struct CommitWalker {
    /// What stands at the place that was reached.
    enum Step {
        /// A whole commit; ``chunk`` holds it until the next step.
        case commit(CommitHeader)
        /// No commit: zeros, or not enough room for one.
        case end
        /// Something that is not the next commit.
        case bad(JournalDamage.Fault)
    }

    /// Where to start, and what is expected there.
    struct Start {
        var offset = SegmentHeader.byteCount
        var sequence: SequenceNumber
        /// The header checksum of the commit before; `nil` when it is not known.
        var chain: UInt32?
    }

    /// Commits that end before this sequence number are passed over with only their header checked.
    var wanted = SequenceNumber.zero

    /// How many bytes are read at once.
    private let readByteCount: Int
    private let file: any JournalFile
    private let salt: UInt64
    /// Where the readable part of the segment ends.
    private let end: Int

    /// Where the next commit must start.
    private(set) var position: Int
    /// The sequence number that it must have.
    private(set) var nextSequence: SequenceNumber
    /// The header checksum of the commit before it.
    private(set) var chain: UInt32?
    /// Where the last commit that was returned starts in the file.
    private(set) var commitPosition: Int
    /// What was read of the file around the last commit.
    private(set) var chunk: [UInt8] = []
    private var chunkStart = 0

    init(
        _ file: any JournalFile,
        segment: SegmentHeader,
        from start: Start? = nil,
        end: Int? = nil,
        readByteCount: Int = 1024 * 1024
    ) {
        let start = start ?? Start(sequence: segment.firstSequence, chain: segment.chain)
        self.file = file
        self.end = end ?? segment.segmentByteCount
        self.readByteCount = readByteCount
        salt = segment.salt
        position = start.offset
        commitPosition = start.offset
        nextSequence = start.sequence
        chain = start.chain
    }

    /// Where the ids of `commit`, the last one returned, lie in ``chunk``.
    func idsRange(of commit: CommitHeader) -> Range<Int> {
        let start = commitPosition - chunkStart
        return start + commit.idsRange.lowerBound..<start + commit.idsRange.upperBound
    }

    /// Where the records of `commit`, the last one returned, lie in ``chunk``.
    func recordsRange(of commit: CommitHeader) -> Range<Int> {
        let start = commitPosition - chunkStart
        return start + commit.recordsRange.lowerBound..<start + commit.recordsRange.upperBound
    }

    /// Goes over the next commit; stays where it is at ``Step/end`` and ``Step/bad(_:)``.
    mutating func next() throws(JournalError) -> Step {
        while true {
            let step = try nextOfAny()
            if case .commit(let commit) = step, commit.lastSequence < wanted { continue }
            return step
        }
    }

    private mutating func nextOfAny() throws(JournalError) -> Step {
        guard position + CommitHeader.frameByteCountMin <= end else { return .end }
        try load(CommitHeader.byteCount)
        let start = position - chunkStart
        guard let commit = CommitHeader(verifying: chunk.span.bytes, at: start) else {
            let header = chunk.span.bytes.extracting(start..<start + CommitHeader.byteCount)
            return header.isAllZero ? .end : .bad(.commitHeader)
        }
        guard commit.segmentSalt == salt, position + commit.frameByteCount <= end else {
            return .bad(.commitHeader)
        }
        guard commit.firstSequence == nextSequence, chain == nil || commit.chain == chain else {
            return .bad(.commitOrder)
        }
        if commit.lastSequence >= wanted {
            try load(commit.frameByteCount)
            if let fault = fault(in: commit) { return .bad(fault) }
        }
        commitPosition = position
        position += commit.frameByteCount
        nextSequence = nextSequence.advanced(by: commit.recordCount)
        chain = commit.checksum
        return .commit(commit)
    }

    /// Starts again at the place that was reached, and reads the file anew.
    func again(_ file: any JournalFile, segment: SegmentHeader) -> CommitWalker {
        let start = Start(offset: position, sequence: nextSequence, chain: chain)
        return CommitWalker(file, segment: segment, from: start, end: end, readByteCount: readByteCount)
    }

    /// Makes `count` bytes from ``position`` on available in ``chunk``.
    private mutating func load(_ count: Int) throws(JournalError) {
        let held = chunkStart..<chunkStart + chunk.count
        if position >= held.lowerBound, position + count <= held.upperBound { return }
        chunk = try file.read(min(max(count, readByteCount), end - position), at: position)
        chunkStart = position
        if chunk.count < count {
            chunk.append(contentsOf: repeatElement(0, count: count - chunk.count))
        }
    }

    private func fault(in commit: CommitHeader) -> JournalDamage.Fault? {
        let start = position - chunkStart
        let frame = chunk.span.bytes.extracting(start..<start + commit.frameByteCount)
        let payload = frame.extracting(commit.idsRange.lowerBound..<commit.recordsRange.upperBound)
        guard CRC32C.checksum(of: payload) == commit.payloadChecksum else { return .records }
        let markOffset = commit.frameByteCount - CommitHeader.endMarkByteCount
        guard
            frame.extracting(commit.recordsRange.upperBound..<markOffset).isAllZero,
            frame.littleEndian(at: markOffset, as: UInt64.self) == commit.endMark
        else { return .commitHeader }
        return nil
    }
}

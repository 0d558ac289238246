import EventSchema
import SystemPackage

/// What a read gave.
public enum JournalRead: Sendable {
    /// The records that follow, in order and without a hole; none at the head.
    case records(RecordBatch)
    /// What follows has been removed; this is the first sequence number that is still there.
    case truncated(firstRetained: SequenceNumber)
    /// What follows was damaged on disk and cannot be had.
    case damaged(JournalDamage)
}

/// What a journal holds at one moment.
public struct JournalBounds: Equatable, Sendable {
    /// Everything the publisher ever recorded.
    public let stream: StreamID
    /// Which start of the publisher this is: the second since 1970 that follows it, at least one more than the
    /// epoch before; ``epochDelay(at:)`` says from when on it may be named.
    public let epoch: UInt32
    /// The first sequence number that can be read; one more than the head when there is none.
    public let firstRetained: SequenceNumber
    /// The last durable record; sequence and checksum 0 when there is none.
    public let head: Cursor

    /// How far ahead of the clock an epoch may lie and be waited for.
    static let epochLeadSecondsMax: UInt32 = 3

    /// How long nobody may learn of the epoch, at most three seconds; zero when it has begun.
    ///
    /// A copy of this journal that starts afterwards takes a later epoch by its clock alone. An epoch further
    /// ahead, as after a clock that was set back, is not waited for.
    public func epochDelay(at time: Timestamp) -> Duration {
        let begin = Int64(epoch)
        let (second, nanosecond) = time.parts
        guard second < begin, begin - second <= Int64(Self.epochLeadSecondsMax) else { return .zero }
        return .seconds(begin - second) - .nanoseconds(nanosecond)
    }
}

/// Reads durable records. Any thread may use it at any time; it never waits for an append, and nothing
/// waits for it.
public struct JournalReader: Sendable {
    private static let readByteCountMax = 1024 * 1024

    let state: JournalState

    /// The stream, the epoch, and what can be read.
    public var bounds: JournalBounds {
        let view = state.current
        return JournalBounds(
            stream: state.stream,
            epoch: state.epoch,
            firstRetained: view.segments.first?.firstSequence ?? SequenceNumber(1),
            head: view.head
        )
    }

    /// Reads the records after `sequence`, with the checksums of their commits verified.
    ///
    /// - Parameters:
    ///   - sequence: The last record that the caller has; 0 for none. At or beyond the head nothing follows.
    ///   - byteLimit: The most bytes of records; one record is returned even if it is longer.
    /// - Throws: ``JournalError/system(_:call:path:)`` when the files cannot be read at all.
    public func read(after sequence: SequenceNumber, byteLimit: Int) throws(JournalError) -> JournalRead {
        let view = state.current
        guard sequence < view.head.sequence else { return .records(.empty) }
        let first = view.segments.first?.firstSequence ?? SequenceNumber(1)
        let wanted = sequence.advanced(by: 1)
        if wanted < first { return .truncated(firstRetained: first) }
        var gathered = GatheredRecords(from: wanted, byteLimit: byteLimit)
        var number = view.segments.partitioningIndex { $0.firstSequence > wanted } - 1
        while number < view.segments.count, !gathered.isFull {
            guard let damage = try gather(&gathered, from: number, of: view) else {
                number += 1
                continue
            }
            // What came before the damage can be had; the next read starts at it.
            if gathered.count > 0 { break }
            let retained = state.current.segments.first?.firstSequence ?? first
            return wanted < retained ? .truncated(firstRetained: retained) : .damaged(damage)
        }
        return .records(gathered.batch(stream: state.stream))
    }

    /// The checksum of one record, to be held against a consumer's cursor; `nil` when the record is not
    /// there (any more).
    ///
    /// - Throws: ``JournalError/damaged(_:)`` when the record was damaged on disk.
    public func checksum(of sequence: SequenceNumber) throws(JournalError) -> UInt32? {
        guard sequence > .zero else { return nil }
        switch try read(after: SequenceNumber(sequence.value - 1), byteLimit: 0) {
        case .records(let batch): return batch.end?.checksum
        case .truncated: return nil
        case .damaged(let damage): throw .damaged(damage)
        }
    }

    /// Takes what is wanted from one segment; says what stopped it before the segment's end.
    private func gather(
        _ gathered: inout GatheredRecords,
        from number: Int,
        of view: JournalState.View
    ) throws(JournalError) -> JournalDamage? {
        let segment = view.segments[number]
        let isLast = number == view.segments.count - 1
        let path = state.directory.segmentPath(segment.firstSequence)
        let start: CommitWalker.Start
        do throws(JournalError) {
            start = try segment.index.start(for: gathered.next)
        } catch {
            guard case .damaged(let damage) = error else { throw error }
            return damage
        }
        guard let file = try state.directory.storage.openIfPresent(path) else {
            return JournalDamage(.missingFile, path: path, sequence: gathered.next)
        }
        var walker = CommitWalker(
            file,
            segment: segment.header,
            from: start,
            end: isLast ? view.endOffset : nil,
            readByteCount: min(
                Self.readByteCountMax,
                gathered.byteLimit + SegmentIndex.positionSpacing + CommitHeader.frameByteCountMin
            )
        )
        walker.wanted = gathered.next
        while !gathered.isFull {
            switch try walker.next() {
            case .commit(let commit):
                guard gathered.take(commit, from: walker) else {
                    return JournalDamage(
                        .records,
                        path: path,
                        offset: walker.commitPosition,
                        sequence: gathered.next
                    )
                }
            case .bad(let fault):
                return JournalDamage(
                    fault,
                    path: path,
                    offset: walker.position,
                    sequence: walker.nextSequence
                )
            case .end:
                let end =
                    isLast ? view.head.sequence.advanced(by: 1) : view.segments[number + 1].firstSequence
                if walker.nextSequence == end { return nil }
                return JournalDamage(
                    .missingCommit,
                    path: path,
                    offset: walker.position,
                    sequence: walker.nextSequence
                )
            }
        }
        return nil
    }
}

/// Records taken from one commit after another.
private struct GatheredRecords {
    let byteLimit: Int
    /// The sequence number of the next record to take.
    private(set) var next: SequenceNumber
    private(set) var count = 0
    private(set) var isFull = false
    private let first: SequenceNumber
    private var bytes: [UInt8] = []
    private var lastChecksum: UInt32 = 0

    init(from first: SequenceNumber, byteLimit: Int) {
        self.first = first
        self.byteLimit = max(0, byteLimit)
        next = first
    }

    func batch(stream: StreamID) -> RecordBatch {
        guard count > 0 else { return .empty }
        let last = first.advanced(by: count - 1)
        return RecordBatch(
            trusting: bytes,
            count: count,
            firstSequence: first,
            end: Cursor(stream: stream, sequence: last, checksum: lastChecksum)
        )
    }

    /// Takes what is wanted and fits of a commit; false when its records are not what its header says.
    mutating func take(_ commit: CommitHeader, from walker: CommitWalker) -> Bool {
        let range = walker.recordsRange(of: commit)
        if commit.firstSequence == next, bytes.count + range.count <= byteLimit {
            bytes.append(contentsOf: walker.chunk[range])
            lastChecksum = commit.lastRecordChecksum
            count += commit.recordCount
            next = next.advanced(by: commit.recordCount)
            isFull = bytes.count >= byteLimit
            return true
        }
        return takePart(of: walker.chunk, range)
    }

    private mutating func takePart(of chunk: [UInt8], _ range: Range<Int>) -> Bool {
        var start: Int?
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard
                let header = try? RecordHeader(trusting: chunk.span.bytes, at: offset),
                offset + header.recordByteCount <= range.upperBound
            else { return false }
            if header.sequence == next {
                let gathered = bytes.count + offset - (start ?? offset)
                if count > 0, gathered + header.recordByteCount > byteLimit {
                    isFull = true
                    break
                }
                start = start ?? offset
                lastChecksum = header.checksum
                count += 1
                next = next.advanced(by: 1)
            }
            offset += header.recordByteCount
        }
        if let start { bytes.append(contentsOf: chunk[start..<offset]) }
        isFull = isFull || bytes.count >= byteLimit
        return true
    }
}

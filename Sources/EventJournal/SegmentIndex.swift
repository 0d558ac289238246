import EventSchema
import Synchronization
import SystemPackage

/// Where the commits of one segment start and where its events are; outlives the segment.
///
/// Any thread may call any method.
final class SegmentIndex: Sendable {
    /// How far apart two positions are at least, in bytes.
    static let positionSpacing = 64 * 1024

    private struct State {
        /// Every so often a commit's start; `nil` until read from the file.
        var positions: [CommitPosition]?
        /// The events, while they are in memory.
        var entries: IndexEntries?
        var header: IndexHeader?
        /// What is read of the file with the first question that the header does not answer.
        var fences: [EventID]?
        var filter: BloomFilter?
    }

    let path: FilePath
    let segmentPath: FilePath
    let firstSequence: SequenceNumber
    private let directory: JournalDirectory
    private let state: Mutex<State>

    /// The index of a segment that is being written, or was never indexed.
    init(_ first: SequenceNumber, in directory: JournalDirectory) {
        self.directory = directory
        path = directory.indexPath(first)
        segmentPath = directory.segmentPath(first)
        firstSequence = first
        state = Mutex(State(positions: []))
    }

    /// The index of a sealed segment that was read whole, in memory.
    init(_ rebuilt: Rebuilt, in directory: JournalDirectory) {
        self.directory = directory
        firstSequence = rebuilt.segment.firstSequence
        path = directory.indexPath(firstSequence)
        segmentPath = directory.segmentPath(firstSequence)
        state = Mutex(State(positions: rebuilt.positions, entries: rebuilt.entries))
    }

    /// The index that is on disk with this header.
    init(_ header: IndexHeader, in directory: JournalDirectory) {
        self.directory = directory
        path = directory.indexPath(header.firstSequence)
        segmentPath = directory.segmentPath(header.firstSequence)
        firstSequence = header.firstSequence
        state = Mutex(State(header: header))
    }

    /// The span of the ids that begin with a time; `nil` when there are none.
    var timed: ClosedRange<EventID>? {
        state.withLock { $0.entries?.timed ?? $0.header?.timed }
    }

    /// The events are only in memory as yet.
    var isUnwritten: Bool { state.withLock { $0.entries != nil } }

    /// Notes a commit in the segment that is being written.
    func note(_ sequence: SequenceNumber, at offset: Int) {
        let position = position(sequence, offset)
        state.withLock { $0.positions?.append(spaced: position) }
    }

    /// Takes over the events of a segment that is full.
    func seal(_ entries: IndexEntries) {
        state.withLock { $0.entries = entries }
    }

    /// A commit at or before the one that holds `sequence`.
    func start(for sequence: SequenceNumber) throws(JournalError) -> CommitWalker.Start {
        let wanted = UInt32(clamping: sequence.value - firstSequence.value)
        return try state.withLock { (state) throws(JournalError) in
            if state.positions == nil { try load(&state) }
            let positions = state.positions ?? []
            let after = positions.partitioningIndex { $0.sequenceOffset > wanted }
            guard after > 0 else { return CommitWalker.Start(sequence: firstSequence) }
            let position = positions[after - 1]
            return CommitWalker.Start(
                offset: Int(position.offset),
                sequence: firstSequence.advanced(by: Int(position.sequenceOffset))
            )
        }
    }

    /// Finds an event of a sealed segment.
    func place(of id: EventID) throws(JournalError) -> RecordPlace? {
        try state.withLock { (state) throws(JournalError) in
            if let entries = state.entries { return entries.places[id] }
            if state.filter == nil { try load(&state) }
            if let entries = state.entries { return entries.places[id] }
            guard let filter = state.filter, filter.mayContain(id) else { return nil }
            if let block = try readBlock(for: id, state) {
                return IndexBlock.place(of: id, in: block.span.bytes)
            }
            try remake(&state)
            if let entries = state.entries { return entries.places[id] }
            guard let block = try readBlock(for: id, state) else {
                throw .damaged(JournalDamage(.index, path: path, sequence: firstSequence))
            }
            return IndexBlock.place(of: id, in: block.span.bytes)
        }
    }

    /// The sequence number of an event that stands at `place` in this segment.
    func sequence(of place: RecordPlace) -> SequenceNumber {
        firstSequence.advanced(by: Int(place.sequenceOffset))
    }

    /// Reads the whole file, and makes it anew from the segment when it is not what was written.
    ///
    /// - Returns: False when the events are only in memory as yet.
    func check() throws(JournalError) -> Bool {
        try state.withLock { (state) throws(JournalError) in
            if state.entries != nil { return false }
            guard let header = state.header, try IndexFile.isWhole(header, directory) else {
                try remake(&state)
                return state.entries == nil
            }
            return true
        }
    }

    /// Writes the events to the file and lets go of them.
    ///
    /// - Parameters:
    ///   - segment: The segment's header.
    ///   - end: Where its commits end.
    func write(_ segment: SegmentHeader, end: SegmentEnd) throws(JournalError) {
        let held = state.withLock { ($0.entries, $0.positions) }
        guard let entries = held.0, let positions = held.1 else { return }
        let image = IndexImage(entries, positions: positions, segment: segment, end: end)
        try Self.write(image, in: directory)
        state.withLock { state in
            state.header = image.header
            state.fences = nil
            state.filter = nil
            state.entries = nil
        }
    }

    private func position(_ sequence: SequenceNumber, _ offset: Int) -> CommitPosition {
        CommitPosition(
            sequenceOffset: UInt32(sequence.value - firstSequence.value),
            offset: UInt32(offset)
        )
    }

    /// Reads positions, fences and filter; remakes them when they are not what was written.
    private func load(_ state: inout State) throws(JournalError) {
        guard let header = state.header, let front = try IndexFile.front(header, directory) else {
            try remake(&state)
            return
        }
        let bytes = front.span.bytes
        let fencesOffset = header.positionCount * 8
        let filterOffset = fencesOffset + header.blockCount * EventID.byteCount
        state.positions = (0..<header.positionCount).map { number in
            CommitPosition(
                sequenceOffset: bytes.littleEndian(at: number * 8),
                offset: bytes.littleEndian(at: number * 8 + 4)
            )
        }
        state.fences = (0..<header.blockCount).map {
            EventID(bytes, at: fencesOffset + $0 * EventID.byteCount)
        }
        state.filter = BloomFilter(bytes: Array(front[filterOffset...]))
    }

    /// The one block in which `id` can be; `nil` when it is not what was written.
    private func readBlock(for id: EventID, _ state: State) throws(JournalError) -> [UInt8]? {
        guard let header = state.header, let fences = state.fences else { return nil }
        let number = max(0, fences.partitioningIndex { $0 > id } - 1)
        return try IndexFile.block(number, header, directory)
    }

    /// Reads the segment again, as far as its commits are whole, and writes the index anew.
    private func remake(_ state: inout State) throws(JournalError) {
        let rebuilt = try Self.rebuild(firstSequence, in: directory)
        if let header = state.header, rebuilt.end != header.end {
            let damage = JournalDamage(
                .missingCommit,
                path: segmentPath,
                offset: rebuilt.end.offset,
                sequence: rebuilt.end.nextSequence
            )
            throw .damaged(damage)
        }
        state.positions = rebuilt.positions
        state.entries = rebuilt.entries
        state.fences = nil
        state.filter = nil
        do throws(JournalError) {
            state.header = try Self.write(rebuilt, in: directory)
            state.entries = nil
            try load(&state)
        } catch {
            // Without room the events stay in memory; the next start tries again.
            guard error.isNoSpace else { throw error }
        }
    }
}

extension SegmentIndex {
    /// What a whole reading of a sealed segment gives.
    struct Rebuilt {
        let segment: SegmentHeader
        let end: SegmentEnd
        let positions: [CommitPosition]
        let entries: IndexEntries
    }

    /// Writes the index of a segment that was read whole.
    static func write(
        _ rebuilt: Rebuilt,
        in directory: JournalDirectory
    ) throws(JournalError) -> IndexHeader {
        let image = IndexImage(
            rebuilt.entries,
            positions: rebuilt.positions,
            segment: rebuilt.segment,
            end: rebuilt.end
        )
        try write(image, in: directory)
        return image.header
    }

    private static func write(_ image: IndexImage, in directory: JournalDirectory) throws(JournalError) {
        let path = directory.indexPath(image.header.firstSequence)
        let unfinished = FilePath(path.string + ".tmp")
        let file = try directory.storage.create(unfinished)
        try file.write(image.header.encoded.span.bytes, at: 0)
        try directory.testing.reached(.duringIndexWrite)
        try file.write(image.front.span.bytes, at: IndexHeader.byteCount)
        try file.write(image.blocks.span.bytes, at: image.header.blocksOffset)
        try directory.synchronize(file)
        try directory.testing.reached(.beforeIndexRename)
        try directory.storage.rename(unfinished, to: path)
        try directory.synchronizeNames()
    }

    /// Reads all of a sealed segment.
    ///
    /// - Throws: ``JournalError/damaged(_:)`` when it is gone or a commit in it is not what was written.
    static func rebuild(
        _ first: SequenceNumber,
        in directory: JournalDirectory
    ) throws(JournalError) -> Rebuilt {
        let path = directory.segmentPath(first)
        guard let (file, segment) = try directory.openSegment(first) else {
            throw .damaged(JournalDamage(.index, path: directory.indexPath(first), sequence: first))
        }
        var walker = CommitWalker(file, segment: segment)
        var entries = IndexEntries()
        var positions: [CommitPosition] = []
        var lastRecordChecksum: UInt32 = 0
        while true {
            switch try walker.next() {
            case .commit(let commit):
                positions.append(
                    spaced: CommitPosition(
                        sequenceOffset: UInt32(commit.firstSequence.value - first.value),
                        offset: UInt32(walker.commitPosition)
                    )
                )
                guard entries.insert(commit, from: walker, segment: segment) else {
                    throw .damaged(
                        JournalDamage(
                            .records,
                            path: path,
                            offset: walker.commitPosition,
                            sequence: commit.firstSequence
                        )
                    )
                }
                lastRecordChecksum = commit.lastRecordChecksum
            case .end:
                let end = SegmentEnd(
                    nextSequence: walker.nextSequence,
                    chain: walker.chain ?? segment.chain,
                    lastRecordChecksum: lastRecordChecksum,
                    offset: walker.position
                )
                return Rebuilt(segment: segment, end: end, positions: positions, entries: entries)
            case .bad(let fault):
                throw .damaged(
                    JournalDamage(fault, path: path, offset: walker.position, sequence: walker.nextSequence)
                )
            }
        }
    }
}

extension [CommitPosition] {
    /// Appends `position` when it is far enough from the last one.
    fileprivate mutating func append(spaced position: CommitPosition) {
        if let last, position.offset - last.offset < SegmentIndex.positionSpacing { return }
        append(position)
    }
}

extension Array {
    /// The index of the first element for which `predicate` holds; it holds for all after that.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

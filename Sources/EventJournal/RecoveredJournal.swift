import EventSchema
import SystemPackage

/// A journal's directory, brought to a state from which it can go on.
///
/// docs/journal-format.md has the steps and the decisions. Nothing is changed before every check that can
/// refuse has passed.
struct RecoveredJournal {
    let manifest: ManifestFile
    let spares: SpareMaker
    /// The retained segments; commits go to the last.
    let segments: [Segment]
    let sealed: [SealedIndex]
    /// Of those, the ones that found no room on disk.
    let unwritten: [UnwrittenIndex]
    /// The last segment, open for writing.
    let file: any JournalFile
    let entries: IndexEntries
    let end: SegmentEnd
    let report: Journal.Recovery

    var last: Segment { segments[segments.count - 1] }
    var head: Cursor {
        Cursor(
            stream: last.header.stream,
            sequence: SequenceNumber(end.nextSequence.value - 1),
            checksum: end.lastRecordChecksum
        )
    }

    /// - Parameter isForked: The journal gets a new stream next, so that it needs no epoch of its own any more.
    init(
        _ directory: JournalDirectory,
        options: JournalOptions,
        isForked: Bool = false
    ) throws(JournalError) {
        let now = directory.testing.now()
        guard Timestamp.plausible.contains(now) else { throw .clock(now, path: directory.path) }
        let chain = try SegmentChain(directory)
        guard isForked || chain.manifest.canBeginEpoch else { throw .noEpochLeft(directory.path) }
        if chain.headers.isEmpty { try chain.removeLeftovers(from: directory) }
        spares = try Self.spareMaker(directory, options: options)
        let manifest = ManifestFile(chain.manifest, in: directory)
        self.manifest = manifest
        guard let last = chain.headers.last else {
            sealed = try SealedIndex.ancestors(of: chain.manifest, in: directory)
            let begun = try Self.begin(directory, manifest: manifest, spares: spares, at: now)
            segments = [begun.segment]
            file = begun.file
            unwritten = []
            entries = IndexEntries()
            end = begun.end
            report = Journal.Recovery(wasClosed: false, tornByteCount: 0)
            return
        }
        let ancestors = try SealedIndex.ancestors(of: chain.manifest, in: directory)
        let indexes = try SealedIndexes(chain, directory)
        var tail = try LastSegment(last, directory, lastRecordChecksum: indexes.lastRecordChecksum)
        try tail.read(cleanEnd: chain.manifest.cleanEnd)
        try chain.removeLeftovers(from: directory)
        try Self.settle(tail, directory)
        try directory.synchronizeNames()
        try manifest.update { manifest in
            manifest.beginEpoch(leap: chain.isManifestDoubtful ? SegmentChain.epochLeap : 1, at: now)
            manifest.lastSegment = last.firstSequence
            manifest.cleanEnd = nil
        }
        segments = zip(chain.headers, indexes.retained + [tail.index]).map(Segment.init)
        sealed = ancestors + indexes.all
        unwritten = indexes.unwritten
        file = tail.file
        entries = tail.entries
        end = tail.end
        report = Journal.Recovery(
            wasClosed: chain.manifest.cleanEnd != nil,
            tornByteCount: tail.tornByteCount
        )
    }

    /// Lets go of the unused spare where nothing else has room for the bytes of an unfinished write.
    private static func settle(_ tail: LastSegment, _ directory: JournalDirectory) throws(JournalError) {
        do throws(JournalError) {
            try tail.settle()
        } catch {
            guard error.isNoSpace else { throw error }
            try directory.storage.remove(directory.sparePath)
            try directory.synchronizeNames()
            try tail.settle()
        }
    }

    /// Makes the first segment of a stream.
    private static func begin(
        _ directory: JournalDirectory,
        manifest: ManifestFile,
        spares: SpareMaker,
        at time: Timestamp
    ) throws(JournalError) -> (file: any JournalFile, segment: Segment, end: SegmentEnd) {
        // The stream's name comes first: a segment without a manifest would not be a new journal.
        try manifest.update { $0.beginEpoch(at: time) }
        let (file, header) = try spares.place { byteCount in
            SegmentHeader(
                stream: manifest.current.stream,
                epoch: manifest.current.epoch,
                firstSequence: SequenceNumber(1),
                previousFirstSequence: .zero,
                salt: .random(in: 1...UInt64.max),
                createdAt: .now,
                segmentByteCount: byteCount,
                chain: 0
            )
        }
        try manifest.update { $0.lastSegment = header.firstSequence }
        let end = SegmentEnd(
            nextSequence: header.firstSequence,
            chain: 0,
            lastRecordChecksum: 0,
            offset: SegmentHeader.byteCount
        )
        return (file, Segment(header: header, index: SegmentIndex(header.firstSequence, in: directory)), end)
    }

    /// Keeps a spare of the right size, and removes what was never finished.
    private static func spareMaker(
        _ directory: JournalDirectory,
        options: JournalOptions
    ) throws(JournalError) -> SpareMaker {
        try directory.storage.remove(directory.unfinishedSparePath)
        let spare = try directory.storage.openIfPresent(directory.sparePath)
        if try spare?.byteCount() != options.segmentByteCount {
            try directory.storage.remove(directory.sparePath)
        }
        return SpareMaker(in: directory, segmentByteCount: options.segmentByteCount)
    }
}

import EventSchema
internal import FileLocking

/// The end of the journal that grows: builds commits, makes them durable, and only then shows them.
struct JournalWriter {
    private let state: JournalState
    private let spares: SpareMaker
    private let housekeeper: Housekeeper
    private let synced: @Sendable (Duration) -> Void
    private let lock: FileLock
    private var builder: CommitBuilder

    private var file: any JournalFile
    /// The same under the name by which others find it.
    private var namedFile: NamedFile
    private var segment: Segment
    private(set) var end: SegmentEnd
    private var entries: IndexEntries
    /// The indexes of sealed segments, of removed ones and of ancestors, newest last.
    private(set) var sealed: [SealedIndex]
    /// Why nothing is accepted any more.
    private var failure: JournalError?

    init(
        _ recovered: RecoveredJournal,
        state: JournalState,
        lock: FileLock,
        spares: SpareMaker,
        housekeeper: Housekeeper,
        synced: @escaping @Sendable (Duration) -> Void
    ) throws(JournalError) {
        self.synced = synced
        self.lock = lock
        self.state = state
        self.spares = spares
        self.housekeeper = housekeeper
        builder = CommitBuilder(stream: state.stream, epoch: state.epoch)
        file = recovered.file
        segment = recovered.last
        namedFile = try file.named(segment.index.segmentPath)
        end = recovered.end
        entries = recovered.entries
        sealed = recovered.sealed
    }

    /// See ``Journal/append(_:from:publishedAt:flags:)``.
    mutating func append(
        _ newEntries: [JournalEntry],
        from sources: [JournalSource],
        publishedAt: Timestamp,
        flags: RecordHeader.Flags
    ) throws(JournalError) -> RecordBatch {
        if let failure { throw failure }
        guard !newEntries.isEmpty else { return .empty }
        do throws(JournalError) {
            // Another process that holds a new lock reads the same file: nothing is written any more.
            try lock.checkHeld()
            var commit = CommitBuilder.header(newEntries, from: sources, segment: segment.header, end: end)
            precondition(
                commit.recordsByteCount <= SchemaLimits.commitByteCountMax,
                "a commit within its limit"
            )
            if end.offset + commit.frameByteCount > segment.header.segmentByteCount {
                try beginSegment()
                commit = CommitBuilder.header(newEntries, from: sources, segment: segment.header, end: end)
                precondition(
                    end.offset + commit.frameByteCount <= segment.header.segmentByteCount,
                    "a commit that fits in an empty segment"
                )
            }
            try builder.build(
                &commit,
                entries: newEntries,
                from: sources,
                segment: segment.header,
                offset: end.offset,
                publishedAt: publishedAt,
                flags: flags
            )
            try makeDurable()
            return show(commit, newEntries)
        } catch {
            // The kernel may have dropped the dirty pages: a retry could report lost bytes as safe. But
            // when there was no room for a segment, nothing was written.
            if case .full = error { throw error }
            failure = error
            throw error
        }
    }

    /// See ``Journal/find(_:event:)``.
    func find(_ id: EventID, event: RawSpan) throws(JournalError) -> FoundRecord? {
        guard let (place, index, origin) = try place(of: id) else { return nil }
        return try FoundRecord(place, in: index, origin: origin, holds: event)
    }

    /// Where an event of the segment in use stands.
    func sequence(of id: EventID) -> SequenceNumber? {
        entries.places[id].map(segment.index.sequence(of:))
    }

    /// See ``Journal/check()``.
    mutating func check() throws(JournalError) {
        if let failure { throw failure }
        do throws(JournalError) {
            try checkNames()
        } catch {
            failure = error
            throw error
        }
    }

    /// Accepts nothing from now on.
    ///
    /// - Returns: Where the journal ends; `nil` after a failure, when nobody can say.
    mutating func close() -> SegmentEnd? {
        defer { failure = failure ?? .closed }
        return failure == nil ? end : nil
    }

    private func place(
        of id: EventID
    ) throws(JournalError) -> (RecordPlace, SegmentIndex, SegmentOrigin)? {
        if let place = entries.places[id] { return (place, segment.index, origin) }
        return try sealed.place(of: id).map { ($0.place, $0.holder.index, $0.holder.origin) }
    }

    private var origin: SegmentOrigin {
        SegmentOrigin(directory: state.directory, stream: state.stream)
    }

    private func makeDurable() throws(JournalError) {
        let directory = state.directory
        try directory.testing.reached(.beforeWrite)
        try file.write(builder.frame.span.bytes, at: end.offset)
        try directory.testing.reached(.afterWriteBeforeSync)
        let start = ContinuousClock.now
        try directory.synchronize(file)
        synced(ContinuousClock.now - start)
        try directory.testing.reached(.afterSyncBeforeVisible)
        // Last: what nobody finds under its name must not be acknowledged, and a process that took a new lock
        // meanwhile may have read the segment before this commit was in it.
        try checkNames()
    }

    /// Two system calls.
    private func checkNames() throws(JournalError) {
        try lock.checkHeld()
        do throws(FileError) { try namedFile.check() } catch { throw JournalError(error) }
    }

    /// Takes the commit, which is durable now, into the index and shows it to readers.
    private mutating func show(_ commit: CommitHeader, _ newEntries: [JournalEntry]) -> RecordBatch {
        for (entry, place) in zip(newEntries, builder.places) { entries.insert(entry.id, place) }
        segment.index.note(commit.firstSequence, at: end.offset)
        end = SegmentEnd(
            nextSequence: commit.lastSequence.advanced(by: 1),
            chain: commit.checksum,
            lastRecordChecksum: commit.lastRecordChecksum,
            offset: end.offset + commit.frameByteCount
        )
        let head = Cursor(
            stream: state.stream,
            sequence: commit.lastSequence,
            checksum: commit.lastRecordChecksum
        )
        state.update { view in
            view.head = head
            view.endOffset = end.offset
        }
        return RecordBatch(
            trusting: Array(builder.frame[commit.recordsRange]),
            count: commit.recordCount,
            firstSequence: commit.firstSequence,
            end: head
        )
    }

    /// Seals the segment and goes on in the spare one.
    private mutating func beginSegment() throws(JournalError) {
        housekeeper.waitForRoom()
        let full = segment
        let (file, header) = try spares.place { byteCount in
            SegmentHeader(continuing: full.header, end: end, epoch: state.epoch, byteCount: byteCount)
        }
        full.index.seal(entries)
        sealed.append(SealedIndex(full.index, origin: origin))
        housekeeper.sealed(
            UnwrittenIndex(index: full.index, segment: full.header, end: end),
            next: header.firstSequence
        )
        spares.prepare()

        self.file = file
        segment = Segment(header: header, index: SegmentIndex(header.firstSequence, in: state.directory))
        namedFile = try file.named(segment.index.segmentPath)
        entries = IndexEntries(capacity: entries.places.count)
        end = SegmentEnd(
            nextSequence: end.nextSequence,
            chain: end.chain,
            lastRecordChecksum: end.lastRecordChecksum,
            offset: SegmentHeader.byteCount
        )
        state.update { view in
            view.segments.append(segment)
            view.endOffset = end.offset
        }
    }
}

extension SegmentHeader {
    /// The header of the segment after `previous`, which ends at `end`.
    init(continuing previous: SegmentHeader, end: SegmentEnd, epoch: UInt32, byteCount: Int) {
        self.init(
            stream: previous.stream,
            epoch: epoch,
            firstSequence: end.nextSequence,
            previousFirstSequence: previous.firstSequence,
            salt: .random(in: 1...UInt64.max),
            createdAt: .now,
            segmentByteCount: byteCount,
            chain: end.chain
        )
    }
}

extension FileLock {
    /// The same as ``check()`` with the journal's error.
    func checkHeld() throws(JournalError) {
        do throws(FileError) { try check() } catch { throw JournalError(error) }
    }
}

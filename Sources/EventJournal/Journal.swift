import EventSchema
internal import FileLocking
import Synchronization
import SystemPackage

/// The publisher's lasting memory: bytes in, sequence numbers out, survives a crash.
///
/// A directory holds one stream. ``append(_:from:publishedAt:flags:)`` and ``find(_:event:)`` belong to
/// one thread, the one that decides the order; they block while the disk works. Readers live on any
/// thread. docs/journal-format.md describes the files.
public final class Journal: Sendable {
    /// What opening the journal found and did.
    public struct Recovery: Equatable, Sendable {
        /// The journal had been closed in good order.
        public let wasClosed: Bool
        /// How many bytes of an unfinished write were cut off; they are kept under `torn`.
        public let tornByteCount: Int
    }

    /// Reads what is durable; hand it to whoever needs it.
    public let reader: JournalReader
    /// What opening found.
    public let recovery: Recovery

    private let manifest: ManifestFile
    private let spares: SpareMaker
    private let housekeeper: Housekeeper
    private let writer: Mutex<JournalWriter>
    private let lock: FileLock

    /// Opens the journal in `directory` for writing, and begins a new one where there is none.
    ///
    /// Everything that is served afterwards is durable: an unfinished commit is cut off, and the last whole
    /// one is written and synced again, because it may have been in memory only. The epoch has risen.
    ///
    /// - Throws: ``JournalError/locked(_:)`` when another process has it open, and
    ///   ``JournalError/damaged(_:)`` when acknowledged bytes are not what was written. No segment is
    ///   changed then.
    public convenience init(
        at directory: FilePath,
        options: JournalOptions = JournalOptions()
    ) throws(JournalError) {
        try self.init(at: directory, options: options, testing: UnsafeTestOptions())
    }

    /// The same with what only tests may change.
    package init(
        at path: FilePath,
        options: JournalOptions = JournalOptions(),
        testing: UnsafeTestOptions
    ) throws(JournalError) {
        precondition(
            testing.allowsSmallSegments || options.segmentByteCount >= JournalOptions.segmentByteCountMin,
            "a segment that holds the largest commit"
        )
        precondition(options.segmentByteCount <= JournalOptions.segmentByteCountMax, "offsets fit in 32 bits")
        let directory = JournalDirectory(path, testing: testing)
        try directory.storage.createDirectory(path)
        let lock = try directory.storage.lock(directory.lockPath)
        let recovered = try RecoveredJournal(directory, options: options)
        let state = JournalState(
            JournalState.View(
                segments: recovered.segments,
                head: recovered.head,
                endOffset: recovered.end.offset
            ),
            directory: directory,
            stream: recovered.manifest.current.stream,
            epoch: recovered.manifest.current.epoch
        )
        let housekeeper = Housekeeper(
            state: state,
            manifest: recovered.manifest,
            lock: lock,
            options: options
        )
        reader = JournalReader(state: state)
        recovery = recovered.report
        manifest = recovered.manifest
        spares = recovered.spares
        self.housekeeper = housekeeper
        writer = Mutex(
            try JournalWriter(
                recovered,
                state: state,
                lock: lock,
                spares: recovered.spares,
                housekeeper: housekeeper,
                synced: options.commitSynced
            )
        )
        self.lock = lock
        spares.prepare()
        housekeeper.start(unwritten: recovered.unwritten)
    }

    deinit {
        abandon()
    }

    /// The stream, the epoch, and what can be read.
    public var bounds: JournalBounds { reader.bounds }

    /// Appends events as one commit, and returns when they are durable.
    ///
    /// Whatever is acknowledged or broadcast must come after the return of this. The caller has made sure
    /// with ``find(_:event:)`` that no id is in the journal, nor twice among `entries`.
    ///
    /// - Parameters:
    ///   - entries: The events, in the order in which they are to stand; none is allowed.
    ///   - sources: The buffers in which they lie.
    ///   - publishedAt: When they were taken.
    ///   - flags: What is remarkable about all of them.
    /// - Returns: The records, ready to be broadcast; their end is the new head.
    /// - Throws: ``JournalError/full(_:)`` when there is no room for another segment: nothing was written,
    ///   and a later attempt may succeed. After any other error the journal accepts nothing any more.
    /// - Precondition: The records are at most ``SchemaLimits/commitByteCountMax`` bytes together, and every
    ///   entry lies in its source.
    public func append(
        _ entries: [JournalEntry],
        from sources: [JournalSource],
        publishedAt: Timestamp,
        flags: RecordHeader.Flags = []
    ) throws(JournalError) -> RecordBatch {
        try writer.withLock { (writer) throws(JournalError) in
            try writer.append(entries, from: sources, publishedAt: publishedAt, flags: flags)
        }
    }

    /// Checks that what is recorded stands where others look for it: the lock and the segment in use are still
    /// the files that the directory names. Every commit does so, too.
    ///
    /// - Throws: ``JournalError/moved(_:)``, or why the journal accepts nothing any more.
    public func check() throws(JournalError) {
        try writer.withLock { (writer) throws(JournalError) in try writer.check() }
    }

    /// How many bytes the record of an event will have, for keeping a commit within its limit.
    public static func recordByteCount(eventByteCount: Int, principalByteCount: Int) -> Int {
        RecordHeader.byteCount + principalByteCount + eventByteCount
    }

    /// Looks for an event that was ever accepted here, or in a stream that this one was forked from.
    ///
    /// An id that is newer than everything in a sealed segment costs no disk access.
    ///
    /// - Parameters:
    ///   - id: The event's id.
    ///   - event: The event's encoded bytes, to be compared.
    /// - Returns: Where the event stands; `nil` when the id is new.
    public func find(_ id: EventID, event: RawSpan) throws(JournalError) -> FoundRecord? {
        try writer.withLock { (writer) throws(JournalError) in try writer.find(id, event: event) }
    }

    /// Says where an event stands, whatever its bytes are; any thread may call it.
    ///
    /// It waits for the append under way. Indexes are read while appends go on.
    ///
    /// - Returns: The stream that the event was recorded in and its place there; `nil` when no event with
    ///   this id was ever accepted. The record itself may have been removed.
    public func locate(
        _ id: EventID
    ) throws(JournalError) -> (stream: StreamID, sequence: SequenceNumber)? {
        let (sequence, sealed) = writer.withLock { ($0.sequence(of: id), $0.sealed) }
        if let sequence { return (bounds.stream, sequence) }
        // Reading them may take long, and needs nothing that an append changes.
        guard let (place, holder) = try sealed.place(of: id) else { return nil }
        return (holder.origin.stream, holder.index.sequence(of: place))
    }

    /// Ends the journal in good order and lets go of the directory. Readers may go on.
    ///
    /// - Throws: ``JournalError/moved(_:)`` when the directory is another's by now; nothing was written there.
    public func close() throws(JournalError) {
        let end = writer.withLock { $0.close() }
        housekeeper.finish()
        stopBackgroundWork()
        defer { lock.release() }
        guard let end, lock.isHeld else { return }
        try lock.checkHeld()
        let head = SequenceNumber(end.nextSequence.value - 1)
        try manifest.update { $0.cleanEnd = Manifest.CleanEnd(head: head, chain: end.chain) }
    }

    /// Lets go of the directory as a crash would, but for what the kernel already has.
    package func abandon() {
        _ = writer.withLock { $0.close() }
        stopBackgroundWork()
        lock.release()
    }

    /// Returns when the spare segment and the indexes of sealed ones are made, as far as they can be.
    package func waitForBackgroundWork() {
        spares.wait()
        housekeeper.finish()
    }

    /// Removes now what need not be retained, instead of at the next occasion.
    package func enforceRetention() { housekeeper.enforceRetention() }

    /// Checks all sealed segments now.
    package func checkSealedSegments() { housekeeper.checkSealedSegments() }

    private func stopBackgroundWork() {
        spares.stop()
        housekeeper.stop()
    }
}

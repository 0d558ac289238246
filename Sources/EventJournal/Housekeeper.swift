import Dispatch
import EventSchema
internal import FileLocking
import Synchronization

/// Does in the background what nobody should wait for: writes the indexes of sealed segments, removes
/// segments that are not retained, and checks what is kept.
final class Housekeeper: Sendable {
    /// How many sealed segments may wait with their events in memory before an append waits for them.
    private static let unwrittenMax = 4
    /// How often segments are checked, each time for one second's share of bytes.
    private static let checkInterval = Duration.seconds(1)
    /// How often segments may become too old, and indexes that found no room are tried again.
    private static let retentionInterval = Duration.seconds(60)

    private let state: JournalState
    private let manifest: ManifestFile
    private let lock: FileLock
    private let options: JournalOptions
    private let queue = DispatchQueue(label: "scenewire.journal.housekeeping", qos: .utility)
    private let isStopped = Atomic(false)
    private let unwritten = Mutex<[UnwrittenIndex]>([])
    private let scrubber: Mutex<Scrubber>

    init(state: JournalState, manifest: ManifestFile, lock: FileLock, options: JournalOptions) {
        self.state = state
        self.manifest = manifest
        self.lock = lock
        self.options = options
        scrubber = Mutex(Scrubber(state))
    }

    /// Begins the work that recurs.
    ///
    /// - Parameter indexes: Those that found no room at the start.
    func start(unwritten indexes: [UnwrittenIndex]) {
        unwritten.withLock { $0 = indexes }
        repeatEvery(Self.retentionInterval) { housekeeper in
            housekeeper.writeIndexes()
            housekeeper.retain()
        }
        if options.scrubBytesPerSecond > 0 {
            repeatEvery(Self.checkInterval) { $0.check(byteLimit: $0.options.scrubBytesPerSecond) }
        }
    }

    /// Takes care of a segment that was just sealed.
    ///
    /// - Parameter next: The first sequence number of the one that follows.
    func sealed(_ index: UnwrittenIndex, next: SequenceNumber) {
        unwritten.withLock { $0.append(index) }
        queue.async { [self] in
            attempt { () throws(JournalError) in
                try manifest.update { $0.lastSegment = next }
            }
            writeIndexes()
            retain()
        }
    }

    /// Waits while too many sealed segments hold their events in memory.
    func waitForRoom() {
        if unwritten.withLock({ $0.count }) > Self.unwrittenMax { queue.sync {} }
    }

    /// Removes now what need not be retained.
    func enforceRetention() {
        queue.sync { retain() }
    }

    /// Checks all sealed segments now.
    func checkSealedSegments() {
        queue.sync { check(byteLimit: nil) }
    }

    /// Writes what is still in memory; returns when that is done.
    func finish() {
        queue.sync { writeIndexes() }
    }

    /// Ends what is under way; returns when nothing touches the directory any more.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        queue.sync {}
    }

    private func writeIndexes() {
        while !isStopped.load(ordering: .relaxed), let next = unwritten.withLock({ $0.first }) {
            let isWritten = attempt { () throws(JournalError) in
                try next.index.write(next.segment, end: next.end)
            }
            // On a full disk the events stay in memory, and are found there, until the next attempt.
            guard isWritten else { return }
            unwritten.withLock { _ = $0.removeFirst() }
        }
    }

    private func retain() {
        guard let retention = options.retention else { return }
        attempt { () throws(JournalError) in
            while !isStopped.load(ordering: .relaxed), let oldest = retention.removable(from: state.current) {
                // The index must answer for the events from now on, so it is read once more in full.
                guard try oldest.segment.index.check() else { return }
                try remove(oldest.segment, next: oldest.next)
            }
        }
    }

    private func remove(_ segment: Segment, next: SequenceNumber) throws(JournalError) {
        // The manifest first: a segment that is missing without its word would be damage.
        try manifest.update { $0.firstRetained = next }
        state.update { $0.segments.removeFirst() }
        try state.directory.testing.reached(.beforeRetentionRemoval)
        try state.directory.storage.remove(segment.index.segmentPath)
        try state.directory.synchronizeNames()
    }

    private func check(byteLimit: Int?) {
        attempt { () throws(JournalError) in
            let damages = try scrubber.withLock { (scrubber) throws(JournalError) in
                try scrubber.run(byteLimit: byteLimit)
            }
            for damage in damages { options.troubleFound(.damaged(damage)) }
        }
    }

    private func repeatEvery(_ interval: Duration, _ step: @escaping @Sendable (Housekeeper) -> Void) {
        queue.asyncAfter(deadline: .now() + .seconds(Int(interval.components.seconds))) { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            step(self)
            repeatEvery(interval, step)
        }
    }

    /// Runs one step; a failure leaves things as they were for the next time.
    @discardableResult
    private func attempt(_ step: () throws(JournalError) -> Void) -> Bool {
        do throws(JournalError) {
            // A directory that another process has by now is left alone.
            try lock.checkHeld()
            try step()
            return true
        } catch {
            options.troubleFound(error)
            return false
        }
    }
}

extension JournalRetention {
    /// The oldest segment, if it breaks a limit and nobody holds it.
    fileprivate func removable(
        from view: JournalState.View
    ) -> (segment: Segment, next: SequenceNumber)? {
        guard view.segments.count > 1 else { return nil }
        let oldest = view.segments[0]
        let next = view.segments[1].header
        let byteCount = view.segments.reduce(0) { $0 + $1.header.segmentByteCount }
        let isTooMuch = byteCountMax.map { byteCount > $0 } ?? false
        let sealedFor = Duration.nanoseconds(Timestamp.now.nanoseconds(since: next.createdAt))
        let isTooOld = age.map { sealedFor > $0 } ?? false
        guard isTooMuch || isTooOld else { return nil }
        if let held = heldThrough(), held.advanced(by: 1) < next.firstSequence { return nil }
        return (oldest, next.firstSequence)
    }
}

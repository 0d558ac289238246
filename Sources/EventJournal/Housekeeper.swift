import Dispatch
import EventSchema
import Synchronization

/// Does in the background what nobody should wait for: writes the indexes of sealed segments, removes
/// segments that are not retained, and checks what is kept.
final class Housekeeper: Sendable {
    /// How many sealed segments may wait with their events in memory before an append waits for them.
    private static let unwrittenMax = 4

    private struct Work {
        var unwritten: [(segment: Segment, end: SegmentEnd)] = []
    }

    private let state: JournalState
    private let manifest: ManifestFile
    private let options: JournalOptions
    private let queue = DispatchQueue(label: "scenewire.journal.housekeeping", qos: .utility)
    private let isStopped = Atomic(false)
    private let work = Mutex(Work())

    init(state: JournalState, manifest: ManifestFile, options: JournalOptions) {
        self.state = state
        self.manifest = manifest
        self.options = options
    }

    /// Takes care of a segment that was just sealed.
    ///
    /// - Parameter next: The first sequence number of the one that follows.
    func sealed(_ segment: Segment, end: SegmentEnd, next: SequenceNumber) {
        work.withLock { $0.unwritten.append((segment, end)) }
        queue.async { [self] in
            report {
                () throws(JournalError) in
                try manifest.update { $0.lastSegment = next }
            }
            writeIndexes()
        }
    }

    /// Waits while too many sealed segments hold their events in memory.
    func waitForRoom() {
        if work.withLock({ $0.unwritten.count }) > Self.unwrittenMax { queue.sync {} }
    }

    /// Ends what is under way; returns when nothing touches the directory any more.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        queue.sync {}
    }

    private func writeIndexes() {
        while !isStopped.load(ordering: .relaxed), let next = work.withLock({ $0.unwritten.first }) {
            let isWritten = report { () throws(JournalError) in
                try next.segment.index.write(next.segment.header, end: next.end)
            }
            // On a full disk the events stay in memory, and are found there, until the next segment.
            guard isWritten else { return }
            work.withLock { _ = $0.unwritten.removeFirst() }
        }
    }

    /// Runs one step; a failure leaves things as they were for the next time.
    @discardableResult
    private func report(_ step: () throws(JournalError) -> Void) -> Bool {
        do throws(JournalError) {
            try step()
            return true
        } catch {
            // Nothing that was acknowledged depends on the rest: indexes are remade at the next start.
            if case .damaged(let damage) = error { options.damageFound(damage) }
            return false
        }
    }
}

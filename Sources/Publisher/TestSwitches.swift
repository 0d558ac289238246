import EventBus
import EventJournal
import EventSchema
import Glibc

/// Ways to break a promise on purpose, so that a test can prove that it would notice.
///
/// They exist in debug builds only, and come from the environment:
/// `SCENEWIRE_UNSAFE=noSync` leaves out every sync, `SCENEWIRE_UNSAFE=broadcastFirst` broadcasts before
/// the sync, and `SCENEWIRE_KILL_AT=POINT:N` kills the process when it gets to a ``JournalFaultPoint`` the
/// N-th time.
struct TestSwitches: Sendable {
    #if DEBUG
        private let broadcastsFirst: Bool
        let journal: UnsafeTestOptions

        init(environment: [String: String]) {
            let unsafe = environment["SCENEWIRE_UNSAFE"]
            broadcastsFirst = unsafe == "broadcastFirst"
            var journal = UnsafeTestOptions()
            journal.skipsSync = unsafe == "noSync"
            let target = environment["SCENEWIRE_KILL_AT"]?.split(separator: ":") ?? []
            if let point = target.first.flatMap({ JournalFaultPoint(rawValue: String($0)) }) {
                let countdown = Countdown(from: target.dropFirst().first.flatMap { Int($0) } ?? 1)
                journal.reached = { reached in
                    if reached == point, countdown.isOver() { kill(getpid(), SIGKILL) }
                }
            }
            self.journal = journal
        }

        /// Sends records that are not on disk, as a publisher must never do.
        func broadcastTooEarly(
            _ commit: borrowing PendingCommit,
            bounds: JournalBounds,
            publishedAt: Timestamp,
            on live: inout LiveSocket
        ) throws {
            guard broadcastsFirst else { return }
            let writer = RecordWriter(stream: bounds.stream, epoch: bounds.epoch)
            var bytes: [UInt8] = []
            for (position, entry) in commit.entries.enumerated() {
                let source = commit.sources[entry.source].bytes
                writer.append(
                    event: source.span.bytes.extracting(entry.range),
                    sequence: bounds.head.sequence.advanced(by: position + 1),
                    publishedAt: publishedAt,
                    salt: (0, 0),
                    to: &bytes
                )
            }
            try live.broadcast(RecordBatch(verifying: bytes))
        }
    #else
        let journal = UnsafeTestOptions()

        init(environment: [String: String]) {}

        func broadcastTooEarly(
            _ commit: borrowing PendingCommit,
            bounds: JournalBounds,
            publishedAt: Timestamp,
            on live: inout LiveSocket
        ) throws {}
    #endif
}

#if DEBUG
    import Synchronization

    private final class Countdown: Sendable {
        private let rest: Mutex<Int>

        init(from count: Int) {
            rest = Mutex(count)
        }

        func isOver() -> Bool {
            rest.withLock { rest in
                rest -= 1
                return rest == 0
            }
        }
    }
#endif

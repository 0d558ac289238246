import EventSchema
import Synchronization
import SystemPackage
import Testing

@testable import EventJournal

/// Every write and every sync fails once, and the process stops at every named point.
@Suite(.timeLimit(.minutes(20))) struct FaultTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private let options = JournalOptions.segments(of: 8 * 1024)
    private let events = (1...24).map { TestEvent($0, byteCount: 400 + $0) }

    /// What a run of the workload ended with.
    private struct Outcome {
        /// How many events were acknowledged, in order.
        var acknowledged = 0
        var error: JournalError?
    }

    /// Opens the journal, appends the events that it lacks in twos, and closes it.
    private func run(_ path: FilePath, _ testing: UnsafeTestOptions, closes: Bool = true) -> Outcome {
        var outcome = Outcome()
        do throws(JournalError) {
            let journal = try Journal(at: path, options: options, testing: testing)
            defer { journal.abandon() }
            outcome.acknowledged = Int(journal.bounds.head.sequence.value)
            while outcome.acknowledged < events.count {
                let pair = Array(events[outcome.acknowledged..<outcome.acknowledged + 2])
                do throws(JournalError) {
                    outcome.acknowledged = try appended(pair, to: journal)
                } catch {
                    outcome.error = error
                    expectDead(journal, after: error)
                    return outcome
                }
            }
            if closes { try journal.close() }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    private func appended(_ pair: [TestEvent], to journal: Journal) throws(JournalError) -> Int {
        let entries = [
            JournalEntry(id: pair[0].id, range: 0..<pair[0].bytes.count),
            JournalEntry(
                id: pair[1].id,
                range: pair[0].bytes.count..<pair[0].bytes.count + pair[1].bytes.count
            ),
        ]
        let batch = try journal.append(
            entries,
            from: [JournalSource(bytes: pair[0].bytes + pair[1].bytes)],
            publishedAt: Timestamp(nanoseconds: 1)
        )
        return Int(batch.end?.sequence.value ?? 0)
    }

    /// After anything but a full disk nothing is accepted, because nobody can say what is on disk.
    private func expectDead(_ journal: Journal, after error: JournalError) {
        if case .full = error { return }
        let head = journal.bounds.head
        #expect(throws: JournalError.self) { try journal.append([TestEvent(500)]) }
        #expect(journal.bounds.head == head)
    }

    /// Opens the journal again: what was acknowledged is there, and nothing that was not sent.
    private func check(_ path: FilePath, _ outcome: Outcome, _ note: String) throws {
        let journal = try Journal(at: path, options: options, testing: .small)
        defer { journal.abandon() }
        let read = try journal.reader.everything()
        #expect(read.count >= outcome.acknowledged, "\(note)")
        #expect(read == events.prefix(read.count).map(\.bytes), "\(note)")
        for (number, event) in events.enumerated() {
            let found = try journal.find(event)
            #expect(found?.sequence.value == (number < read.count ? UInt64(number + 1) : nil), "\(note)")
        }
        let report = try JournalInspector(path).verify()
        #expect(report.isIntact, "\(note): \(report.damages)")
    }

    @Test(arguments: FaultyStorage.Fault.allCases)
    func losesNothingWhateverWriteOrSyncFails(fault: FaultyStorage.Fault) throws {
        var number = 1
        while true {
            let path = directory.path.appending("journal-\(number)")
            let storage = FaultyStorage(fault, at: number)
            var testing = UnsafeTestOptions.small
            testing.storage = storage
            let outcome = run(path, testing)
            guard storage.counts.withLock({ $0.hasFailed }) else { break }
            try check(path, outcome, "\(fault) at \(number), \(String(describing: outcome.error))")
            number += 1
        }
        // Every commit alone has a write and a sync.
        #expect(number > events.count / 2)
    }

    @Test(arguments: FaultyStorage.Fault.allCases)
    func losesNothingWhateverFailsWhileRecovering(fault: FaultyStorage.Fault) throws {
        var number = 1
        while true {
            let path = directory.path.appending("journal-\(number)")
            // A process that died between the write and the sync of its eighth commit.
            let commits = Counter()
            var testing = UnsafeTestOptions.small
            testing.reached = { (point) throws(JournalError) in
                guard point == .afterWriteBeforeSync else { return }
                if commits.next() == 8 { throw .closed }
            }
            let before = run(path, testing)
            #expect(before.acknowledged == 14)
            let storage = FaultyStorage(fault, at: number)
            testing = .small
            testing.storage = storage
            var outcome = run(path, testing)
            outcome.acknowledged = max(outcome.acknowledged, before.acknowledged)
            guard storage.counts.withLock({ $0.hasFailed }) else { break }
            try check(path, outcome, "\(fault) at \(number), \(String(describing: outcome.error))")
            number += 1
        }
        #expect(number > 5)
    }

    @Test(arguments: JournalFaultPoint.allCases)
    func losesNothingWhenStoppedAtANamedPoint(point: JournalFaultPoint) throws {
        var number = 1
        while true {
            let path = directory.path.appending("journal-\(number)")
            let reached = Counter()
            let limit = number
            var testing = UnsafeTestOptions.small
            testing.reached = { (here) throws(JournalError) in
                guard here == point else { return }
                // From the n-th time on: a stopped process does nothing more.
                if reached.next() >= limit { throw .closed }
            }
            let outcome = run(path, testing)
            guard reached.count >= number else { break }
            try check(path, outcome, "\(point) at \(number)")
            number += 1
        }
        if point == .beforeRetentionRemoval { return }
        #expect(number > 1, "\(point) was never reached")
    }

    @Test func losesNothingWhenStoppedWhileRemovingSegments() throws {
        let path = directory.path.appending("journal")
        var retaining = options
        retaining.retention = JournalRetention(byteCountMax: 8 * 1024)
        var testing = UnsafeTestOptions.small
        testing.reached = { (point) throws(JournalError) in
            if point == .beforeRetentionRemoval { throw .closed }
        }
        let first = try Journal(at: path, options: retaining, testing: testing)
        for event in events { try first.append([event]) }
        first.enforceRetention()
        let retained = first.bounds.firstRetained
        #expect(retained > SequenceNumber(1))
        first.abandon()
        let second = try Journal(at: path, options: options, testing: .small)
        #expect(second.bounds.firstRetained == retained)
        let kept = events[Int(retained.value - 1)...].map(\.bytes)
        #expect(try second.reader.everything(after: SequenceNumber(retained.value - 1)) == kept)
        for event in events { #expect(try second.find(event)?.isSameEvent == true) }
    }

    /// The bytes of a commit that was never synced are accepted by a restart, and then made durable before
    /// anybody sees them.
    @Test func syncsWhatItAcceptsBeforeItServesIt() throws {
        let path = directory.path.appending("journal")
        var testing = UnsafeTestOptions.small
        testing.reached = { (point) throws(JournalError) in
            if point == .afterWriteBeforeSync { throw .closed }
        }
        let first = try Journal(at: path, options: options, testing: testing)
        #expect(throws: JournalError.self) { try first.append([events[0]]) }
        first.abandon()
        let storage = FaultyStorage()
        testing = .small
        testing.storage = storage
        let second = try Journal(at: path, options: options, testing: testing)
        #expect(try second.reader.everything() == [events[0].bytes])
        #expect(storage.counts.withLock { $0.syncs } >= 3, "the segment, the directory, the manifest")
    }
}

/// Counts from any thread.
private final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}

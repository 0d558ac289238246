import EventBus
import EventJournal
import EventSchema
import Synchronization
import ZeroMQ

/// Decides the order of the stream: one thread that commits, broadcasts and answers, in this order.
///
/// Whatever has queued while the last sync ran goes into the next commit, so that the disk itself sets
/// the batch size and nobody waits on purpose.
final class Sequencer: Sendable {
    /// What others may see of the sequencer.
    struct View: Sendable {
        var clock: PublisherClock
        var headPublishedAt: Timestamp?
        var isReadOnly = false
        /// What the next commit's records say of the clock, beyond what its own time says.
        var stepFlags: RecordHeader.Flags = []
    }

    private struct Waiting {
        var submissions: [Submission] = []
        var byteCount = 0
        /// When the oldest of them, or of those that are being committed, was taken on.
        var since: ContinuousClock.Instant?
        var startsLiveAnew = false
        var isStopping = false
    }

    /// How long the oldest event may wait for its commit before the publisher is not ready.
    static let commitTimeout = Duration.seconds(5)

    /// Events that may wait for a commit, in bytes; beyond it authors are told to come back later.
    static let waitingByteCountMax = 64 * 1024 * 1024

    /// Whether a player sets the clock.
    let isPlayed: Bool

    /// Rings after every commit and heartbeat, and closes when nothing more will be recorded.
    let bell = StreamBell()

    private let journal: Journal
    private let metrics: PublisherMetrics
    private let switches: TestSwitches
    private let wakeUp: WakeUp
    private let waiting = Mutex(Waiting())
    private let shared: Mutex<View>
    private let readOnlyChanged: @Sendable (_ reason: JournalError?) -> Void

    /// - Parameters:
    ///   - headPublishedAt: When the journal's head was published; `nil` for an empty journal.
    ///   - readOnlyChanged: Told on the sequencer's thread why nothing can be recorded, once, and then with `nil`
    ///     when events are recorded again.
    init(
        journal: Journal,
        isPlayed: Bool,
        headPublishedAt: Timestamp?,
        metrics: PublisherMetrics,
        switches: TestSwitches,
        readOnlyChanged: @escaping @Sendable (_ reason: JournalError?) -> Void = { _ in }
    ) throws(ZeroMQError) {
        self.readOnlyChanged = readOnlyChanged
        self.isPlayed = isPlayed
        self.journal = journal
        self.metrics = metrics
        self.switches = switches
        wakeUp = try WakeUp()
        let last = headPublishedAt ?? Timestamp(nanoseconds: 0)
        shared = Mutex(
            View(clock: PublisherClock(isPlayed: isPlayed, last: last), headPublishedAt: headPublishedAt)
        )
    }

    /// How the sequencer stands.
    var view: View { shared.withLock { $0 } }

    /// Why a submission cannot be taken with this player's time; `nil` when it can.
    func fault(ofPlayedAt playedAt: Timestamp?) -> String? {
        if playedAt != nil {
            return isPlayed ? nil : "a player's time is given, but this publisher's clock is the wall's"
        }
        // Until a player has set the clock there is no time that could be continued.
        guard isPlayed, view.clock.last.nanoseconds == 0 else { return nil }
        return "the player's time is missing; this publisher's clock is played"
    }

    /// Takes a submission on; any thread may call it.
    ///
    /// - Returns: Why not, when it cannot; then nothing of it will be recorded.
    func submit(_ submission: Submission) -> BusRefusalReason? {
        let (refusal, isFirst) = waiting.withLock { waiting -> (BusRefusalReason?, Bool) in
            if waiting.isStopping { return (.stopping, false) }
            let byteCount = waiting.byteCount + submission.memoryByteCount
            if byteCount > Self.waitingByteCountMax { return (.overloaded, false) }
            waiting.submissions.append(submission)
            waiting.byteCount = byteCount
            waiting.since = waiting.since ?? .now
            return (nil, waiting.submissions.count == 1)
        }
        // The thread takes all that wait at once, so one ring serves them all.
        if isFirst { wakeUp.ring() }
        return refusal
    }

    /// Sequences until ``stop()``; to be run on a thread of its own. It closes the journal at the end.
    ///
    /// - Parameter onBound: Gets the live address, with the port that the system chose.
    /// - Throws: When the disk fails. Then nobody knows what is on it, and the process must end.
    func run(endpoint: String, onBound: (String) -> Void) throws {
        defer {
            // Nobody records any more. What is let go of tells its author so, outside the lock.
            let dropped = waiting.withLock { waiting in
                defer { (waiting.isStopping, waiting.submissions, waiting.byteCount) = (true, [], 0) }
                return waiting.submissions
            }
            withExtendedLifetime(dropped) {}
            bell.close()
        }
        var live = try LiveSocket(endpoint: endpoint)
        onBound(live.endpoint)
        var commit = PendingCommit()
        var nextHeartbeat = ContinuousClock.now
        var floodCount = 0
        while true {
            var hasNewcomer = try live.wait(or: wakeUp, timeout: max(.zero, nextHeartbeat - .now))
            let (submissions, startsLiveAnew, isStopping) = waiting.withLock { waiting in
                defer {
                    (waiting.submissions, waiting.byteCount, waiting.startsLiveAnew) = ([], 0, false)
                }
                return (waiting.submissions, waiting.startsLiveAnew, waiting.isStopping)
            }
            if startsLiveAnew { try live.startAnew() }
            if !submissions.isEmpty {
                // Who subscribed before these were sent should get them.
                if try live.readSubscriptions() { hasNewcomer = true }
                try record(submissions, with: &commit, on: &live)
                waiting.withLock { $0.since = $0.submissions.isEmpty ? nil : .now }
            }
            if hasNewcomer || .now >= nextHeartbeat || isStopping {
                // Nobody may take this for the journal's publisher when the journal is somewhere else.
                try journal.check()
                try live.send(heartbeat)
                nextHeartbeat = .now + BusLimits.heartbeatInterval
                bell.ring()
            }
            metrics.subscriptions.record(live.subscriptionCount)
            metrics.floods.increment(by: live.floodCount - floodCount)
            floodCount = live.floodCount
            if isStopping { break }
        }
        try journal.close()
    }

    /// Takes nothing more on, commits what waits, and ends ``run(endpoint:onBound:)``. Any thread may call it.
    func stop() {
        waiting.withLock { $0.isStopping = true }
        wakeUp.ring()
    }

    /// Hangs up on every subscriber and listens again; feeds come back by themselves, and replay brings what they
    /// missed. Any thread may call it.
    func startLiveAnew() {
        waiting.withLock { $0.startsLiveAnew = true }
        wakeUp.ring()
    }

    /// Why events are not being recorded; `nil` while they are, or none wait.
    var fault: String? {
        guard let since = waiting.withLock(\.since) else { return nil }
        let time = ContinuousClock.now - since
        guard time >= Self.commitTimeout else { return nil }
        return "a commit has waited for the disk for \(time.components.seconds) s"
    }

    private var heartbeat: BusHeartbeat {
        let (bounds, clock) = (journal.bounds, view.clock)
        return .with {
            $0.stream = bounds.stream.wire
            $0.epoch = bounds.epoch
            $0.head = bounds.head.sequence.value
            $0.clock = clock.now.nanoseconds
            $0.isPlayed = clock.isPlayed
        }
    }

    /// Records the submissions in as few commits as their sizes allow, and answers each.
    private func record(
        _ submissions: [Submission],
        with commit: inout PendingCommit,
        on live: inout LiveSocket
    ) throws {
        var answers = submissions.map(\.answer)
        var answered = 0
        // Once the disk is full, what is smaller might still fit; it must not overtake what was refused.
        var isFull = false
        for (number, submission) in submissions.enumerated() {
            // Only a player tells the time; its commits must not mix two of them.
            if submission.playedAt != nil, try !flush(&commit, submissions, &answers, on: &live) {
                isFull = true
            }
            if let time = submission.playedAt {
                shared.withLock { $0.stepFlags.formUnion($0.clock.advance(to: time).flags) }
            }
            for candidate in submission.candidates {
                if !commit.hasRoom(for: candidate, of: submission) {
                    if try !flush(&commit, submissions, &answers, on: &live) { isFull = true }
                    // Whoever is complete need not wait for the rest of the round.
                    while answered < number {
                        submissions[answered].reply(answers[answered].published)
                        answered += 1
                    }
                }
                guard !isFull else {
                    answers[number].refuse(candidate.index, .readOnly, "the disk is full")
                    continue
                }
                admit(candidate, of: submission, number: number, to: &commit, &answers[number])
            }
        }
        _ = try flush(&commit, submissions, &answers, on: &live)
        for (submission, answer) in zip(submissions, answers).dropFirst(answered) {
            submission.reply(answer.published)
        }
    }

    /// Lets a new event into the commit, and answers any other at once.
    private func admit(
        _ candidate: Submission.Candidate,
        of submission: Submission,
        number: Int,
        to commit: inout PendingCommit,
        _ answer: inout SubmissionAnswer
    ) {
        if isPlayed, candidate.outline.status == .actual {
            let detail = "status is Actual; this publisher's clock is played, so nothing here is"
            return answer.refuse(candidate.index, .notActual, detail, field: "/status")
        }
        let event = submission.batch.bytes.span.bytes.extracting(candidate.range)
        do throws(JournalError) {
            if let found = try journal.find(candidate.outline.id, event: event) {
                return answerKnown(candidate, found, &answer)
            }
        } catch {
            // Whether it is new cannot be said, so it must not be recorded; the others can be.
            return answer.refuse(candidate.index, .overloaded, "the journal cannot be read: \(error)")
        }
        guard let position = commit.append(candidate, of: submission, number: number) else { return }
        if commit.bytes(at: position) == submission.batch.bytes[candidate.range] {
            commit.appendRepeat(of: position, submission: number, index: candidate.index)
        } else {
            // Whether the first one is recorded turns out with the commit.
            commit.appendConflict(with: position, submission: number, index: candidate.index)
        }
    }

    private func answerKnown(
        _ candidate: Submission.Candidate,
        _ found: FoundRecord,
        _ answer: inout SubmissionAnswer
    ) {
        guard found.isSameEvent else {
            let place = "as record \(found.sequence)"
            return refuseConflict(candidate.outline.id, candidate.index, at: place, &answer)
        }
        let receipt = Receipt(sequence: found.sequence, publishedAt: found.publishedAt)
        answer.record(candidate.index, receipt, isDuplicate: true)
        metrics.duplicates.increment()
    }

    private func refuseConflict(
        _ id: EventID,
        _ index: Int,
        at place: String,
        _ answer: inout SubmissionAnswer
    ) {
        let detail = "id \(id) was recorded \(place) with other bytes; an event never changes"
        answer.refuse(index, .conflict, detail, field: "/id")
    }

    /// Makes the commit durable, then broadcasts it, then puts down the receipts.
    ///
    /// - Returns: `false` when the disk is full and everything in the commit was refused.
    private func flush(
        _ commit: inout PendingCommit,
        _ submissions: [Submission],
        _ answers: inout [SubmissionAnswer],
        on live: inout LiveSocket
    ) throws -> Bool {
        guard !commit.entries.isEmpty else { return true }
        defer { commit.removeAll() }
        // Taken over only once the commit is there: a step of the clock is told by the first record behind it.
        var clock = view.clock
        let (time, newFlags) = clock.advance(to: clock.now)
        let flags = newFlags.union(view.stepFlags)
        try switches.broadcastTooEarly(commit, bounds: journal.bounds, publishedAt: time, on: &live)
        let start = ContinuousClock.now
        let batch: RecordBatch
        do throws(JournalError) {
            batch = try journal.append(commit.entries, from: commit.sources, publishedAt: time, flags: flags)
        } catch {
            guard case .full = error else { throw error }
            if !view.isReadOnly { readOnlyChanged(error) }
            shared.withLock { $0.isReadOnly = true }
            for origin in commit.origins + commit.repeats.map(\.origin) + commit.conflicts.map(\.origin) {
                answers[origin.submission].refuse(origin.index, .readOnly, error.description)
            }
            return false
        }
        try live.broadcast(batch)
        if flags.contains(.clockSteppedBack) { metrics.clockSteps.increment() }
        if view.isReadOnly { readOnlyChanged(nil) }
        shared.withLock { view in
            (view.clock, view.stepFlags) = (clock, [])
            view.isReadOnly = false
            view.headPublishedAt = time
        }
        bell.ring()
        metrics.countCommit(batch, took: ContinuousClock.now - start, sent: live.sentCount)
        guard let first = batch.firstSequence else { return true }
        for (position, origin) in commit.origins.enumerated() {
            let receipt = Receipt(sequence: first.advanced(by: position), publishedAt: time)
            answers[origin.submission].record(origin.index, receipt, isDuplicate: false)
        }
        for (origin, position) in commit.repeats {
            let receipt = Receipt(sequence: first.advanced(by: position), publishedAt: time)
            answers[origin.submission].record(origin.index, receipt, isDuplicate: true)
            metrics.duplicates.increment()
        }
        for (origin, position) in commit.conflicts {
            let place = "as record \(first.advanced(by: position))"
            refuseConflict(commit.entries[position].id, origin.index, at: place, &answers[origin.submission])
        }
        return true
    }
}

import EventBus
import EventJournal
import EventSchema
import Synchronization
import ZeroMQ

/// Answers what needs the journal's past, on a thread of its own, so that a cold disk delays nobody who
/// publishes.
final class ReplayDesk: Sendable {
    struct Job: Sendable {
        let request: BusRequest.OneOf_Body
        let reply: @Sendable (OutgoingReply) -> Void
    }

    private struct Waiting {
        var jobs: [Job] = []
        var isStopping = false
    }

    /// Jobs that may wait; beyond it the asker is told to come back later.
    static let jobsWaitingMax = 1_024
    /// How much is read for one filtered reply, so that a rare topic does not hold up the others.
    static let scannedByteCountMax = 16 * BusLimits.replayByteCountMax

    private let reader: JournalReader
    private let clock: @Sendable () -> PublisherClock
    private let softwareVersion: String
    private let metrics: PublisherMetrics
    private let wakeUp: WakeUp
    private let waiting = Mutex(Waiting())

    init(
        reader: JournalReader,
        softwareVersion: String,
        metrics: PublisherMetrics,
        clock: @escaping @Sendable () -> PublisherClock
    ) throws(ZeroMQError) {
        self.reader = reader
        self.clock = clock
        self.softwareVersion = softwareVersion
        self.metrics = metrics
        wakeUp = try WakeUp()
    }

    /// Takes a job on; any thread may call it.
    ///
    /// - Returns: `false` when too many wait.
    func submit(_ job: Job) -> Bool {
        let isTaken = waiting.withLock { waiting in
            guard waiting.jobs.count < Self.jobsWaitingMax, !waiting.isStopping else { return false }
            waiting.jobs.append(job)
            return true
        }
        if isTaken { wakeUp.ring() }
        return isTaken
    }

    /// Answers until ``stop()``; to be run on a thread of its own.
    func run() throws {
        while true {
            let (jobs, isStopping) = waiting.withLock { waiting in
                defer { waiting.jobs = [] }
                return (waiting.jobs, waiting.isStopping)
            }
            for job in jobs { job.reply(answer(job.request)) }
            if isStopping { return }
            if jobs.isEmpty { try Poll.wait(for: wakeUp, timeout: .seconds(60)) }
        }
    }

    /// Answers what waits and ends ``run()``. Any thread may call it.
    func stop() {
        waiting.withLock { $0.isStopping = true }
        wakeUp.ring()
    }

    /// Answers one request; it blocks while the disk works.
    func answer(_ request: BusRequest.OneOf_Body) -> OutgoingReply {
        if waiting.withLock({ $0.isStopping }) { return .refusal(.overloaded, "the publisher is stopping") }
        do {
            switch request {
            case .hello(let hello): return try welcome(hello)
            case .replay(let replay): return try records(replay)
            case .publish, .report, .status: return .refusal(.malformed, "not a question about the past")
            }
        } catch {
            // What cannot be read today is no reason to keep authors out.
            return .refusal(.overloaded, "the journal cannot be read: \(error)")
        }
    }

    private func welcome(_ hello: BusHello) throws -> OutgoingReply {
        let bounds = reader.bounds
        let verdict = try hello.hasCursor ? judge(hello.cursor) : .unspecified
        let clock = clock()
        return OutgoingReply(
            .welcome(
                .with {
                    $0.stream = bounds.stream.wire
                    $0.epoch = bounds.epoch
                    $0.head = bounds.head.sequence.value
                    $0.firstRetained = bounds.firstRetained.value
                    $0.clock = clock.now.nanoseconds
                    $0.isPlayed = clock.isPlayed
                    $0.sentAt = hello.sentAt
                    $0.cursor = verdict
                    $0.softwareVersion = softwareVersion
                    $0.headChecksum = bounds.head.checksum
                }
            )
        )
    }

    private func judge(_ mark: BusCursorMark) throws -> BusCursorVerdict {
        guard let cursor = Cursor(mark), try reader.holds(cursor) else { return .diverged }
        return .matches
    }

    private func records(_ replay: BusReplay) throws -> OutgoingReply {
        let bounds = reader.bounds
        guard let stream = StreamID(wire: replay.stream), stream == bounds.stream else {
            return .refusal(.diverged, "this publisher's stream is \(bounds.stream)")
        }
        guard replay.epoch == bounds.epoch else {
            return .refusal(.staleEpoch, "this publisher's epoch is \(bounds.epoch)")
        }
        guard replay.after <= bounds.head.sequence.value else {
            return .refusal(.diverged, "the head is \(bounds.head.sequence); there is no \(replay.after)")
        }
        guard let interest = Interest(topicPrefix: replay.topicPrefix) else {
            let detail =
                "topic_prefix is \(replay.topicPrefix.prefix(80)); "
                + "allowed is nothing, agency/ or agency/incident/, in at most \(BusLimits.topicByteCountMax) bytes"
            return .refusal(.malformed, detail)
        }
        let asked = Int(replay.byteLimit)
        let limit = asked == 0 ? BusLimits.replayByteCountMax : min(asked, BusLimits.replayByteCountMax)
        let start = SequenceNumber(replay.after)
        let (replayed, payload) = try read(after: start, interest, limit, within: bounds)
        metrics.replays.increment()
        metrics.replayedBytes.increment(by: payload.count)
        return OutgoingReply(.replayed(replayed), payload: payload)
    }

    private func read(
        after start: SequenceNumber,
        _ interest: Interest,
        _ byteLimit: Int,
        within bounds: JournalBounds
    ) throws(JournalError) -> (BusReplayed, payload: [UInt8]) {
        let prefix = Array(interest.topicPrefix.utf8)
        var position: Cursor?
        var (scannedThrough, scannedByteCount) = (start, 0)
        var payload: [UInt8] = []
        var replayed = BusReplayed()
        reading: while true {
            let step = prefix.isEmpty ? byteLimit : BusLimits.replayByteCountMax
            switch try reader.read(after: scannedThrough, byteLimit: step) {
            case .records(let batch):
                guard let end = batch.end else { break reading }
                let chosen = batch.bytes(withTopicPrefix: prefix)
                // One that does not fit any more waits for the next question, whole.
                if !payload.isEmpty, payload.count + chosen.count > byteLimit { break reading }
                payload = payload.isEmpty ? chosen : payload + chosen
                (scannedThrough, position) = (end.sequence, end)
                scannedByteCount += batch.bytes.count
                if prefix.isEmpty || scannedByteCount >= Self.scannedByteCountMax { break reading }
            case .truncated(let firstRetained):
                // Said once, with the first records that follow the gap.
                if scannedThrough > start { break reading }
                replayed.firstRetained = firstRetained.value
                scannedThrough = SequenceNumber(firstRetained.value - 1)
            case .damaged(let damage):
                replayed.damage = .with {
                    $0.sequence = (damage.sequence ?? scannedThrough.advanced(by: 1)).value
                    $0.detail = damage.description
                }
                break reading
            }
        }
        replayed.scannedThrough = scannedThrough.value
        // The head from before the reading: of a later one nothing could be said of what lies up to it.
        replayed.head = max(bounds.head.sequence, scannedThrough).value
        if position == nil { position = try self.position(at: scannedThrough, within: bounds) }
        if let position { replayed.position = BusCursorMark(position) }
        return (replayed, payload)
    }

    /// The record of a sequence number as a cursor; `nil` when there is none, or none any more.
    private func position(
        at sequence: SequenceNumber,
        within bounds: JournalBounds
    ) throws(JournalError) -> Cursor? {
        if sequence == bounds.head.sequence { return sequence == .zero ? nil : bounds.head }
        do throws(JournalError) {
            let checksum = try reader.checksum(of: sequence)
            return checksum.map { Cursor(stream: bounds.stream, sequence: sequence, checksum: $0) }
        } catch {
            // Whoever continues after a damaged record need not have it.
            guard case .damaged = error else { throw error }
            return nil
        }
    }
}

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
        let peer: RequestPeer
        let reply: @Sendable (OutgoingReply) -> Void

        /// Whether one look at the journal answers it.
        var isShort: Bool {
            if case .replay = request { false } else { true }
        }
    }

    private typealias Queue = FairQueue<RequestPeer, Job>

    private struct Waiting {
        var short = Queue(perClientMax: jobsPerPeerMax, countMax: jobsWaitingMax)
        var replays = Queue(perClientMax: jobsPerPeerMax, countMax: jobsWaitingMax)
        /// Short jobs since the last replay.
        var shortRun = 0
        var isStopping = false

        /// The next job: short ones first, as long as they leave the replays a turn.
        mutating func next() -> Job? {
            if shortRun < shortRunMax || replays.count == 0, let (_, job) = short.popFirst() {
                shortRun += 1
                return job
            }
            shortRun = 0
            return replays.popFirst()?.job
        }
    }

    /// Replays that may wait, and hellos and reports; beyond it, who has most of them is told to come back later.
    static let jobsWaitingMax = 1_024
    /// Those of one peer.
    static let jobsPerPeerMax = 2 * BusLimits.requestsInFlightMax
    /// Hellos and reports that are answered before a replay gets its turn.
    static let shortRunMax = 32
    /// How much is read for one filtered reply, so that a rare topic does not hold up the others.
    static let scannedByteCountMax = 4 * BusLimits.replayByteCountMax

    private let reader: JournalReader
    private let reports: ConsumerReports
    private let clock: @Sendable () -> PublisherClock
    private let softwareVersion: String
    private let metrics: PublisherMetrics
    private let wakeUp: WakeUp
    private let waiting = Mutex(Waiting())

    init(
        reader: JournalReader,
        reports: ConsumerReports,
        softwareVersion: String,
        metrics: PublisherMetrics,
        clock: @escaping @Sendable () -> PublisherClock
    ) throws(ZeroMQError) {
        self.reader = reader
        self.reports = reports
        self.clock = clock
        self.softwareVersion = softwareVersion
        self.metrics = metrics
        wakeUp = try WakeUp()
    }

    /// Takes a job on, or refuses it or another one in its place; any thread may call it.
    func submit(_ job: Job) {
        let dropped = waiting.withLock { waiting -> Job? in
            if waiting.isStopping { return job }
            return job.isShort
                ? waiting.short.append(job, of: job.peer) : waiting.replays.append(job, of: job.peer)
        }
        wakeUp.ring()
        guard let dropped else { return }
        metrics.countRefusedRequest(.overloaded)
        dropped.reply(
            .refusal(
                .overloaded,
                "as many questions wait already as may: \(Self.jobsPerPeerMax) of one connection, "
                    + "\(Self.jobsWaitingMax) in all"
            )
        )
    }

    /// Answers until ``stop()``; to be run on a thread of its own.
    func run() throws {
        while true {
            let (job, isStopping) = waiting.withLock { ($0.next(), $0.isStopping) }
            guard let job else {
                if isStopping { return }
                try Poll.wait(for: wakeUp, timeout: .seconds(60))
                continue
            }
            // Who has hung up gets no answer that costs anything: the disk is for the others.
            let (reply, work) =
                job.peer.isGone
                ? (.refusal(.overloaded, "the connection was closed"), 0) : answer(job.request)
            job.reply(reply)
            waiting.withLock { waiting in
                if job.isShort {
                    waiting.short.charge(job.peer, work)
                } else {
                    waiting.replays.charge(job.peer, work)
                }
            }
        }
    }

    /// Answers what waits and ends ``run()``. Any thread may call it.
    func stop() {
        waiting.withLock { $0.isStopping = true }
        wakeUp.ring()
    }

    /// Answers one request; it blocks while the disk works.
    ///
    /// - Returns: The answer, and how much work it was: bytes of records looked at.
    func answer(_ request: BusRequest.OneOf_Body) -> (reply: OutgoingReply, work: Int) {
        if waiting.withLock({ $0.isStopping }) {
            return (.refusal(.overloaded, "the publisher is stopping"), 0)
        }
        do {
            switch request {
            case .hello(let hello): return (try welcome(hello), 1)
            case .replay(let replay): return try records(replay)
            case .report(let report): return (try reports.take(report), 1)
            case .publish, .status: return (.refusal(.malformed, "not a question about the past"), 0)
            }
        } catch {
            // What cannot be read today is no reason to keep authors out.
            return (.refusal(.overloaded, "the journal cannot be read: \(error)"), 1)
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

    private func records(_ replay: BusReplay) throws -> (OutgoingReply, work: Int) {
        let bounds = reader.bounds
        guard let stream = StreamID(wire: replay.stream), stream == bounds.stream else {
            return (.refusal(.diverged, "this publisher's stream is \(bounds.stream)"), 0)
        }
        guard replay.epoch == bounds.epoch else {
            return (.refusal(.staleEpoch, "this publisher's epoch is \(bounds.epoch)"), 0)
        }
        guard replay.after <= bounds.head.sequence.value else {
            let detail = "the head is \(bounds.head.sequence); there is no \(replay.after)"
            return (.refusal(.diverged, detail), 0)
        }
        guard let interest = Interest(topicPrefix: replay.topicPrefix) else {
            let detail =
                "topic_prefix is \(replay.topicPrefix.prefix(80)); "
                + "allowed is nothing, agency/ or agency/incident/ as records have them (~ for no incident)"
            return (.refusal(.malformed, detail), 0)
        }
        let asked = Int(replay.byteLimit)
        let limit = asked == 0 ? BusLimits.replayByteCountMax : min(asked, BusLimits.replayByteCountMax)
        let start = SequenceNumber(replay.after)
        let (replayed, payload, work) = try read(after: start, interest, limit, within: bounds)
        metrics.replays.increment()
        metrics.replayedBytes.increment(by: payload.count)
        return (OutgoingReply(.replayed(replayed), payload: payload), work)
    }

    private func read(
        after start: SequenceNumber,
        _ interest: Interest,
        _ byteLimit: Int,
        within bounds: JournalBounds
    ) throws(JournalError) -> (BusReplayed, payload: [UInt8], scannedByteCount: Int) {
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
        return (replayed, payload, scannedByteCount)
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

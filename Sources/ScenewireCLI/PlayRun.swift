import EventBus
import EventSchema
import ServiceRuntime

/// Publishes a stream's events, each when its turn is.
struct PlayRun {
    /// What became of the events.
    struct Tally: Equatable, Sendable {
        var count = 0
        var recorded = 0
        var duplicates = 0
        /// Refused, or no event.
        var failed = 0

        /// What is said at the end.
        var summary: String {
            let events = "\(ProgressBar.grouped(count)) event\(count == 1 ? "" : "s")"
            return "played \(events): \(recorded) recorded, \(duplicates) duplicates, \(failed) not recorded"
        }

        mutating func note(_ result: PublishResult) {
            count += 1
            switch result {
            case .recorded: recorded += 1
            case .duplicate: duplicates += 1
            case .refused: failed += 1
            }
        }
    }

    /// How often a played clock is told the time while nothing happens.
    private static let tick = Duration.seconds(1)

    private let plan: PlayPlan
    private let connection: PublishingConnection
    private let patience: Duration
    private let results: PublishResultLines?
    private let clock = ContinuousClock()

    private var stream: PlayedStream
    /// Known once the first document is read.
    private var part: Range<Timestamp>?
    /// Known, with ``began``, once the first event that is played has its turn.
    private var first: Timestamp?
    private var began = ContinuousClock.now
    private var change = EventShift(nanoseconds: 0, isExercise: false)
    private var bar: ProgressBar
    private let isSilent: Bool
    private var isHeard = false

    /// What became of the events so far, also for others who look at it meanwhile.
    let shared = SharedValue(Tally())
    var tally: Tally { shared.value }

    /// - Parameters:
    ///   - patience: How long the first event is offered.
    ///   - results: How results are written; `nil` writes none.
    ///   - isSilent: Whether only what goes wrong is said, since somebody else shows how far it is.
    init(
        _ plan: PlayPlan,
        _ stream: PlayedStream,
        _ connection: PublishingConnection,
        patience: Duration,
        results: PublishResultLines?,
        isSilent: Bool = false
    ) {
        self.plan = plan
        self.stream = stream
        self.connection = connection
        self.patience = patience
        self.results = results
        self.isSilent = isSilent
        bar = ProgressBar(isShown: !isSilent && Palette.isTerminal(.standardError))
    }

    /// Plays to the end.
    ///
    /// - Parameter progress: Told from time to time how much of the files was read, from 0 to 1.
    /// - Throws: ``BusError`` when no publisher takes the first event in time, `Errno` when a file cannot be
    ///   read.
    mutating func play(progress: (Double?) async -> Void = { _ in }) async throws {
        var batch: [PlayedEvent] = []
        while let played = try await nextEvent() {
            if let last = batch.last, !isTogether(last, played, batch) {
                try await offer(batch)
                batch = []
            }
            try await wait(for: played.moment)
            await progress(await stream.fractionRead())
            batch.append(played)
        }
        try await offer(batch)
        await endBar()
        guard !isSilent else { return }
        await TextOutput.standardError.say(tally.summary)
    }

    private struct PlayedEvent {
        let event: ValidEvent
        /// In the stream's own time.
        let moment: Timestamp
        let place: String
    }

    /// Whether two events may go out in one request: a played clock tells each moment by itself, and nothing
    /// waits for what has its turn later.
    private func isTogether(_ last: PlayedEvent, _ next: PlayedEvent, _ batch: [PlayedEvent]) -> Bool {
        let byteCount = batch.reduce(next.event.bytes.count) { $0 + $1.event.bytes.count + 8 }
        guard batch.count < EventParcel.countMax, byteCount < BusLimits.publishByteCountMax - 8 else {
            return false
        }
        return plan.isPlayed ? last.moment == next.moment : turn(of: next.moment) <= clock.now
    }
}

extension PlayRun {
    /// The next event that is to be played; what cannot be is reported and counted.
    private mutating func nextEvent() async throws -> PlayedEvent? {
        while let item = try await stream.next() {
            switch item {
            case .problem(let problem): await fail(problem)
            case .document(let played):
                if part == nil { for line in plan.said(origin: played.moment) { await say(line) } }
                let part = self.part ?? plan.part(origin: played.moment)
                self.part = part
                if played.moment >= part.upperBound { return nil }
                if played.moment < part.lowerBound { continue }
                if first == nil { await begin(played.moment) }
                do throws(PlayProblem) {
                    let event = try plan.event(of: played, change)
                    return PlayedEvent(event: event, moment: played.moment, place: played.place)
                } catch {
                    await fail(error)
                }
            }
        }
        return nil
    }

    private mutating func begin(_ moment: Timestamp) async {
        first = moment
        change = plan.change(first: moment, now: .now)
        if plan.shift != nil {
            let zero = shifted(moment)
            await say("the first event is at \(zero); for the same events again: --shift-to \(zero)")
        }
        began = clock.now
    }

    /// Waits until the turn of a moment, and lets a played clock run meanwhile.
    private mutating func wait(for moment: Timestamp) async throws {
        let end = turn(of: moment)
        await showBar(moment)
        while plan.isPlayed, isHeard, case .times(let factor) = plan.speed, end - clock.now > Self.tick {
            try await Task.sleep(for: Self.tick, clock: clock)
            let rest = (end - clock.now) * factor
            let time = Moment.relative(-rest.nanoseconds).time(from: moment)
            await tell(min(shifted(time), shifted(moment)))
            await showBar(time)
        }
        if end > clock.now { try await Task.sleep(until: end, clock: clock) }
    }

    private func turn(of moment: Timestamp) -> ContinuousClock.Instant {
        let origin = first ?? moment
        let (distance, isOver) = moment.nanoseconds.subtractingReportingOverflow(origin.nanoseconds)
        return began + plan.speed.delay(of: isOver ? .max : distance)
    }

    private func shifted(_ moment: Timestamp) -> Timestamp {
        Moment.relative(change.nanoseconds).time(from: moment)
    }

    /// Tells a played clock the time without an event.
    private func tell(_ time: Timestamp) async {
        // Whether it was heard matters only for the next event, which tells the time again.
        _ = try? await connection.publish(EventParcel(), playedAt: time, timeout: Self.tick)
    }

    /// Offers events until each is recorded or refused for good, however long the publisher is gone.
    private mutating func offer(_ batch: [PlayedEvent]) async throws {
        guard let last = batch.last else { return }
        let offering = Offering(
            connection: connection,
            playedAt: plan.isPlayed ? shifted(last.moment) : nil,
            patience: patience
        )
        var pending = batch
        while !pending.isEmpty {
            do {
                let answers = try await offering.offer(pending.map(\.event))
                isHeard = true
                pending = try await settle(answers, of: pending)
            } catch BusError.noReply(let endpoint, let time) where isHeard {
                await say("no answer from \(endpoint) within \(time); trying again", .alarm)
            } catch BusError.overloaded(let detail) where isHeard {
                await say("the publisher is overloaded: \(TerminalText.safe(detail)); trying again", .alarm)
            }
        }
    }

    /// Counts and reports what became of events.
    ///
    /// - Returns: Those that may be accepted later.
    private mutating func settle(
        _ answers: [PublishResult],
        of batch: [PlayedEvent]
    ) async throws -> [PlayedEvent] {
        var lines = ""
        var pending: [PlayedEvent] = []
        for (answer, played) in zip(answers, batch) {
            if case .refused(let refusal) = answer {
                let detail = "\(played.place): refused: \(TerminalText.safe("\(refusal)"))"
                guard !refusal.reason.mayPass else {
                    await say("\(detail); trying again", .alarm)
                    pending.append(played)
                    continue
                }
                await say(detail, .alarm)
            }
            shared.change { $0.note(answer) }
            if let results {
                lines += results.line(answer, of: played.event.outline.id, at: .document) + "\n"
            }
        }
        if !lines.isEmpty { try await TextOutput.standardOutput.write(lines) }
        return pending
    }

    private mutating func fail(_ problem: PlayProblem) async {
        shared.change { tally in
            tally.count += 1
            tally.failed += 1
        }
        await say(TerminalText.safe("\(problem)"), .alarm)
    }

    private mutating func say(_ line: String, _ style: Palette.Style = .plain) async {
        await endBar()
        await TextOutput.standardError.say(line, style)
    }

    private mutating func endBar() async {
        guard let text = bar.end() else { return }
        await TextOutput.standardError.draw(text)
    }

    private mutating func showBar(_ moment: Timestamp) async {
        let fraction = await stream.fractionRead()
        let time = "now \(LocalTime.text(of: shifted(moment)))"
        guard let text = bar.text(counting: tally.count, fraction, time) else { return }
        await TextOutput.standardError.draw(text)
    }
}

extension Duration {
    /// Whole nanoseconds, at the ends of the range for what does not fit.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isOverToo) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isOver || isOverToo ? (seconds < 0 ? .min : .max) : sum
    }
}

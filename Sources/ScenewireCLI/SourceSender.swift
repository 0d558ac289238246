import EventBus
import EventOutbox
import EventSchema

/// Sends what waits in an outbox, oldest first, one request after another.
struct SourceSender {
    let outbox: Outbox
    let lock: AgentLock
    let connection: PublishingConnection
    let link: SourceLink
    /// The consumer whose cursor says what is archived.
    let archiver: String
    /// Rung when there may be something to send, closed when the agent ends.
    let bell: Doorbell
    /// Asked when nothing waits.
    let endsWhenEmpty: @Sendable () -> Bool

    private var pace = SourcePace()
    /// The publisher's stream when it was last asked, since when nothing went wrong.
    private var stream: StreamID?
    private var archived: (stream: StreamID, sequence: UInt64)?
    private var nextArchiveLook = ContinuousClock.now
    private var lastAnswer: ContinuousClock.Instant?

    init(
        outbox: Outbox,
        lock: AgentLock,
        connection: PublishingConnection,
        link: SourceLink,
        archiver: String,
        bell: Doorbell,
        endsWhenEmpty: @escaping @Sendable () -> Bool
    ) {
        self.outbox = outbox
        self.lock = lock
        self.connection = connection
        self.link = link
        self.archiver = archiver
        self.bell = bell
        self.endsWhenEmpty = endsWhenEmpty
    }

    /// Sends until the bell is closed, or nothing waits and ``endsWhenEmpty`` says so.
    ///
    /// - Throws: ``OutboxError`` when the outbox cannot be used any more, or another agent may serve it.
    mutating func run() async throws {
        while !bell.isClosed {
            try lock.check()
            do {
                let batch = try await outbox.queued(
                    countMax: pace.countMax,
                    byteCountMax: SourceLimits.batchByteCountMax
                )
                if batch.isEmpty {
                    if endsWhenEmpty() { return }
                    try await lookAtArchive()
                    _ = await bell.wait(atMost: SourceLimits.lookInterval)
                } else if !isAnswering {
                    // Asked before anything is on its way, so that what is dropped meanwhile stays dropped.
                    stream = try await status().stream
                } else if let stream, let pause = try await offer(batch, to: stream) {
                    await rest(pause)
                }
            } catch let error as OutboxError where error.mayPass {
                // What was offered and could not be noted is offered again, which is harmless.
                await link.fails(error)
                await rest(pace.cameToNothing())
            } catch let error as BusError {
                // The next publisher that answers may be another one.
                stream = nil
                await link.fails(error)
                await rest(pace.cameToNothing())
            }
        }
    }

    /// Whether the publisher has just shown that it is there.
    private var isAnswering: Bool {
        guard stream != nil, let lastAnswer else { return false }
        return .now - lastAnswer < SourceLimits.answerAgeMax
    }

    /// - Parameter before: The publisher's stream when it was last asked.
    /// - Returns: How long to wait before the next request; `nil` for not at all.
    private mutating func offer(_ batch: [QueuedEvent], to before: StreamID) async throws -> Duration? {
        var parcel = EventParcel()
        for event in batch {
            let isTaken = parcel.append(event.bytes)
            precondition(isTaken, "a batch fits into one request")
        }
        let results = try await connection.publish(parcel, timeout: SourceLimits.answerTimeout)
        let status = try await status()
        stream = status.stream
        // Receipts do not name their stream. Under another publisher's number nobody would find the event,
        // so it is offered again: to this publisher, for its first receipt.
        guard status.stream == before else { return nil }
        return try await settle(batch, results, status)
    }

    private mutating func settle(
        _ batch: [QueuedEvent],
        _ results: [PublishResult],
        _ status: PublisherStatus
    ) async throws -> Duration? {
        let outcomes = zip(batch, results).map { event, result in
            (position: event.position, outcome: OutboxOutcome(result, stream: status.stream))
        }
        let news = archiveNews(status)
        try await outbox.settle(outcomes, archived: news)
        archived = news ?? archived
        await tellRefusals(zip(batch, outcomes.map(\.outcome)))
        let delayed = results.first {
            if case .refused(let refusal) = $0 { refusal.reason.mayPass } else { false }
        }
        if case .refused(let refusal)? = delayed {
            await link.fails(because: "the publisher takes nothing for now: \(refusal)")
            return pace.wasPutOff()
        }
        pace.wentWell()
        await link.works()
        return nil
    }

    /// Asks how far the archiver is, while it lacks something that was published.
    private mutating func lookAtArchive() async throws {
        guard .now >= nextArchiveLook else { return }
        nextArchiveLook = .now + SourceLimits.archiveInterval
        guard try await outbox.tally()[.published] > 0 else { return }
        if let stream, try await !outbox.archiveState(of: stream).lacksSome { return }
        let status = try await status()
        stream = status.stream
        guard let news = archiveNews(status) else { return }
        try await outbox.settle([], archived: news)
        archived = news
    }

    /// How far the archiver is, where that was not noted yet. One that has not reported since the publisher
    /// started has not lost anything.
    private func archiveNews(_ status: PublisherStatus) -> (stream: StreamID, sequence: UInt64)? {
        guard let consumer = status.consumers.first(where: { $0.name == archiver }) else { return nil }
        let isKnown = archived.map { $0 == (status.stream, consumer.sequence) } ?? false
        return isKnown ? nil : (status.stream, consumer.sequence)
    }

    private mutating func status() async throws -> PublisherStatus {
        let answer = try await connection.status(timeout: SourceLimits.statusTimeout)
        guard let status = PublisherStatus(answer) else {
            throw BusError.refused("the answer is not a publisher's status")
        }
        lastAnswer = .now
        return status
    }

    /// Waits; only the end of the agent cuts it short.
    private func rest(_ pause: Duration) async {
        let end = ContinuousClock.now + pause
        while .now < end, await bell.wait(atMost: end - .now) != .closed {}
    }

    private func tellRefusals(_ outcomes: Zip2Sequence<[QueuedEvent], [OutboxOutcome]>) async {
        var count = 0
        for case (let event, .refused(let refusal)) in outcomes {
            count += 1
            guard count <= SourceLimits.namedRefusalCountMax else { continue }
            let text = "refused entry \(event.position), \(event.id): \(refusal)"
            await TextOutput.standardError.say(TerminalText.safe(text), .alarm)
        }
        let more = count - SourceLimits.namedRefusalCountMax
        if more > 0 { await TextOutput.standardError.say("refused \(more) more entries", .alarm) }
    }
}

extension OutboxOutcome {
    /// - Parameter stream: The stream of the publisher that gave the answer.
    init(_ result: PublishResult, stream: StreamID) {
        self =
            switch result {
            case .recorded(let receipt, _): .published(OutboxReceipt(receipt, stream, isDuplicate: false))
            case .duplicate(let receipt): .published(OutboxReceipt(receipt, stream, isDuplicate: true))
            case .refused(let refusal) where refusal.reason.mayPass: .later
            case .refused(let refusal):
                .refused(
                    OutboxRefusal(
                        reason: "\(refusal.reason)",
                        field: refusal.field,
                        detail: refusal.detail
                    )
                )
            }
    }
}

extension OutboxReceipt {
    fileprivate init(_ receipt: Receipt, _ stream: StreamID, isDuplicate: Bool) {
        self.init(
            stream: stream,
            sequence: receipt.sequence,
            publishedAt: receipt.publishedAt,
            isDuplicate: isDuplicate
        )
    }
}

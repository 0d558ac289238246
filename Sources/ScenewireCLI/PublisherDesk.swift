import EventBus
import EventSchema
import ServiceRuntime

/// Asks a publisher the few things that commands need before they begin.
struct PublisherDesk: Sendable {
    /// How long a question may take unless the command says otherwise.
    static let timeout = Duration.seconds(5)

    private let client: RequestClient
    private let timeout: Duration

    /// Runs `body` with a connection.
    ///
    /// - Parameter awaits: Whether to wait for an answer also while nobody listens.
    /// - Throws: What `body` threw, or ``NobodyListens`` soon after it began, or within it, when that is so.
    static func open<Answer: Sendable>(
        _ endpoint: String,
        timeout: Duration = timeout,
        awaits: Bool = false,
        _ body: (PublisherDesk) async throws -> Answer
    ) async throws -> Answer {
        let client = try RequestClient(endpoint: endpoint)
        async let carrying: Void = client.run()
        let answer: Result<Answer, any Error>
        do {
            let desk = PublisherDesk(client: client, timeout: timeout)
            let watch = ListenerWatch(endpoint: endpoint)
            answer = .success(
                awaits
                    ? try await body(desk)
                    : try await watch.guarding(isAnswered: { client.hasHeard }, close: client.close) {
                        try await body(desk)
                    }
            )
        } catch {
            answer = .failure(error)
        }
        client.close()
        // Why the connection failed explains more than that it is closed.
        try await carrying
        return try answer.get()
    }

    /// How the publisher stands.
    func status() async throws -> PublisherStatus {
        guard case .status(let status) = try await client.ask(.status(BusStatusQuery()), timeout: timeout).0,
            let status = PublisherStatus(status)
        else { throw CommandFailure("the answer is not a publisher's status", .unavailable) }
        return status
    }

    /// The cursor with which a reader begins at `first`.
    ///
    /// - Returns: `nil` for the start of the stream. Where the record before `first` cannot be read, because
    ///   it was removed or is damaged, the cursor's checksum is 0; the feed will say what is missing.
    func cursor(before first: SequenceNumber, _ status: PublisherStatus) async throws -> Cursor? {
        guard first.value > 1 else { return nil }
        let last = SequenceNumber(first.value - 1)
        let unknown = Cursor(stream: status.stream, sequence: last, checksum: 0)
        guard last.value >= status.firstRetained else { return unknown }
        let batch = try await read(last, status)
        guard let end = batch.end, end.sequence == last else { return unknown }
        return end
    }

    /// When the publisher took a record, `nil` when it cannot be read.
    func publishedAt(_ sequence: SequenceNumber, _ status: PublisherStatus) async throws -> Timestamp? {
        var time: Timestamp?
        try await read(sequence, status).forEach { header, _ in
            if header.sequence == sequence { time = header.publishedAt }
        }
        return time
    }

    /// A batch that begins with this record, if it can be read.
    private func read(_ sequence: SequenceNumber, _ status: PublisherStatus) async throws -> RecordBatch {
        var replay = BusReplay()
        replay.stream = status.stream.wire
        replay.epoch = status.epoch
        replay.after = sequence.value - 1
        replay.byteLimit = 1
        let (_, payload) = try await client.ask(.replay(replay), timeout: timeout)
        return try RecordBatch(verifying: payload)
    }

    /// The records behind `sequence`, as many as one answer carries, and up to where they were looked through.
    func replay(
        after sequence: SequenceNumber,
        _ interest: Interest,
        _ status: PublisherStatus
    ) async throws -> (batch: RecordBatch, through: SequenceNumber) {
        var replay = BusReplay()
        replay.stream = status.stream.wire
        replay.epoch = status.epoch
        replay.after = sequence.value
        replay.topicPrefix = interest.topicPrefix
        let (body, payload) = try await client.ask(.replay(replay), timeout: timeout)
        guard case .replayed(let replayed) = body else {
            throw CommandFailure("the answer is not a publisher's records", .unavailable)
        }
        return (try RecordBatch(verifying: payload), SequenceNumber(replayed.scannedThrough))
    }

    /// How far this machine's clock is ahead of the publisher's, if the way there and back took equally long.
    func clockOffset() async throws -> ClockOffset {
        let sent = Timestamp.now
        let hello = BusHello.with { $0.sentAt = sent.nanoseconds }
        guard case .welcome(let welcome) = try await client.ask(.hello(hello), timeout: timeout).0 else {
            throw CommandFailure("the answer is not a publisher's welcome", .unavailable)
        }
        let heard = Timestamp.now
        return ClockOffset(sent: sent, heard: heard, clock: Timestamp(nanoseconds: welcome.clock))
    }
}

/// How two clocks differ, as one exchange tells.
struct ClockOffset: Equatable, Sendable {
    /// This machine's minus the publisher's.
    let nanoseconds: Int64
    /// How long the exchange took; the offset is wrong by at most half of it.
    let wayAndBackNanoseconds: Int64
}

extension ClockOffset {
    /// - Parameters:
    ///   - sent: When this machine asked, by its own clock.
    ///   - heard: When it had the answer, by its own clock.
    ///   - clock: What the publisher's clock said meanwhile, which may be anything.
    init(sent: Timestamp, heard: Timestamp, clock: Timestamp) {
        // Negative when this machine's clock was set back meanwhile.
        wayAndBackNanoseconds = max(0, heard.nanoseconds(since: sent))
        nanoseconds = heard.advanced(byNanoseconds: -(wayAndBackNanoseconds / 2)).nanoseconds(since: clock)
    }
}

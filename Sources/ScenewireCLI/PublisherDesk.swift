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
    static func open<Answer: Sendable>(
        _ endpoint: String,
        timeout: Duration = timeout,
        _ body: (PublisherDesk) async throws -> Answer
    ) async throws -> Answer {
        let client = try RequestClient(endpoint: endpoint)
        async let carrying: Void = client.run()
        let answer: Result<Answer, any Error>
        do {
            answer = .success(try await body(PublisherDesk(client: client, timeout: timeout)))
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
        var replay = BusReplay()
        replay.stream = status.stream.wire
        replay.epoch = status.epoch
        replay.after = last.value - 1
        replay.byteLimit = 1
        let (_, payload) = try await client.ask(.replay(replay), timeout: timeout)
        let batch = try RecordBatch(verifying: payload)
        guard let end = batch.end, end.sequence == last else { return unknown }
        return end
    }
}

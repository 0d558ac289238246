import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime

/// How events reach the publisher or an outbox, and how their results are written.
struct PublishingOptions: ParsableArguments {
    static let timeoutRange = 0.1...86_400

    @Option(help: "How the results are written.")
    var results = OutputFormat.text

    @Option(
        help: ArgumentHelp(
            "The player's time, RFC 3339, for a publisher with a played clock.",
            valueName: "time"
        )
    )
    var playedAt: PlayedTime?

    @OptionGroup var publisher: RequestsOption

    @Option(
        help: ArgumentHelp(
            "How long an event is offered before giving up, also while nobody listens (default: 10, and "
                + "2 while nobody listens).",
            valueName: "seconds"
        )
    )
    var timeout: Double?

    /// How long an event is offered where somebody listens, in seconds.
    private static let timeoutStandard = 10.0

    @Option(
        help: ArgumentHelp(
            "Store the events in this outbox instead of offering them to a publisher.",
            valueName: "dir"
        )
    )
    var outbox: String?

    func validate() throws {
        if outbox != nil, playedAt != nil {
            throw ValidationError("--played-at is for a publisher; an outbox takes no time from a player.")
        }
        if let timeout, !Self.timeoutRange.contains(timeout) {
            throw ValidationError("--timeout is \(timeout); allowed are 0.1 to 86400 seconds.")
        }
    }

    /// The outbox, where one was named.
    func openOutbox() async throws -> OutboxDestination? {
        guard let outbox else { return nil }
        return try await OutboxDestination.open(outbox)
    }

    /// Takes everything that `reader` has to the outbox, or to the publisher, and writes one result each.
    ///
    /// - Parameter flags: The event that flags made, if they did.
    /// - Throws: ``CommandFailure`` also when everything was answered and something is not recorded.
    func publish(
        from reader: InputReader,
        to outbox: OutboxDestination?,
        madeFrom flags: ValidEvent? = nil
    ) async throws {
        let lines = PublishResultLines(format: results)
        if let outbox {
            var run = PublishRun(reader: reader, destination: outbox, lines: lines)
            if flags == nil { run.notes = notes(outbox) }
            let tally = run.tally
            try await Interruption.reported(by: { tally.value.summary }) { try await run.offerEverything() }
            return try Self.judge(run)
        }
        let endpoints = try PublisherEndpoints(requests: publisher.requests)
        let connection = try PublishingConnection(requests: endpoints.requests)
        let offering = Offering(
            connection: connection,
            playedAt: playedAt?.time,
            patience: .milliseconds(Int((timeout ?? Self.timeoutStandard) * 1_000)),
            watch: timeout == nil ? ListenerWatch(endpoint: endpoints.requests) : nil
        )
        let absence = PublisherAbsence(endpoint: endpoints.requests, connection: connection, flags: flags)
        var run = PublishRun(reader: reader, destination: offering, lines: lines, absence: absence)
        if flags == nil { run.notes = notes(nil) }
        let tally = run.tally
        try await connection.whileRunning {
            try await Interruption.reported(by: { tally.value.summary }) { try await run.offerEverything() }
        }
        try Self.judge(run)
    }

    /// What is asked about other events than the one that is published.
    func streamWarnings(_ outbox: OutboxDestination?) -> StreamWarnings {
        // An outbox is for when there is no publisher; a wrong address is told where it is needed.
        let endpoint = try? PublisherEndpoints(requests: publisher.requests).requests
        return StreamWarnings(endpoint: endpoint, outbox: outbox?.outbox)
    }

    private func notes(_ outbox: OutboxDestination?) -> DocumentNotes {
        DocumentNotes(stream: streamWarnings(outbox), playedAt: playedAt?.time)
    }

    private static func judge(_ run: PublishRun) throws {
        guard run.failedCount == 0 else {
            throw EventsNotRecorded(count: run.failedCount, of: run.count)
        }
    }
}

/// Events were refused, or were none.
struct EventsNotRecorded: ProcessExitError, CustomStringConvertible {
    let count: Int
    let total: Int

    init(count: Int, of total: Int) {
        (self.count, self.total) = (count, total)
    }

    var description: String { "\(count) of \(total) not recorded" }
    var processExit: ProcessExit { .failure }
}

/// A time on the command line.
struct PlayedTime: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        guard let time = try? Timestamp(rfc3339: argument) else { return nil }
        self.time = time
    }
}

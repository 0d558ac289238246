import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime

/// How events reach the publisher, and how their results are written.
struct PublishingOptions: ParsableArguments {
    static let timeoutRange = 0.1...86_400

    @Option(help: "How the results are written.")
    var output = OutputFormat.text

    @Option(
        help: ArgumentHelp(
            "The player's time, RFC 3339, for a publisher with a played clock.",
            valueName: "time"
        )
    )
    var playedAt: PlayedTime?

    @OptionGroup var publisher: RequestsOption

    @Option(help: ArgumentHelp("How long an event is offered before giving up.", valueName: "seconds"))
    var timeout = 10.0

    func validate() throws {
        guard Self.timeoutRange.contains(timeout) else {
            throw ValidationError("--timeout is \(timeout); allowed are 0.1 to 86400 seconds.")
        }
    }

    /// Offers everything that `reader` has, and writes one result each.
    ///
    /// - Throws: ``CommandFailure`` also when everything was answered and something is not recorded.
    func publish(from reader: InputReader) async throws {
        let endpoints = try PublisherEndpoints(requests: publisher.requests)
        let connection = try PublishingConnection(requests: endpoints.requests)
        let offering = Offering(
            connection: connection,
            playedAt: playedAt?.time,
            patience: .milliseconds(Int(timeout * 1_000))
        )
        var run = PublishRun(reader: reader, offering: offering, lines: PublishResultLines(format: output))
        async let carrying: Void = connection.run()
        let result: Result<Void, any Error>
        do {
            result = .success(try await run.offerEverything())
        } catch {
            result = .failure(error)
        }
        connection.close()
        // Why the connection failed explains more than that it is closed.
        try await carrying
        try result.get()
        guard run.failedCount == 0 else {
            throw CommandFailure("\(run.failedCount) of \(run.count) not recorded", .failure)
        }
    }
}

/// A time on the command line.
struct PlayedTime: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        guard let time = try? Timestamp(rfc3339: argument) else { return nil }
        self.time = time
    }
}

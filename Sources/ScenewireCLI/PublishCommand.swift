import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime
import SystemPackage

/// `scenewire publish`: offers events from a file or pipe, one result each.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Record events and broadcast them.",
        discussion: """
            Reads CloudEvents JSON: one document, an array of them, or one on each line. Lines are \
            published as they come, so that a pipe may stay open for days. What an event may leave out is \
            filled in: specversion, id, recordedtime, severity, urgency, certainty; with --default also \
            others. An event that holds its id can be published again without harm.

            One result for each event goes to standard output:
              recorded SEQUENCE TIME ID     it is on stable storage
              duplicate SEQUENCE TIME ID    it was before, with the same bytes
              refused ID /field REASON      it is not recorded
            What is no event is reported on standard error with its place, and the rest goes on.

            With --outbox events are stored on this machine's disk and sent by the source agent, also \
            when the publisher cannot be reached now; `scenewire outbox list` shows what became of them:
              queued POSITION ID            it is on this disk
              known POSITION ID STATE       it was before, with the same bytes

            Examples:
              scenewire publish --json event.json
              tail -f log.ndjson | scenewire publish --json - --output json
              scenewire publish --json event.json --outbox /var/lib/scenewire-outbox
              scenewire journal dump old/ | scenewire publish --json -

            Exit codes: 0 everything is recorded, 1 something was refused or is no event, 2 wrong usage, \
            3 no such file or outbox, 69 no answer from the publisher, 77 not permitted, 78 a wrong setting.
            """
    )

    /// What ``format`` may be.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case auto, single, array, lines
    }

    static let timeoutRange = 0.1...86_400

    @Option(help: ArgumentHelp("The events; - is standard input.", valueName: "file"))
    var json: String

    @Option(help: "How the events stand in the input.")
    var format = Format.auto

    @Option(help: "How the results are written.")
    var output = OutputFormat.text

    @Option(
        name: .customLong("default"),
        help: ArgumentHelp(
            "An attribute for events that do not have it; may be repeated.",
            valueName: "name=value"
        )
    )
    var defaults: [AttributeDefault] = []

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
            "Store the events in this outbox instead of offering them to a publisher.",
            valueName: "dir"
        )
    )
    var outbox: String?

    @Option(help: ArgumentHelp("How long an event is offered before giving up.", valueName: "seconds"))
    var timeout = 10.0

    func validate() throws {
        guard Self.timeoutRange.contains(timeout) else {
            throw ValidationError("--timeout is \(timeout); allowed are 0.1 to 86400 seconds.")
        }
        if outbox != nil, playedAt != nil {
            throw ValidationError("--played-at is for a publisher; an outbox takes no time from a player.")
        }
    }

    func run() async throws {
        let input = try json == "-" ? FileDescriptor.standardInput : open(FilePath(json))
        // Standard input is open for as long as the process; a file is closed at its end.
        defer { if json != "-" { try? input.close() } }
        if let outbox {
            let destination = try await OutboxDestination.open(outbox)
            let defaults = destination.defaults(under: AttributeDefault.object(defaults))
            let reader = InputReader(input, format: eventFormat, defaults: defaults)
            let lines = PublishResultLines(format: output)
            var run = PublishRun(reader: reader, destination: destination, lines: lines)
            try await run.offerEverything()
            return try Self.judge(run)
        }
        let endpoints = try PublisherEndpoints(requests: publisher.requests)
        let reader = InputReader(input, format: eventFormat, defaults: AttributeDefault.object(defaults))
        let connection = try PublishingConnection(requests: endpoints.requests)
        let offering = Offering(
            connection: connection,
            playedAt: playedAt?.time,
            patience: .milliseconds(Int(timeout * 1_000))
        )
        let lines = PublishResultLines(format: output)
        var run = PublishRun(reader: reader, destination: offering, lines: lines)
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
        try Self.judge(run)
    }

    private static func judge(_ run: PublishRun) throws {
        guard run.failedCount == 0 else {
            throw CommandFailure("\(run.failedCount) of \(run.count) not recorded", .failure)
        }
    }

    private var eventFormat: EventBatch.Format? {
        switch format {
        case .auto: nil
        case .single: .single
        case .array: .array
        case .lines: .lines
        }
    }

    private func open(_ path: FilePath) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, .readOnly)
        } catch let error as Errno {
            throw CommandFailure("\(path): \(error)", CommandFailure.processExit(for: error))
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

/// An attribute and its value on the command line, `source=cp1`.
struct AttributeDefault: ExpressibleByArgument {
    let name: String
    let value: JSONValue

    /// Whole numbers are numbers, but for attributes that CloudEvents has as text.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        name = parts[0]
        let isNumber = name == "sourceepoch" && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
        value = isNumber ? .number(parts[1]) : .string(parts[1])
    }

    static func object(_ defaults: [Self]) -> JSONObject {
        var object = JSONObject()
        for attribute in defaults { object[attribute.name] = attribute.value }
        return object
    }
}

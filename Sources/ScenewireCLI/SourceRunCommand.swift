import ArgumentParser
import EventOutbox
import EventSchema
import ServiceRuntime
import SystemPackage

/// `scenewire source run`: the resident agent of an outbox.
struct SourceRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Take events, keep them on this disk, and send them in order.",
        discussion: """
            Every event is on stable storage before its author is told so. It is sent when the publisher \
            is there, in order, for as long as that takes. Events come
              from `scenewire publish --outbox DIR`, also while no agent runs;
              over a local socket, one CloudEvents document a line in, one JSON result a line out;
              with --input - from standard input, whose end does not end the agent.

            The outbox is made where there is none, for the source given; it numbers that source's events \
            1, 2, 3 without a hole. A heartbeat goes out every 30 seconds while the publisher answers.

            It runs until SIGTERM or SIGINT, and then says in a last heartbeat that it stops on purpose.

            Examples:
              scenewire source run --outbox ~/outbox --source cp1 --agency kcpd
              cat entries.ndjson | scenewire source run --outbox ~/outbox --input - --until-sent

            Exit codes: 0 ended as asked, 1 failed, or with --until-sent something was refused, 2 wrong \
            usage, 3 no outbox and no source for a new one, 4 the outbox is damaged or was moved, 69 \
            another agent serves it, 77 not permitted, 78 a wrong setting, such as another source.
            """
    )

    @Option(help: ArgumentHelp("The outbox's directory.", valueName: "dir"))
    var outbox: String

    @Option(
        help: ArgumentHelp("The source; needed for a new outbox, which is its for ever.", valueName: "name")
    )
    var source: String?

    @Option(
        help: ArgumentHelp(
            "The agency of heartbeats, and of events that name none; the outbox remembers it.",
            valueName: "agency"
        )
    )
    var agency: String?

    @OptionGroup var publisher: RequestsOption

    @Option(help: ArgumentHelp("The consumer whose cursor says what is archived.", valueName: "name"))
    var archiver = "archiver"

    @Option(help: ArgumentHelp("- takes events from standard input, one a line.", valueName: "file"))
    var input: String?

    @Option(help: "How the results of standard input are written.")
    var results = OutputFormat.text

    @Option(
        help: ArgumentHelp("Where programs connect (default: source.sock in the outbox).", valueName: "path")
    )
    var socket: String?

    @Option(
        name: .customLong("default"),
        help: ArgumentHelp(
            "An attribute for events that do not have it; may be repeated.",
            valueName: "name=value"
        )
    )
    var defaults: [AttributeDefault] = []

    @Flag(help: "End when the input has ended and nothing waits.")
    var untilSent = false

    func validate() throws {
        if let input, input != "-" {
            throw ValidationError("--input is \(input); allowed is - for standard input.")
        }
        if agency != nil, source == nil {
            throw ValidationError("--agency needs --source.")
        }
    }

    func run() async throws {
        let endpoints = try PublisherEndpoints(requests: publisher.requests)
        let owner = source.map { Outbox.Owner(source: $0, agency: agency) }
        let outbox = try await OutboxOpening.open(outbox, creatingFor: owner)
        guard let agency = outbox.owner.agency else {
            throw CommandFailure(
                "the outbox knows no agency for its heartbeats: give --source and --agency once",
                .badConfiguration
            )
        }
        let lock = try AgentLock(outbox.directory)
        let agent = try SourceAgent(
            SourceAgent.Setup(
                outbox: outbox,
                lock: lock,
                agency: agency,
                requests: endpoints.requests,
                archiver: archiver,
                socket: socket.map { FilePath($0) } ?? outbox.directory.socketPath,
                defaults: AttributeDefault.object(defaults),
                input: input.map { _ in PublishResultLines(format: results) },
                endsWhenSent: untilSent
            )
        )
        let (refusedCount, isWhole) = try await agent.run()
        guard untilSent else { return }
        let left = try await outbox.tally()
        guard isWhole, refusedCount == 0, left[.refused] == 0, left[.queued] == 0 else {
            throw CommandFailure(
                "\(refusedCount) lines were not taken\(isWhole ? "" : ", nor what followed them"), "
                    + "\(left[.refused]) entries are refused, \(left[.queued]) still wait",
                .failure
            )
        }
    }
}

import ArgumentParser
import EventBus
import EventImport
import EventSchema
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire import`: makes events of a foreign feed, by a mapping file.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make events of another system's export, by a mapping file.",
        discussion: """
            Reads CSV, NDJSON, JSON and XML, plain or gzip, and makes events of the records as the mapping says; \
            deploy/mappings has six of them, and docs/import.md teaches how to write one. The same records give \
            the same events with the same ids, so that importing again, or files that overlap, adds nothing.

            What cannot be mapped stops nothing: it goes to the rejects file with its line, field and reason, \
            and so do notes about what is odd.

            Examples:
              scenewire import calls.csv.gz --mapping sf_fire_units --check
              scenewire import calls.csv.gz --mapping sf.yml --explain 3
              scenewire import calls.csv.gz --mapping sf.yml --out calls.ndjson
              scenewire import calls.csv.gz --mapping sf.yml --set status=Exercise
              scenewire import board.ndjson --mapping board.yml --follow --state board.state

            Exit codes: 0 every record was mapped, 1 something was rejected or refused, 2 wrong usage, 3 no such \
            file or mapping, 69 no answer from the publisher, 77 not permitted, 78 a faulty mapping or a wrong setting.
            """
    )

    /// How long events are offered where somebody listens, in seconds: nobody waits at a prompt for each of them.
    private static let timeoutStandard = 60.0
    /// How many records `--check` shows when it is not told.
    private static let checkedCountStandard = 3
    /// How long what `keep` holds back waits for a later record when it is not told: units of a call come and go.
    private static let settleStandard = Duration.seconds(3_600)

    @Argument(help: ArgumentHelp("The feed's files in their order; - is standard input.", valueName: "file"))
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "What the records become: a mapping's file, or the name of one in the directory of --mappings.",
            valueName: "mapping"
        )
    )
    var mapping: String

    @Option(
        help: ArgumentHelp(
            "The directory of mappings (default: those that come with Scenewire, deploy/mappings).",
            valueName: "dir"
        )
    )
    var mappings: String?

    @Option(
        help: ArgumentHelp(
            "Write the events to this file instead, as NDJSON; - is standard output.",
            valueName: "file"
        )
    )
    var out: String?

    @Option(help: ArgumentHelp("Store the events in this outbox instead.", valueName: "dir"))
    var outbox: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "An attribute of every event instead of the mapping's, such as status=Exercise; may be repeated.",
            valueName: "name=value"
        )
    )
    var attributes: [AttributeDefault] = []

    @Flag(help: "At the end of the last file wait for more, until Ctrl-C.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "With --follow, publish what `keep` holds back once no record has given it anew for so long (default: 1h).",
            valueName: "duration"
        )
    )
    var settle: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "Keep here how far the import has come, so that the same command goes on from there.",
            valueName: "file"
        )
    )
    var state: String?

    @Option(
        help: ArgumentHelp(
            "Where rejects and notes are added (default: NAME-rejects.ndjson, made when there are some).",
            valueName: "file"
        )
    )
    var rejects: String?

    @Flag(help: "Publish nothing; show what the first records become.")
    var check = false

    @Option(
        help: ArgumentHelp("Publish nothing; show the way of the record on this line.", valueName: "line")
    )
    var explain: Int?

    @Option(
        help: ArgumentHelp(
            "How long events are offered to a publisher before giving up (default: 60).",
            valueName: "seconds"
        )
    )
    var timeout: Double?

    @OptionGroup var publisher: RequestsOption

    func validate() throws {
        if let timeout, !PublishingOptions.timeoutRange.contains(timeout) {
            throw ValidationError("--timeout is \(timeout); allowed are 0.1 to 86400 seconds.")
        }
        for attribute in attributes where !Mapping.attributeNames.contains(attribute.name) {
            let names = Mapping.attributeNames
            let hint =
                SpellingDistance.nearest(to: attribute.name, among: names).map { "; the nearest is \($0)" }
                ?? ""
            throw ValidationError(
                "--set \(attribute.name) is no attribute\(hint); allowed: \(names.joined(separator: ", "))."
            )
        }
        if settle != nil, !follow { throw ValidationError("--settle goes with --follow.") }
        if out != nil, outbox != nil { throw ValidationError("--out and --outbox exclude each other.") }
        if check, explain != nil { throw ValidationError("--check and --explain exclude each other.") }
        if files.filter({ $0 == "-" }).count > 1 {
            throw ValidationError("Standard input can be read only once.")
        }
        if out == "-", state != nil {
            throw ValidationError("--state needs a file to go on with; --out - is none.")
        }
        if state != nil, files.contains("-") {
            throw ValidationError("--state needs files that can be read again; - is standard input.")
        }
        if let explain, explain < 1 {
            throw ValidationError("--explain is \(explain); allowed are lines from 1.")
        }
    }

    func run() async throws {
        let mapping = try await MappingFile.read(mapping, in: mappings)
        let engine = ImportEngine(mapping, attributes: AttributeDefault.object(attributes))
        if let explain {
            return try await ImportPreview(mapping, engine, files).explain(line: explain)
        }
        if check {
            return try await ImportPreview(mapping, engine, files).check(count: Self.checkedCountStandard)
        }
        for file in files where file != "-" { try CommandFailure.openToRead(FilePath(file)).close() }
        let work = ImportWork(
            mapping: mapping,
            files: files.map { FilePath($0) },
            settleAfter: follow ? settle?.duration ?? Self.settleStandard : nil,
            rejects: FilePath(rejects ?? "\(mapping.name)-rejects.ndjson"),
            state: state.map { FilePath($0) }
        )
        if let out {
            let path = FilePath(out)
            let isContinued = state != nil
            let known = try await SocketThread.run(label: "scenewire.import.output") {
                isContinued ? try ImportOutput.continuing(path, engine) : engine
            }
            return try await work.run(known, into: ImportOutput.open(path, isContinued: isContinued))
        }
        if let outbox {
            let destination = try await OutboxDestination.open(outbox)
            if let source = mapping.source, source == destination.outbox.owner.source {
                throw CommandFailure(
                    "the outbox numbers the events of source \(source) itself, and imported ones have numbers of their own",
                    .usage,
                    advice: [
                        "make an outbox of another name: scenewire outbox create DIR --source import --agency AGENCY"
                    ]
                )
            }
            return try await work.run(engine, into: ImportOffer(destination: destination))
        }
        let endpoint = try PublisherEndpoints(requests: publisher.requests).requests
        let connection = try PublishingConnection(requests: endpoint)
        let offering = Offering(
            connection: connection,
            playedAt: nil,
            patience: .milliseconds(Int((timeout ?? Self.timeoutStandard) * 1_000)),
            watch: timeout == nil ? ListenerWatch(endpoint: endpoint) : nil
        )
        let absence = PublisherAbsence(endpoint: endpoint, connection: connection, flags: nil)
        try await connection.whileRunning {
            try await work.run(engine, into: ImportOffer(offering, absence: absence))
        }
    }
}

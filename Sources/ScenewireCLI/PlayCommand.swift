import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime

/// `scenewire play`: publishes a recorded or invented stream with its own timing.
struct PlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Play a recorded or invented stream with its own timing.",
        discussion: """
            Reads CloudEvents documents, one on each line, and publishes each when its turn is: at its \
            recordtime, as `scenewire journal dump` writes it, else its recordedtime, else its time. The \
            order of a file is kept; several files are woven together by time.

            A publisher that was started with --clock played is told the time with every event, and \
            between them, so that everything downstream runs on the stream's own clock. To any other \
            publisher a stream is played with --shift-to-now: all its times are shifted so that the first \
            is now, and its events get new ids, which follow from the old ones and the shift. With \
            --shift-to the same shift can be made again, and then nothing is recorded twice.

            It keeps to the stream's times without drift, and goes on when the publisher was gone. What is \
            refused is reported, and the rest goes on. Events that are Actual are refused unless --actual \
            says that they are meant, or --as-exercise makes them an exercise.

            Examples:
              scenewire play standoff.ndjson --speed 60
              scenewire play cp1.ndjson neg1.ndjson --speed max --from +1h --until +2h
              scenewire play monday.ndjson --shift-to-now --as-exercise

            Exit codes: 0 everything is recorded, 1 something was refused or is no event, 2 wrong usage, \
            3 no such file, 69 no publisher at the start, 77 not permitted, 78 a wrong setting.
            """
    )

    @Argument(help: ArgumentHelp("NDJSON files of CloudEvents; - is standard input.", valueName: "file"))
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "How many times as fast as it was, 0.001 to 1000000, or max: as fast as possible.",
            valueName: "n"
        )
    )
    var speed = PlaySpeed.times(1)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "From this time on, or so long after the first event: +1h; 14:05 is on its day, in local time.",
            valueName: "time"
        )
    )
    var from: Moment?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Before this time, or so long after the first event.", valueName: "time")
    )
    var until: Moment?

    @Flag(help: "Shift all times so that the first event is now.")
    var shiftToNow = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Shift all times so that the first event is at this one.", valueName: "time")
    )
    var shiftTo: Moment?

    @Flag(help: "Play events whose status is Actual as an exercise: as Exercise, with new ids.")
    var asExercise = false

    @Flag(help: "Play events whose status is Actual as they are.")
    var actual = false

    @Option(help: "How the results are written (default: not at all).")
    var results: OutputFormat?

    @Option(
        help: ArgumentHelp(
            "How long the first event is offered, also while nobody listens (default: 10, and 2 while nobody "
                + "listens); later ones are offered until they are taken.",
            valueName: "seconds"
        )
    )
    var timeout: Double?

    @OptionGroup var publisher: RequestsOption

    func validate() throws {
        if let timeout, !PublishingOptions.timeoutRange.contains(timeout) {
            throw ValidationError("--timeout is \(timeout); allowed are 0.1 to 86400 seconds.")
        }
        if shiftToNow, shiftTo != nil {
            throw ValidationError("--shift-to-now and --shift-to exclude each other.")
        }
        if asExercise, actual { throw ValidationError("--as-exercise and --actual exclude each other.") }
        if files.filter({ $0 == "-" }).count > 1 {
            throw ValidationError("Standard input can be played only once.")
        }
    }

    func run() async throws {
        let endpoint = try PublisherEndpoints(requests: publisher.requests).requests
        let patience = Duration.milliseconds(Int((timeout ?? 10) * 1_000))
        let stream = PlayedStream(try files.map { try PlayedFile($0) })
        let status = try await PublisherDesk.open(endpoint, timeout: patience, awaits: timeout != nil) {
            try await $0.status()
        }
        let shift: Moment? = shiftToNow ? .relative(0) : shiftTo
        guard status.isPlayed || shift != nil else {
            throw CommandFailure(
                "this publisher's clock is the wall's: start it with --clock played, or play with "
                    + "--shift-to-now",
                .failure
            )
        }
        let connection = try PublishingConnection(requests: endpoint)
        let plan = PlayPlan(
            speed: speed,
            from: from,
            until: until,
            shift: shift,
            status: asExercise ? .exercise : actual ? .asItIs : .refuseActual,
            isPlayed: status.isPlayed
        )
        var run = PlayRun(
            plan,
            stream,
            connection,
            patience: patience,
            results: results.map { PublishResultLines(format: $0) }
        )
        let tally = run.shared
        let again = shiftToNow ? "playing it with that --shift-to" : "playing it again"
        try await connection.whileRunning {
            try await Interruption.reported(
                by: { "\(tally.value.summary); \(again) records nothing twice" },
                { try await run.play() }
            )
        }
        guard run.tally.failed == 0 else {
            throw CommandFailure("\(run.tally.failed) of \(run.tally.count) not recorded", .failure)
        }
    }
}

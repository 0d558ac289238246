import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime

/// `scenewire wait`: ends when certain records have come.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until certain records have come.",
        discussion: """
            Shows the records that fit, as `scenewire tail` does, and ends with 0 as soon as --count of \
            them have come, with 124 when --timeout is over before. Only what comes from now on counts, \
            unless --from or --since includes the past.

            Examples:
              scenewire wait --type subject.incustody --incident EX-1 && page-the-chief
              scenewire wait --type 'hostage.*' --count 2 --timeout 10m --from 1
              scenewire wait --severity Extreme --timeout 1h --template '{narrative}'

            Exit codes: 0 they have come, 1 failed, 2 wrong usage, 3 no such record yet, 4 the publisher's \
            stream became another one, 69 no publisher at the start, 78 a wrong setting, 124 the time is \
            over.
            """
    )

    @OptionGroup(title: "Which Records") var choice: RecordFilterOptions

    @OptionGroup var writing: RecordFormatOptions

    @Option(help: ArgumentHelp("How many records must come.", valueName: "n"))
    var count = 1

    @Option(
        help: ArgumentHelp(
            "How long to wait, such as 90, 10m or 1h30m (default: for ever).",
            valueName: "duration"
        )
    )
    var timeout: DurationArgument?

    @OptionGroup var addresses: FeedAddresses

    func validate() throws {
        guard count >= 1 else { throw ValidationError("--count is \(count); allowed is 1 or more.") }
    }

    func run() async throws {
        let end = timeout.map { ContinuousClock.now + $0.duration }
        var run = try await TailRun.open(
            addresses,
            choice,
            writing,
            count: count,
            timeout: min(PublisherDesk.timeout, timeout?.duration ?? PublisherDesk.timeout)
        )
        try await run.follow(until: end)
        // Whoever waits for what has come does not mind what else is missing.
        if run.left == 0 { return }
        if let end, ContinuousClock.now >= end {
            let seen = count - run.left
            throw CommandFailure("the time is over; \(seen) of \(count) records have come", .timedOut)
        }
        if let fault = run.fault { throw CommandFailure(fault, .integrity) }
        throw CommandFailure("ended before the records have come", .failure)
    }
}

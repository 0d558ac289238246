import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime
import UnixSignals

/// `scenewire tail`: shows records as they are recorded.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show records, from now on or from any place in the stream.",
        discussion: """
            One line for each record in the order of publication: sequence, local time, severity, incident, \
            who wrote it, and what happened in one sentence. The date and the zone stand above the first \
            line, and wherever the date changes. On a terminal lines are cut at its width. What is not Actual \
            is marked, for example [Exercise]. What software writes, such as heartbeats, is shown with \
            --system or by its --type. Standard error says how it stands with the publisher: replaying, live, \
            cut off, and what is missing.

            With --format json every line is the event's CloudEvents document with the record's own \
            attributes: recordstream, recordsequence, recordepoch, recordtime, recordchecksum. With \
            --template every line is what you say; docs/command-line.md has the fields.

            It follows until it is interrupted, its reader is gone or --count is reached, and keeps trying \
            when the publisher is gone meanwhile.

            Examples:
              scenewire tail
              scenewire tail --last 20
              scenewire tail --from 1 --system --format json > stream.ndjson
              scenewire tail --agency kcpd --incident 2025-0520-001 --since -2h
              scenewire tail --type 'negotiation.*' --type 'deadline.*' --severity Moderate
              scenewire tail --trend escalation --template '{published} {type}: {narrative}'

            Exit codes: 0 ended as asked, 1 failed, 2 wrong usage, 3 no such record yet, 4 something was \
            missing or damaged, or the publisher's stream became another one, 69 no publisher at the \
            start, 78 a wrong setting.
            """
    )

    @OptionGroup(title: "Which Records") var choice: RecordFilterOptions

    @OptionGroup var writing: RecordFormatOptions

    @Option(help: ArgumentHelp("End after so many records.", valueName: "n"))
    var count: Int?

    @OptionGroup var addresses: FeedAddresses

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count is \(count); allowed is 1 or more.") }
    }

    func run() async throws {
        var run = try await TailRun.open(
            addresses,
            choice,
            writing,
            count: count ?? .max,
            timeout: PublisherDesk.timeout
        )
        try await run.follow()
        if let fault = run.fault { throw CommandFailure(fault, .integrity) }
    }
}

/// Where a publisher broadcasts and answers.
struct FeedAddresses: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the publisher broadcasts (default: \(PublisherEndpoints.liveDefault)).",
            valueName: "endpoint"
        )
    )
    var live: String?

    @OptionGroup var publisher: RequestsOption
}

extension TailRun {
    /// Asks the publisher where to begin, and makes everything ready to follow.
    ///
    /// - Parameter timeout: How long the publisher may take to answer.
    static func open(
        _ addresses: FeedAddresses,
        _ choice: RecordFilterOptions,
        _ writing: RecordFormatOptions,
        count: Int,
        timeout: Duration
    ) async throws -> TailRun {
        let endpoints = try PublisherEndpoints(live: addresses.live, requests: addresses.publisher.requests)
        let (status, cursor) = try await PublisherDesk.open(endpoints.requests, timeout: timeout) { desk in
            let status = try await desk.status()
            let first = try await choice.firstRecord(desk, status)
            return (status, try await desk.cursor(before: first, status))
        }
        let output = TextOutput.standardOutput
        let run = TailRun(
            feed: try Feed(
                Feed.Settings(
                    live: endpoints.live,
                    requests: endpoints.requests,
                    interest: choice.interest
                ),
                after: cursor
            ),
            output: output,
            lines: try writing.lines(
                palette: output.palette,
                width: TerminalSize.width(of: .standardOutput),
                filter: choice.filter(at: status.clock)
            ),
            left: count
        )
        if let said = choice.since?.said("--since", from: status.clock, isPast: true) {
            await TextOutput.standardError.say(said)
        }
        for type in choice.unknownTypes {
            await TextOutput.standardError.say(
                "note: \(EventTypeName.unknown(type)), and waits for one",
                .attention
            )
        }
        await TextOutput.standardError.say(
            "stream \(status.stream), epoch \(status.epoch), head \(status.head); "
                + "from record \((cursor?.sequence ?? .zero).advanced(by: 1)) on"
        )
        return run
    }
}

/// The forms of names that filters are made of.
enum EventNames {
    /// `[a-z0-9][a-z0-9-]{0,31}`.
    static func isAgency(_ text: String) -> Bool {
        text.utf8.count <= SchemaLimits.agencyByteCountMax && text.utf8.first != UInt8(ascii: "-")
            && !text.isEmpty && text.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
    static func isIncident(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= SchemaLimits.nameByteCountMax else {
            return false
        }
        return isLetterOrDigit(first)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || Array("._-".utf8).contains($0) }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}

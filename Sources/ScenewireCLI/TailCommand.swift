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
            One line for each record: sequence, local time with its zone, severity, type, agency and \
            incident, narrative. What is not Actual is marked, for example [Exercise]. Standard error says \
            how it stands with the publisher: replaying, live, cut off, and what is missing.

            With --format json every line is the event's CloudEvents document with the record's own \
            attributes: recordstream, recordsequence, recordepoch, recordtime, recordchecksum.

            It follows until it is interrupted, its reader is gone or --count is reached, and keeps trying \
            when the publisher is gone meanwhile.

            Examples:
              scenewire tail
              scenewire tail --from 1 --format json > stream.ndjson
              scenewire tail --agency kcpd --incident 2025-0520-001 --count 10

            Exit codes: 0 ended as asked, 1 failed, 2 wrong usage, 3 no such record yet, 4 something was \
            missing or damaged, or the publisher's stream became another one, 69 no publisher at the \
            start, 78 a wrong setting.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The first record's sequence number; 1 is the whole stream (default: from now on).",
            valueName: "n"
        )
    )
    var from: UInt64?

    @Option(help: "Only this agency's records.")
    var agency: String?

    @Option(help: "Only this incident's records; needs --agency.")
    var incident: String?

    @Option(help: "How the records are written.")
    var format = OutputFormat.text

    @Option(help: ArgumentHelp("End after so many records.", valueName: "n"))
    var count: Int?

    @Option(
        help: ArgumentHelp(
            "Where the publisher broadcasts (default: \(PublisherEndpoints.liveDefault)).",
            valueName: "endpoint"
        )
    )
    var live: String?

    @OptionGroup var publisher: RequestsOption

    func validate() throws {
        if let from, from == 0 { throw ValidationError("--from is 0; the first record is 1.") }
        if let count, count < 1 { throw ValidationError("--count is \(count); allowed is 1 or more.") }
        _ = try interest
    }

    func run() async throws {
        let endpoints = try PublisherEndpoints(live: live, requests: publisher.requests)
        let (status, cursor) = try await PublisherDesk.open(endpoints.requests) { [from] desk in
            let status = try await desk.status()
            let first = SequenceNumber(from ?? status.head + 1)
            guard first.value <= status.head + 1 else {
                throw CommandFailure("there is no record \(first) yet; the last is \(status.head)", .notFound)
            }
            return (status, try await desk.cursor(before: first, status))
        }
        let settings = Feed.Settings(
            live: endpoints.live,
            requests: endpoints.requests,
            interest: try interest
        )
        let output = TextOutput.standardOutput
        var run = TailRun(
            feed: try Feed(settings, after: cursor),
            output: output,
            lines: RecordLines(format: format, palette: output.palette),
            left: count ?? .max
        )
        await TextOutput.standardError.say(
            "stream \(status.stream), epoch \(status.epoch), head \(status.head); "
                + "from record \((cursor?.sequence ?? .zero).advanced(by: 1)) on"
        )
        try await run.follow()
        if let fault = run.fault { throw CommandFailure(fault, .integrity) }
    }

    private var interest: Interest {
        get throws {
            guard let agency else {
                if incident != nil { throw ValidationError("--incident needs --agency.") }
                return .everything
            }
            guard EventNames.isAgency(agency) else {
                throw ValidationError("--agency is not one; allowed are a-z, 0-9 and -, 1 to 32 characters.")
            }
            guard let incident else { return .agency(agency) }
            guard EventNames.isIncident(incident) else {
                throw ValidationError(
                    "--incident is not one; allowed are A-Z, a-z, 0-9, ., _ and -, 1 to 64 characters."
                )
            }
            return .incident(incident, agency: agency)
        }
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

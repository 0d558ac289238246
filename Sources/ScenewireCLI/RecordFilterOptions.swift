import ArgumentParser
import EventBus
import EventSchema

/// The flags that choose records, shared by `tail` and `wait`.
struct RecordFilterOptions: ParsableArguments {
    @Option(help: "Only this agency's records.")
    var agency: String?

    @Option(help: "Only this incident's records; with --agency the publisher sends no others.")
    var incident: String?

    @Option(
        help: ArgumentHelp(
            "Only this event type or its short form, or with a * at its end all that begin so; may be repeated.",
            valueName: "type"
        ),
        completion: .list(EventTypeName.all)
    )
    var type: [String] = []

    @Option(help: ArgumentHelp("Only events at least this grave.", valueName: "word"))
    var severity: SeverityArgument?

    @Option(help: "Only events that move their incident this way.")
    var trend: TrendArgument?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "From the first record that the publisher took at this time: \(Moment.allowed), counted from its clock.",
            valueName: "time"
        )
    )
    var since: Moment?

    @Option(
        help: ArgumentHelp(
            "From this record on; 1 is the whole stream (default: from now on).",
            valueName: "n"
        )
    )
    var from: UInt64?

    @Option(
        help: ArgumentHelp(
            "From the newest so many of the records that fit, at most \(lastMax).",
            valueName: "n"
        )
    )
    var last: Int?

    @Flag(help: "With events that software made, such as heartbeats; a --type shows them as well.")
    var system = false

    /// The most records that ``last`` asks for.
    static let lastMax = 10_000

    func validate() throws {
        if let from, from == 0 { throw ValidationError("--from is 0; the first record is 1.") }
        if [from != nil, since != nil, last != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--from, --since and --last exclude each other.")
        }
        if let last, !(1...Self.lastMax).contains(last) {
            throw ValidationError("--last is \(last); allowed are 1 to \(Self.lastMax).")
        }
        if let agency, !EventNames.isAgency(agency) {
            throw ValidationError("--agency is not one; allowed are a-z, 0-9 and -, 1 to 32 characters.")
        }
        if let incident, !EventNames.isIncident(incident) {
            throw ValidationError(
                "--incident is not one; allowed are A-Z, a-z, 0-9, ., _ and -, 1 to 64 characters."
            )
        }
        for text in type where RecordFilter.TypePattern(text) == nil {
            throw ValidationError(
                "--type \(TerminalText.safe(text, lengthMax: 80)) is not one; allowed is a type, or its beginning "
                    + "and one *."
            )
        }
    }

    /// Which part of the stream the publisher is asked for.
    var interest: Interest {
        guard let agency else { return .everything }
        return incident.map { .incident($0, agency: agency) } ?? .agency(agency)
    }

    /// What is left out here.
    ///
    /// - Parameter clock: The publisher's, which distances count from.
    func filter(at clock: Timestamp) -> RecordFilter {
        RecordFilter(
            types: type.compactMap { RecordFilter.TypePattern(EventTypeName.whole($0)) },
            severity: severity?.severity,
            trend: trend?.trend,
            incident: agency == nil ? incident : nil,
            since: since?.time(from: clock),
            includesSystem: system || !type.isEmpty
        )
    }

    /// The types asked for that this version's schema does not have; they may be a typing error.
    var unknownTypes: [String] {
        type.filter { text in
            guard let pattern = RecordFilter.TypePattern(EventTypeName.whole(text)) else { return false }
            return !SchemaTable.events.contains { pattern.matches($0.type) }
        }
    }

    /// Where reading begins.
    ///
    /// - Throws: ``CommandFailure`` when the record asked for is beyond the next one.
    func firstRecord(_ desk: PublisherDesk, _ status: PublisherStatus) async throws -> SequenceNumber {
        if let since { return try await desk.firstRecord(since: since.time(from: status.clock), status) }
        if let last {
            return try await desk.firstRecord(last, interest, filter(at: status.clock), status)
        }
        let first = SequenceNumber(from ?? status.head + 1)
        guard first.value <= status.head + 1 else {
            throw CommandFailure("there is no record \(first) yet; the last is \(status.head)", .notFound)
        }
        return first
    }
}

/// A severity on the command line, whatever the case of its letters.
struct SeverityArgument: ExpressibleByArgument {
    let severity: Severity

    init?(argument: String) {
        guard let severity = Severity(FlagValue.word(argument, of: "Severity")) else { return nil }
        self.severity = severity
    }

    static var allValueStrings: [String] { Severity.known.map(\.word) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// A marking on the command line.
struct ClearanceArgument: ExpressibleByArgument {
    let marking: TLP

    init?(argument: String) {
        guard let marking = TLP(FlagValue.word(argument, of: "TLP")) else { return nil }
        self.marking = marking
    }

    static var allValueStrings: [String] { TLP.allCases.map(\.word) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// A status on the command line, whatever the case of its letters.
struct StatusArgument: ExpressibleByArgument {
    let status: Status

    init?(argument: String) {
        guard let status = Status(FlagValue.word(argument, of: "Status")) else { return nil }
        self.status = status
    }

    static var allValueStrings: [String] { Status.known.map(\.word) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// A trend on the command line.
enum TrendArgument: String, ExpressibleByArgument, CaseIterable {
    case escalation, deescalation, neutral

    /// Takes the hyphen of the English word as well, which data do not have.
    init?(argument: String) {
        self.init(rawValue: argument == "de-escalation" ? "deescalation" : argument)
    }

    var trend: Trend {
        switch self {
        case .escalation: .escalation
        case .deescalation: .deescalation
        case .neutral: .neutral
        }
    }
}

extension PublisherDesk {
    /// The first record that the publisher took at `time` or later, found by halving.
    ///
    /// Where the publisher's clock was set back, records before the one found may be later than `time`.
    ///
    /// - Returns: The record after the last when there is none yet.
    func firstRecord(since time: Timestamp, _ status: PublisherStatus) async throws -> SequenceNumber {
        var (low, high) = (max(status.firstRetained, 1), status.head + 1)
        while low < high {
            let middle = low + (high - low) / 2
            // A record that cannot be read is left for the feed to report.
            guard let taken = try await publishedAt(SequenceNumber(middle), status) else {
                high = middle
                continue
            }
            if taken < time { low = middle + 1 } else { high = middle }
        }
        return SequenceNumber(low)
    }
}

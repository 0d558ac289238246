import ArchiveStore
import ArgumentParser
import EventSchema
import SystemPackage
import ZeroMQ

/// `scenewire query`: what an archive holds.
struct QueryCommand: AsyncParsableCommand {
    /// Which reading of the record is shown.
    enum View: String, ExpressibleByArgument, CaseIterable {
        case recorded, amended
    }

    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Find records in an archive.",
        discussion: """
            Shows what people recorded, one line each in the order of observation, by local time; --system \
            adds what software wrote, such as heartbeats. On a terminal lines are cut at its width. \
            Records that were retracted or corrected later stay and are marked; `--as recorded` does not look \
            for that. What a redaction \
            withholds is neither shown nor searched; `export` has everything.

            Examples:
              scenewire query --incident 2025-0520-001 --severity severe
              scenewire query --text 'shots kitchen*'
              scenewire query --id 17 --format json
              scenewire query --since "yesterday 14:05" --format csv > day.csv

            Exit codes: 0 done, 1 it could not be read or written, 2 wrong usage, 3 no archive there, or no such \
            incident or type in it, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var archive: ArchiveOptions

    @Option(help: "Only this incident's records.")
    var incident: String?

    @Option(help: "Only this agency's records.")
    var agency: String?

    @Option(
        help:
            "Only this event type or its short form, or with a * at its end all that begin so; may be repeated.",
        completion: .list(EventTypeName.all)
    )
    var type: [String] = []

    @Option(help: "Only events at least so grave.")
    var severity: SeverityArgument?

    @Option(help: "Only events that move their incident so.")
    var trend: TrendArgument?

    @Option(help: "Only events of this status, such as Actual or Exercise.")
    var status: StatusArgument?

    @Option(
        name: .customLong("id"),
        help: ArgumentHelp(
            "Only the record of this id, of ids that begin so, or of this sequence number.",
            valueName: "id"
        )
    )
    var reference: RecordReference?

    @Option(help: "Only what was observed at this time or later: \(Moment.allowed).")
    var since: Moment?

    @Option(help: "Only what was observed before this time; in the same forms.")
    var until: Moment?

    @Option(
        help: ArgumentHelp(
            "Only records in whose text or sentence all of these words are; a * ends the beginning of a word.",
            valueName: "words"
        )
    )
    var text: String?

    @Flag(help: "With events that software made, such as heartbeats.")
    var system = false

    @Option(name: .customLong("as"), help: "With later amendments marked, or as it was recorded.")
    var view = View.amended

    @Option(
        help: ArgumentHelp(
            "With the fields that redactions leave visible from this marking on (default: without any).",
            valueName: "marking"
        )
    )
    var clearance: ClearanceArgument?

    @Option(help: "How the records are written.")
    var format = QueryFormat.table

    @Option(help: ArgumentHelp("Only the first so many of the records that fit.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("Only the last so many of the records that fit.", valueName: "n"))
    var last: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is \(limit); allowed is 1 or more.") }
        if let last, last < 1 { throw ValidationError("--last is \(last); allowed is 1 or more.") }
        if limit != nil, last != nil { throw ValidationError("--limit and --last exclude each other.") }
    }

    func run() async throws {
        let now = Timestamp.now
        let (whole, format, reference) = (query(at: now), format, reference)
        for line in [since?.said("--since", from: now, isPast: true), until?.said("--until", from: now)] {
            if let line { await TextOutput.standardError.say(line) }
        }
        let archive = archive
        try await SocketThread.run(label: "scenewire.query") {
            let reader = try archive.reader()
            try ArchivedNames.require(incident: whole.incident, in: reader)
            try ArchivedNames.require(types: whole.types, in: reader)
            let query = try Self.completed(whole, by: reference, in: reader)
            if let words = query.words {
                let notes = [SearchNote.operators(in: words), try SearchNote.text(reader.indexStanding())]
                for note in notes.compactMap(\.self) {
                    try FileOutput(FileDescriptor.standardError).write(Array("scenewire: \(note)\n".utf8))
                }
            }
            let output = FileOutput(FileDescriptor.standardOutput)
            var lines = QueryLines(
                format: format,
                palette: Palette(for: .standardOutput),
                width: TerminalSize.width(of: .standardOutput)
            )
            try output.write(lines.heading)
            try reader.forEach(query) { try output.write(lines.line(of: $0)) }
            try output.write(lines.ending)
            if lines.isEmpty, format == .table {
                try FileOutput(FileDescriptor.standardError).write(Array("scenewire: no record fits\n".utf8))
            }
        }
    }

    private func query(at now: Timestamp) -> ArchiveQuery {
        var query = ArchiveQuery()
        query.incident = incident
        query.agency = agency
        query.types = type.map(EventTypeName.whole)
        query.severity = severity?.severity
        query.trend = trend?.trend
        query.status = status?.status.word
        query.since = since?.time(from: now)
        query.until = until?.time(from: now)
        query.words = text
        query.includesSystem = system || !type.isEmpty || reference != nil
        query.isAmended = view == .amended
        query.clearance = clearance?.marking
        query.limit = limit
        query.last = last
        return query
    }

    /// - Throws: ``CommandFailure`` when digits are both a sequence number and the beginning of an id.
    private static func completed(
        _ query: ArchiveQuery,
        by reference: RecordReference?,
        in reader: ArchiveReader
    ) throws -> ArchiveQuery {
        var query = query
        switch reference {
        case .id(let id): query.ids = id...id
        case .beginning(let ids): query.ids = ids
        case .sequence(let sequence): query.sequence = sequence
        case .either(let sequence, let ids):
            let (isNumber, isBeginning) = try (
                ArchivedNames.holds(reader) { $0.sequence = sequence },
                ArchivedNames.holds(reader) { $0.ids = ids }
            )
            guard !isNumber || !isBeginning else {
                throw CommandFailure(
                    "--id \(sequence) is a sequence number and the beginning of an id; say #\(sequence) for the "
                        + "number, or more of the id",
                    .usage
                )
            }
            if isBeginning { query.ids = ids } else { query.sequence = sequence }
        case nil: break
        }
        return query
    }
}

import ArgumentParser
import EventJournal
import EventSchema
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire journal dump`: the records of a directory as NDJSON.
struct JournalDumpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Write a journal's records as NDJSON.",
        discussion: """
            Every line is the event's CloudEvents document with the record's own attributes, as \
            `scenewire tail --format json` writes it; `scenewire publish` reads such lines again. It \
            changes nothing; a publisher may be running on the directory.

            Examples:
              scenewire journal dump /var/lib/scenewire > stream.ndjson
              scenewire journal dump /var/lib/scenewire --from 1000 --count 10

            Exit codes: 0 written, 1 it could not be read or written, 2 wrong usage, 3 no journal there, \
            or no record --from yet, 4 damaged, or records from --from on are no longer retained, 77 not permitted.
            """
    )

    @Argument(help: ArgumentHelp("The journal's directory.", valueName: "dir"))
    var directory: String

    @Option(
        help: ArgumentHelp(
            "The first record's sequence number (default: the first there is).",
            valueName: "n"
        )
    )
    var from: UInt64?

    @Option(help: ArgumentHelp("End after so many records.", valueName: "n"))
    var count: Int?

    func validate() throws {
        if let from, from == 0 { throw ValidationError("--from is 0; the first record is 1.") }
        if let count, count < 1 { throw ValidationError("--count is \(count); allowed is 1 or more.") }
    }

    func run() async throws {
        let path = FilePath(directory)
        let inspector = try JournalInspector(path)
        let (from, countMax) = (from, count ?? .max)
        let first = try await SocketThread.run(label: "scenewire.dump") {
            try Self.dump(inspector, from: from, countMax: countMax)
        }
        guard let from else { return }
        guard let first else {
            throw CommandFailure(
                "there is no record \(from) yet; `scenewire journal verify \(directory)` says which is the last",
                .notFound
            )
        }
        if first.value > from {
            throw CommandFailure("records \(from) to \(first.value - 1) are no longer retained", .integrity)
        }
    }

    /// - Returns: The first record that was written.
    private static func dump(
        _ inspector: JournalInspector,
        from: UInt64?,
        countMax: Int
    ) throws -> SequenceNumber? {
        let output = FileOutput(FileDescriptor.standardOutput)
        let lines = RecordLines(format: .json, palette: Palette(isOn: false))
        var left = countMax
        var first: SequenceNumber?
        var progress = TerminalProgress(beside: .standardOutput)
        defer { progress.end() }
        do {
            try inspector.forEachCommit(after: SequenceNumber((from ?? 1) - 1)) { batch in
                first = first ?? batch.firstSequence
                try output.write(lines.lines(of: batch, countMax: left))
                left -= min(left, batch.count)
                if let end = batch.end { progress.show(nil, "up to record \(end.sequence) written") }
                if left == 0 { throw DumpEnd() }
            }
        } catch is DumpEnd {
            return first
        }
        return first
    }

    /// Ends the reading once the wanted records are written.
    private struct DumpEnd: Error {}
}

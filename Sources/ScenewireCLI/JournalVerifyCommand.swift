import ArgumentParser
import EventJournal
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire journal verify`: reads every byte that matters and says what is wrong.
struct JournalVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a journal is what was written.",
        discussion: """
            Reads every record, checks every checksum and that nothing is missing between the first and \
            the last, and names file and offset of all damage. It changes nothing; a publisher may be \
            running on the directory.

            Examples:
              scenewire journal verify /var/lib/scenewire
              scenewire journal verify /var/lib/scenewire --format json | jq .damages

            Exit codes: 0 intact, 1 it could not be read, 2 wrong usage, 3 no journal there, 4 damaged, \
            77 not permitted.
            """
    )

    @Argument(help: ArgumentHelp("The journal's directory.", valueName: "dir"))
    var directory: String

    @Option(help: "How the report is written.")
    var format = OutputFormat.text

    func run() async throws {
        let path = FilePath(directory)
        let report = try await SocketThread.run(label: "scenewire.verify") {
            var progress = TerminalProgress()
            defer { progress.end() }
            return try JournalInspector(path).verify { progress.show($0, "of \(path) read") }
        }
        let text = JournalReportText(report: report)
        try await TextOutput.standardOutput.write(format == .json ? text.json : text.text)
        guard report.isIntact else { throw CommandFailure("\(path) is damaged", .integrity) }
    }
}

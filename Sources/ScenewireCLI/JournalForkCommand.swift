import ArgumentParser
import EventJournal
import SystemPackage
import ZeroMQ

/// `scenewire journal fork`: gives a restored directory a new stream.
struct JournalForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Give a restored or copied directory a new stream.",
        discussion: """
            A directory that was restored from a backup, or copied, may end before what consumers have \
            seen; continuing it would use sequence numbers twice. After a fork the directory begins a new \
            stream at 1. The old stream's files stay under ancestor/; its events are still known, so that \
            none is recorded twice. The publisher must be stopped.

            Example:
              scenewire journal fork /var/lib/scenewire

            Exit codes: 0 forked, 1 failed, 2 wrong usage, 3 no journal there, 4 damaged, 69 a publisher \
            has it open, 77 not permitted.
            """
    )

    @Argument(help: ArgumentHelp("The journal's directory.", valueName: "dir"))
    var directory: String

    @Option(help: "How the result is written.")
    var format = OutputFormat.text

    func run() async throws {
        let path = FilePath(directory)
        let fork = try await SocketThread.run(label: "scenewire.fork") { try Journal.fork(path) }
        let text = JournalForkText(fork: fork)
        try await TextOutput.standardOutput.write(format == .json ? text.json : text.text)
    }
}

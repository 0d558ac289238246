import ArgumentParser

/// `scenewire journal`: what can be done with a publisher's directory while no publisher is needed.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check, show or fork a publisher's directory.",
        subcommands: [JournalVerifyCommand.self, JournalDumpCommand.self, JournalForkCommand.self]
    )
}

import ArgumentParser

/// `scenewire journal`: what can be done with a publisher's directory while no publisher is needed.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check, show or fork a publisher's directory.",
        discussion: """
            Works on the files alone; a publisher may be running on the directory, except for fork.

            Examples:
              scenewire journal verify /var/lib/scenewire
              scenewire journal dump /var/lib/scenewire > stream.ndjson
              scenewire journal fork /var/lib/scenewire-restored
            """,
        subcommands: [JournalVerifyCommand.self, JournalDumpCommand.self, JournalForkCommand.self]
    )
}

import ArgumentParser

/// `scenewire outbox`: what is done with an outbox, whether or not its agent runs.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Make, show and tend an outbox.",
        discussion: """
            An outbox keeps a source's events on this machine's disk until a publisher has them; \
            `scenewire source run` sends them.

            Examples:
              scenewire outbox list ~/outbox
              scenewire outbox status ~/outbox
              scenewire outbox retry ~/outbox --all
            """,
        subcommands: [
            OutboxCreateCommand.self, OutboxListCommand.self, OutboxStatusCommand.self,
            OutboxRetryCommand.self, OutboxDropCommand.self, OutboxForkCommand.self,
        ]
    )
}

/// The directory that a command is about.
struct OutboxArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The outbox's directory.", valueName: "dir"))
    var directory: String
}

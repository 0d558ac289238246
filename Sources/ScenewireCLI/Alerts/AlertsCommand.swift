import ArgumentParser

/// `scenewire alerts`: what a notifier has raised, and what became of it.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Show and acknowledge alerts, and retry deliveries.",
        discussion: """
            Examples:
              scenewire alerts list
              scenewire alerts ack f6db2f25-8dbc-8745-99c2-95f3e65e9119 --by u17 --role dispatcher
            """,
        subcommands: [
            AlertsListCommand.self, AlertsShowCommand.self, AlertsAckCommand.self, AlertsRetryCommand.self,
        ]
    )
}

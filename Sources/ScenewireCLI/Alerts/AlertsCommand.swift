import ArgumentParser

/// `scenewire alerts`: what a notifier has raised, and what became of it.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Show and acknowledge alerts, and retry deliveries.",
        discussion: """
            Examples:
              scenewire alerts list
              scenewire alerts ack 17 --by u17 --role dispatcher
            """,
        subcommands: [
            AlertsListCommand.self, AlertsShowCommand.self, AlertsAckCommand.self, AlertsRetryCommand.self,
        ]
    )
}

import ArgumentParser

/// `scenewire alerts`: what a notifier has raised, and what became of it.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Show and acknowledge alerts, and retry deliveries.",
        subcommands: [
            AlertsListCommand.self, AlertsShowCommand.self, AlertsAckCommand.self, AlertsRetryCommand.self,
        ]
    )
}

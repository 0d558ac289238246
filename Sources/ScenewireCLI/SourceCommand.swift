import ArgumentParser

/// `scenewire source`: what a command post's computer runs.
struct SourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source",
        abstract: "Take events at a command post, and send them when the publisher is there.",
        discussion: """
            Example:
              scenewire source run --outbox ~/outbox --source cp1 --agency kcpd
            """,
        subcommands: [SourceRunCommand.self]
    )
}

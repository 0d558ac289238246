import ArgumentParser

/// `scenewire source`: what a command post's computer runs.
struct SourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source",
        abstract: "Take events at a command post, and send them when the publisher is there.",
        subcommands: [SourceRunCommand.self]
    )
}

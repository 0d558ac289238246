import ArgumentParser

/// `scenewire rules`: files of alert rules.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Check alert rules.",
        subcommands: [RulesCheckCommand.self]
    )
}

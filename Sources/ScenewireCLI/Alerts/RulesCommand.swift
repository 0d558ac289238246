import ArgumentParser

/// `scenewire rules`: files of alert rules.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Check alert rules.",
        discussion: """
            Examples:
              scenewire rules check deploy/rules.yml
            """,
        subcommands: [RulesCheckCommand.self]
    )
}

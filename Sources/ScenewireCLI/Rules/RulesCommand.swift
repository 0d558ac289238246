import ArgumentParser

/// `scenewire rules`: files of alert rules.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Check and test alert rules, and try them on what was recorded.",
        discussion: """
            Examples:
              scenewire rules check deploy/rules.yml
              scenewire rules test deploy/rules.test.yml
              scenewire rules replay --archive /var/lib/scenewire/archive.sqlite --rules deploy/rules.yml
            """,
        subcommands: [RulesCheckCommand.self, RulesTestCommand.self, RulesReplayCommand.self]
    )
}

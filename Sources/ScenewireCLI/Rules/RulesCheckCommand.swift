import AlertRules
import ArgumentParser

/// `scenewire rules check`: everything that is wrong with a file of rules.
struct RulesCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a file of alert rules and destinations.",
        discussion: """
            Shows every fault as FILE:LINE:COLUMN: KEY: REASON; the notifier does not start with a file that \
            has one. docs/alerts.md teaches the language.

            Examples:
              scenewire rules check deploy/rules.yml

            Exit codes: 0 nothing is wrong, 1 the file cannot be read, 2 wrong usage, 3 there is no such \
            file, 77 not permitted, 78 something is wrong.
            """
    )

    @Argument(help: "The file.")
    var file: String

    func run() async throws {
        let book = try await RuleInput.book(file)
        let (rules, destinations) = (book.rules.count, book.destinations.count)
        try await TextOutput.standardOutput.write(
            "\(file): \(rules) rule\(rules == 1 ? "" : "s"), "
                + "\(destinations) destination\(destinations == 1 ? "" : "s") and the log\n"
        )
    }
}

import ArgumentParser
import EventSchema

/// `scenewire alerts show`: one alert with everything that became of it.
struct AlertsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one alert with its steps and deliveries.",
        discussion: """
            Examples:
              scenewire alerts show 17
              scenewire alerts show f6db2f25

            Exit codes: 0 it answered, 1 failed, 2 wrong usage, 3 no such alert, 69 no notifier, 78 a wrong \
            setting.
            """
    )

    @Argument(help: "The alert's id, at least six of its first digits, or its number.")
    var id: AlertReference

    @Option(help: "How it is written.")
    var format = OutputFormat.text

    @OptionGroup var notifier: NotifierOption

    func run() async throws {
        let client = try notifier.client()
        let id = try await id.alert(client)
        let alert = try await client.object("GET", "/api/v1/alerts/\(id)")
        try await AlertText.write(alert, format)
    }
}

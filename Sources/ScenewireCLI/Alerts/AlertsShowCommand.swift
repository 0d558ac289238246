import ArgumentParser
import EventSchema

/// `scenewire alerts show`: one alert with everything that became of it.
struct AlertsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one alert with its steps and deliveries.",
        discussion: """
            Examples:
              scenewire alerts show f6db2f25-8dbc-8745-99c2-95f3e65e9119

            Exit codes: 0 it answered, 1 failed, 2 wrong usage, 3 no such alert, 69 no notifier, 78 a wrong \
            setting.
            """
    )

    @Argument(help: "The alert's id.")
    var id: EventID

    @Option(help: "How it is written.")
    var format = OutputFormat.text

    @OptionGroup var notifier: NotifierOption

    func run() async throws {
        let alert = try await notifier.client().object("GET", "/api/v1/alerts/\(id)")
        try await AlertText.write(alert, format)
    }
}

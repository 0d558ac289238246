import ArgumentParser
import EventSchema
import ServiceHTTP

/// Which alerts are shown.
enum AlertStateWord: String, ExpressibleByArgument, CaseIterable, Sendable {
    case open, acknowledged, resolved, all
}

/// `scenewire alerts list`: the newest alerts.
struct AlertsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show alerts, the newest first.",
        discussion: """
            One line for each alert: local time with its zone, severity, rule, state, incident, text, number and the beginning of its id. \
            What is not Actual is marked, for example [Exercise].

            Examples:
              scenewire alerts list
              scenewire alerts list --state all --incident 2025-0520-001 --format json

            Exit codes: 0 it answered, 1 failed, 2 wrong usage, 69 no notifier, 78 a wrong setting.
            """
    )

    @Option(help: "Which alerts: \(AlertStateWord.allCases.map(\.rawValue).joined(separator: ", ")).")
    var state = AlertStateWord.open

    @Option(help: "Only those about one incident.")
    var incident: String?

    @Option(help: "How they are written.")
    var format = OutputFormat.text

    @OptionGroup var notifier: NotifierOption

    func run() async throws {
        var path = "/api/v1/alerts?state=\(state.rawValue)"
        if let incident { path += "&incident=\(PercentCoding.encode(incident))" }
        let alerts = try await notifier.client().lines(path)
        let output = TextOutput.standardOutput
        switch format {
        case .json:
            for alert in alerts { try await output.write(JSONValue.object(alert).text + [0x0A]) }
        case .text:
            let rows = alerts.map { AlertText.row($0, output.palette) }
            for line in TextTable.lines(rows) { try await output.write(line + "\n") }
            if alerts.isEmpty {
                let others = state == .all ? "" : "; --state all shows also those that are over"
                await TextOutput.standardError.say("no alert fits\(others)")
            }
        }
    }
}

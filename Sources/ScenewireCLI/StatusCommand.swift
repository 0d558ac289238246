import ArgumentParser
import EventSchema

/// `scenewire status`: how a publisher and its consumers stand.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the publisher and its consumers stand.",
        discussion: """
            Shows the stream, the last record and its age, what can still be replayed, the clock, whether \
            events are accepted, and how far each consumer has stored the stream.

            Examples:
              scenewire status
              scenewire status --format json | jq .head

            Exit codes: 0 it answered, 2 wrong usage, 69 no answer, 78 a wrong setting.
            """
    )

    @OptionGroup var publisher: RequestsOption

    @Option(help: "How the status is written.")
    var format = OutputFormat.text

    func run() async throws {
        let endpoint = try PublisherEndpoints(requests: publisher.requests).requests
        let status = try await PublisherDesk.open(endpoint) { try await $0.status() }
        let text = StatusText(endpoint: endpoint, now: .now)
        try await TextOutput.standardOutput.write(format == .json ? text.json(status) : text.text(status))
    }
}

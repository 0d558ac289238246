import ArgumentParser
import EventSchema

/// `scenewire alerts retry`: retries a delivery that was given up.
struct AlertsRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Retry a delivery that was given up.",
        discussion: """
            For a dead letter whose cause is gone, such as a receiver that was set up wrongly. It is tried \
            at once, under the same key, for as long as the rule says.

            Examples:
              scenewire alerts retry 015c871f

            Exit codes: 0 it is tried, or was not dead, 1 failed, 2 wrong usage, 3 no such delivery, 69 no \
            notifier, 78 a wrong setting.
            """
    )

    @Argument(
        help: "The delivery's id as `scenewire alerts show` has it, or at least six of its first digits."
    )
    var id: AlertReference

    @OptionGroup var notifier: NotifierOption

    func run() async throws {
        let client = try notifier.client()
        let id = try await id.delivery(client)
        let delivery = try await client.object("POST", "/api/v1/deliveries/\(id)/retry", body: JSONObject())
        try await TextOutput.standardOutput.write(AlertText.delivery(delivery) + "\n")
    }
}

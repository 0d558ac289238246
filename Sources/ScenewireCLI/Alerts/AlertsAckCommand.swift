import ArgumentParser
import EventSchema

/// `scenewire alerts ack`: says that somebody takes care of an alert.
struct AlertsAckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Acknowledge an alert: somebody takes care of it.",
        discussion: """
            The first acknowledgement counts; a later one is told who made it, and its note is not recorded. \
            No further delivery attempts are made. The acknowledgement is published as alert.acknowledged, so \
            that everybody can see who made it. People are still told when the alert ends.

            Who says so comes from flags, else from SCENEWIRE_AUTHOR_ID and SCENEWIRE_AUTHOR_ROLE.

            Examples:
              scenewire alerts ack 17 --by u17 --role dispatcher --note "On it."
              scenewire alerts ack f6db2f25 --by u17 --role dispatcher

            Exit codes: 0 acknowledged, now or before, 1 failed, 2 wrong usage, 3 no such alert, 69 no \
            notifier, 78 a wrong setting.
            """
    )

    @Argument(help: "The alert's id, at least six of its first digits, or its number.")
    var id: AlertReference

    @Option(help: "Who takes care of it.")
    var by: String?

    @Option(help: "In which role: `scenewire schema vocabulary Role` lists them.")
    var role: String?

    @Option(help: "What that person says.")
    var note: String?

    @Option(help: "How the alert is written.")
    var format = OutputFormat.text

    @OptionGroup var notifier: NotifierOption

    func run() async throws {
        guard let by = by ?? Environment["SCENEWIRE_AUTHOR_ID"] else {
            throw CommandFailure("say who takes care of it: --by, or SCENEWIRE_AUTHOR_ID", .usage)
        }
        guard let role = role ?? Environment["SCENEWIRE_AUTHOR_ROLE"] else {
            throw CommandFailure("say in which role: --role, or SCENEWIRE_AUTHOR_ROLE", .usage)
        }
        var body: JSONObject = ["by": .string(by), "role": .string(role)]
        body["note"] = note.map { .string($0) }
        let client = try notifier.client()
        let id = try await id.alert(client)
        let alert = try await client.object("POST", "/api/v1/alerts/\(id)/acknowledge", body: body)
        if alert["wasAcknowledged"] == .bool(true), let who = AlertText.acknowledgement(of: alert) {
            let lost =
                note == nil
                ? "" : "; the note is not on record: scenewire publish note \"…\" records one"
            await TextOutput.standardError.say("acknowledged already \(who)\(lost)", .attention)
        }
        try await AlertText.write(alert, format)
    }
}

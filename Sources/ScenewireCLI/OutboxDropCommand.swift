import ArgumentParser
import EventOutbox
import EventSchema

/// `scenewire outbox drop`: gives entries up, with the reason.
struct OutboxDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Give up entries that were refused, or wait.",
        discussion: """
            A dropped entry is not sent any more, and stays in the list with the reason. Its number in the \
            source stays a hole in the stream, by which anyone can tell that something is missing. An \
            entry that is on its way at this moment may still be recorded, and then counts as published.

            Example:
              scenewire outbox drop /var/lib/scenewire-outbox 17 \\
                --reason "entered again with the right incident, as 0196ed9f"

            Exit codes: 0 dropped, 1 failed, or an entry is published, 2 wrong usage, 3 no outbox or no \
            such entry there, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var outbox: OutboxArgument

    @Argument(
        help: ArgumentHelp("The events' ids, their beginnings, or the entries' positions.", valueName: "id")
    )
    var ids: [RecordReference]

    @Option(help: ArgumentHelp("Why, for those who look into it later.", valueName: "text"))
    var reason: String

    func validate() throws {
        let length = reason.unicodeScalars.count
        guard (1...OutboxLimits.reasonLengthMax).contains(length) else {
            throw ValidationError(
                "--reason has \(length) characters; allowed are 1 to \(OutboxLimits.reasonLengthMax)."
            )
        }
    }

    func run() async throws {
        let outbox = try await OutboxOpening.open(outbox.directory)
        var report = OutboxChangeReport(doneWord: "dropped")
        for id in try await outbox.ids(ids) {
            try await report.add(id, try await outbox.drop(id, because: reason))
        }
        try report.end()
    }
}

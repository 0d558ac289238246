import ArgumentParser
import EventOutbox
import EventSchema

/// `scenewire outbox status`: how many entries there are, and whether they are on their way.
struct OutboxStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how an outbox stands.",
        discussion: """
            Shows the source and its numbering, how many entries stand how, how old the oldest is that \
            waits, whether an agent runs, and what keeps it from sending.

            Examples:
              scenewire outbox status /var/lib/scenewire-outbox
              scenewire outbox status /var/lib/scenewire-outbox --format json | jq .queued

            Exit codes: 0 shown, 1 failed, 2 wrong usage, 3 no outbox there, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var outbox: OutboxArgument

    @Option(help: "How the status is written.")
    var format = OutputFormat.text

    func run() async throws {
        let outbox = try await OutboxOpening.open(outbox.directory)
        let text = OutboxStatusText(
            owner: outbox.owner,
            tally: try await outbox.tally(countingArchived: true),
            trouble: try await outbox.trouble(),
            hasAgent: AgentBell.ring(outbox.directory),
            now: .now
        )
        try await TextOutput.standardOutput.write(format == .json ? text.json : text.text)
    }
}

/// Writes how an outbox stands, for people or as one line of JSON.
struct OutboxStatusText: Sendable {
    let owner: Outbox.Owner
    let tally: OutboxTally
    let trouble: (text: String, since: Timestamp)?
    let hasAgent: Bool
    let now: Timestamp
    /// How far the shown times are ahead of UTC; `nil` for this machine's zone.
    var secondsEast: Int?

    var text: String {
        let oldest = tally.oldestQueuedAt.map { ", the oldest for \(age(of: $0))" } ?? ""
        var rows = [
            ("source", "\(owner.source), epoch \(tally.epoch), last number \(tally.lastSequence)"),
            ("agency", owner.agency ?? "not known"),
            ("agent", hasAgent ? "running" : "not running"),
            ("queued", "\(tally[.queued])\(oldest)"),
            ("published", "\(tally[.published] - tally.archivedCount)"),
            ("archived", "\(tally.archivedCount)"),
            ("refused", "\(tally[.refused])"),
            ("dropped", "\(tally[.dropped])"),
        ]
        if let trouble {
            rows.append(("trouble", TerminalText.safe("\(trouble.text), for \(age(of: trouble.since))")))
        }
        return rows.map { TextTable.padded($0.0, to: 11) + $0.1 + "\n" }.joined()
    }

    var json: String {
        var object: JSONObject = [
            "source": .string(owner.source),
            "agency": owner.agency.map { .string($0) } ?? .null,
            "epoch": .number("\(tally.epoch)"),
            "lastSequence": .number("\(tally.lastSequence)"),
            "hasAgent": .bool(hasAgent),
            "queued": .number("\(tally[.queued])"),
            "published": .number("\(tally[.published] - tally.archivedCount)"),
            "archived": .number("\(tally.archivedCount)"),
            "refused": .number("\(tally[.refused])"),
            "dropped": .number("\(tally[.dropped])"),
        ]
        object["oldestQueuedAt"] = tally.oldestQueuedAt.map { .string($0.rfc3339) } ?? .null
        object["trouble"] = trouble.map { .string($0.text) } ?? .null
        object["troubleSince"] = trouble.map { .string($0.since.rfc3339) } ?? .null
        return String(decoding: JSONValue.object(object).text, as: UTF8.self) + "\n"
    }

    private func age(of time: Timestamp) -> String {
        AgeText.text(nanoseconds: now.nanoseconds.subtractingReportingOverflow(time.nanoseconds).partialValue)
    }
}

import ArgumentParser
import EventOutbox

/// `scenewire outbox list`: every entry and how it stands.
struct OutboxListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the entries of an outbox, and how each stands.",
        discussion: """
            One line for each entry, oldest first: position, state, when it was stored, type, agency and \
            incident, id, and what became of it. The states:
              queued      on this disk, on its way
              published   recorded by the publisher
              archived    the archiver has it
              refused     the publisher will not record it as it is; see `outbox retry` and `drop`
              dropped     given up, with the reason

            Examples:
              scenewire outbox list /var/lib/scenewire-outbox --state refused
              scenewire outbox list /var/lib/scenewire-outbox --format json --events > outbox.ndjson

            Exit codes: 0 shown, 1 failed, 2 wrong usage, 3 no outbox there, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var outbox: OutboxArgument

    @Option(help: "Only entries that stand so.")
    var state: OutboxStanding?

    @Option(help: "How the entries are written.")
    var format = OutputFormat.text

    @Flag(help: "Write each event's CloudEvents document, too; needs --format json.")
    var events = false

    func validate() throws {
        if events, format != .json { throw ValidationError("--events needs --format json.") }
    }

    func run() async throws {
        let outbox = try await OutboxOpening.open(outbox.directory)
        let lines = OutboxEntryLines(format: format, withEvents: events)
        var position: Int64 = 0
        while true {
            let page = try await outbox.entries(state, after: position)
            guard let last = page.last else { return }
            position = last.position
            let text = page.map { lines.line($0) + "\n" }.joined()
            try await TextOutput.standardOutput.write(text)
        }
    }
}

extension OutboxStanding: ExpressibleByArgument {}

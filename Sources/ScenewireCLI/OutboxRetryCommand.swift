import ArgumentParser
import EventOutbox
import EventSchema

/// `scenewire outbox retry`: queues refused entries again.
struct OutboxRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Offer refused entries again.",
        discussion: """
            For entries that were refused for a reason that has gone, such as a publisher of an older \
            version. They keep their places, and so go first. By its id a dropped entry is offered again, \
            too.

            Examples:
              scenewire outbox retry /var/lib/scenewire-outbox 0196ed9e-9c40
              scenewire outbox retry /var/lib/scenewire-outbox --all

            Exit codes: 0 queued, 1 failed, or an entry is neither refused nor dropped, 2 wrong usage, \
            3 no outbox or no such entry there, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var outbox: OutboxArgument

    @Argument(
        help: ArgumentHelp("The events' ids, their beginnings, or the entries' positions.", valueName: "id")
    )
    var ids: [RecordReference] = []

    @Flag(help: "All that are refused now.")
    var all = false

    func validate() throws {
        guard all != !ids.isEmpty else { throw ValidationError("Name events by their ids, or say --all.") }
    }

    func run() async throws {
        let outbox = try await OutboxOpening.open(outbox.directory)
        var report = OutboxChangeReport(doneWord: "queued")
        if all {
            var position: Int64 = 0
            while true {
                // Entries that are refused anew meanwhile lie behind the page.
                let page = try await outbox.entries(.refused, after: position)
                guard let last = page.last else { break }
                position = last.position
                for entry in page { try await report.add(entry.id, try await outbox.retry(entry.id)) }
            }
        } else {
            for id in try await outbox.ids(ids) { try await report.add(id, try await outbox.retry(id)) }
        }
        AgentBell.ring(outbox.directory)
        try report.end()
    }
}

extension EventID: ExpressibleByArgument {
    /// The text form of a UUID.
    public init?(argument: String) {
        self.init(argument)
    }
}

/// Tells what became of entries that somebody wanted changed, one line each.
struct OutboxChangeReport {
    /// What a changed entry is now.
    let doneWord: String
    private var absentCount = 0
    private var unfitCount = 0

    init(doneWord: String) {
        self.doneWord = doneWord
    }

    mutating func add(_ id: EventID, _ change: Outbox.Change) async throws {
        switch change {
        case .done(let position):
            try await TextOutput.standardOutput.write("\(doneWord) \(position) \(id)\n")
        case .absent:
            absentCount += 1
            await TextOutput.standardError.say("there is no entry \(id)", .alarm)
        case .unfit(let state):
            unfitCount += 1
            await TextOutput.standardError.say("\(id) is \(state), and stays so", .alarm)
        }
    }

    /// - Throws: ``CommandFailure`` when an entry was not changed.
    func end() throws {
        if absentCount > 0 { throw CommandFailure("\(absentCount) entries are not there", .notFound) }
        if unfitCount > 0 { throw CommandFailure("\(unfitCount) entries stay as they are", .failure) }
    }
}

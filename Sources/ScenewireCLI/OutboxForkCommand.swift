import ArgumentParser
import EventOutbox

/// `scenewire outbox fork`: begins the source's numbering anew.
struct OutboxForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Begin the source's numbering anew, in a restored outbox.",
        discussion: """
            An outbox that was restored from a backup would give numbers to new events that it has given \
            to others since. A copied or restored file is noticed and begins a new epoch by itself; this \
            is for what cannot be noticed, such as a snapshot of the whole machine. Entries stay as they \
            are.

            Example:
              scenewire outbox fork /var/lib/scenewire-outbox

            Exit codes: 0 forked, 1 failed, 2 wrong usage, 3 no outbox there, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var outbox: OutboxArgument

    func run() async throws {
        let outbox = try await OutboxOpening.open(outbox.directory)
        let epoch = try await outbox.renewEpoch()
        try await TextOutput.standardOutput.write("source \(outbox.owner.source) epoch \(epoch)\n")
    }
}

import ArgumentParser
import EventOutbox

/// `scenewire outbox create`: makes an outbox before any agent runs.
struct OutboxCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an outbox for a source.",
        discussion: """
            The agent makes its outbox itself; this is for machines where events are written before it \
            first runs. An outbox that is there already stays as it is, but for the agency.

            Example:
              scenewire outbox create /var/lib/scenewire-outbox --source cp1 --agency kcpd

            Exit codes: 0 it is there, 1 failed, 2 wrong usage, 3 no directory to make it in, 77 not \
            permitted, 78 it is another source's.
            """
    )

    @OptionGroup var outbox: OutboxArgument

    @Option(help: ArgumentHelp("The source, for ever.", valueName: "name"))
    var source: String

    @Option(
        help: ArgumentHelp("The agency of heartbeats, and of events that name none.", valueName: "agency")
    )
    var agency: String?

    func run() async throws {
        _ = try await OutboxOpening.open(
            outbox.directory,
            creatingFor: Outbox.Owner(source: source, agency: agency)
        )
    }
}

import ArgumentParser

/// `scenewire publish`: events from documents, or one event from flags.
struct PublishGroup: AsyncParsableCommand {
    /// The two ways of using it, for who has used it in none.
    static let usage = """
        Usage: scenewire publish <type> <options> [<text>]
               scenewire publish --json <file>
          See 'scenewire publish --help' for more information.
        """

    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Record events and broadcast them.",
        discussion: """
            With --json it reads CloudEvents documents from a file or a pipe. With an event type, or its \
            short form, it makes one event from flags. `scenewire publish TYPE --help` has the flags of a \
            type, `scenewire publish documents --help` those for documents.

            Whether an event is real is never guessed: --status must be given, or SCENEWIRE_STATUS set, or a \
            profile has it. `scenewire init` writes a profile, which holds what stays the same; --profile \
            NAME, or SCENEWIRE_PROFILE, chooses one of several. These come from flags, else from the \
            environment, else from the profile: SCENEWIRE_AGENCY, SCENEWIRE_INCIDENT, \
            SCENEWIRE_SOURCE, SCENEWIRE_TLP, SCENEWIRE_AUTHOR_ID, SCENEWIRE_AUTHOR_ROLE, \
            SCENEWIRE_AUTHOR_AGENCY, SCENEWIRE_AUTHOR_ON_BEHALF_OF, SCENEWIRE_RECORD_CLASS, \
            SCENEWIRE_CLOCK_SYNC.

            One result for each event goes to standard output:
              recorded SEQUENCE TIME ID     it is on stable storage
              duplicate SEQUENCE TIME ID    it was before, with the same bytes
              refused ID /field REASON      it is not recorded

            Examples:
              scenewire publish --json event.json
              scenewire publish shots --by subject --rounds 2 --location LOC-T "Two rounds, kitchen."
              scenewire publish note --observed-at -5m "Ambulance 3 is at staging."
              scenewire publish resource.requested --needs swatTeam,1 --needs ambulanceALS,2 --dry-run

            Exit codes: 0 everything is recorded, 1 something was refused or is no event, 2 wrong usage, \
            3 no such file, 69 no answer from the publisher, 77 not permitted, 78 a wrong setting.
            """,
        subcommands: [PublishCommand.self],
        groupedSubcommands: eventCommands,
        defaultSubcommand: PublishCommand.self
    )
}

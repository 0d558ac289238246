import ArgumentParser
import EventBus
import EventSchema
import ServiceRuntime
import SystemPackage

/// `scenewire publish --json`: offers events from a file or pipe, one result each.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "documents",
        abstract: "Publish CloudEvents documents.",
        discussion: """
            Its name may be left out. It reads CloudEvents JSON: one document, an array of them, or one on \
            each line. Lines are published as they come, so that a pipe may stay open for days. What an \
            event may leave out is filled in: specversion, id, recordedtime, severity, urgency, certainty; \
            with --default also others. An event that holds its id can be published again without harm.

            One result for each event goes to standard output:
              recorded SEQUENCE TIME ID     it is on stable storage
              duplicate SEQUENCE TIME ID    it was before, with the same bytes
              refused ID /field REASON      it is not recorded
            What is no event is reported on standard error with its place, and the rest goes on.

            With --outbox events are stored on this machine's disk and sent by the source agent, also \
            when the publisher cannot be reached now; `scenewire outbox list` shows what became of them:
              queued POSITION ID            it is on this disk
              known POSITION ID STATE       it was before, with the same bytes

            Examples:
              scenewire publish --json event.json
              tail -f log.ndjson | scenewire publish --json - --results json
              scenewire publish --json event.json --outbox /var/lib/scenewire-outbox
              scenewire journal dump old/ | scenewire publish --json -

            Exit codes: 0 everything is recorded, 1 something was refused or is no event, 2 wrong usage, \
            3 no such file or outbox, 69 no answer from the publisher, 77 not permitted, 78 a wrong setting.
            """
    )

    /// What ``format`` may be.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case auto, single, array, lines
    }

    @Option(help: ArgumentHelp("The events; - is standard input.", valueName: "file"))
    var json: String?

    @Option(help: "How the events stand in the input.")
    var format = Format.auto

    @Option(
        name: .customLong("default"),
        help: ArgumentHelp(
            "An attribute for events that do not have it; may be repeated.",
            valueName: "name=value"
        )
    )
    var defaults: [AttributeDefault] = []

    @OptionGroup var publishing: PublishingOptions

    // Whatever stands here was meant to be an event type; otherwise it would have been a command.
    @Argument(help: .hidden)
    var unknownType: String?

    func validate() throws {
        // Behind --json it may be the value of a flag that there is not, of which ArgumentParser says more.
        if let unknownType, json == nil {
            if unknownType == "-" || unknownType.contains("/") || unknownType.hasSuffix(".json")
                || unknownType.hasSuffix(".ndjson")
            {
                throw ValidationError(
                    "\(TerminalText.safe(unknownType, lengthMax: 80)) is no event type; documents stand behind "
                        + "--json."
                )
            }
            throw ValidationError(EventTypeName.unknown(unknownType))
        }
        guard json != nil else {
            throw ValidationError("Nothing to publish: give --json, or an event type such as shots.fired.")
        }
    }

    func run() async throws {
        guard let json else { return }
        if let unknownType {
            throw CommandFailure(
                "\(TerminalText.safe(unknownType, lengthMax: 80)) is too much: the events are those of --json \(json)",
                .usage
            )
        }
        let input = try json == "-" ? FileDescriptor.standardInput : CommandFailure.openToRead(FilePath(json))
        // Standard input is open for as long as the process; a file is closed at its end.
        defer { if json != "-" { try? input.close() } }
        let outbox = try await publishing.openOutbox()
        let given = AttributeDefault.object(defaults)
        let reader = InputReader(
            input,
            format: eventFormat,
            defaults: outbox?.defaults(under: given) ?? given
        )
        try await publishing.publish(from: reader, to: outbox)
    }

    private var eventFormat: EventBatch.Format? {
        switch format {
        case .auto: nil
        case .single: .single
        case .array: .array
        case .lines: .lines
        }
    }
}

/// An attribute and its value on the command line, `source=cp1`.
struct AttributeDefault: ExpressibleByArgument {
    let name: String
    let value: JSONValue

    /// Whole numbers are numbers, but for attributes that CloudEvents has as text.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        name = parts[0]
        let isNumber = name == "sourceepoch" && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
        value = isNumber ? .number(parts[1]) : .string(parts[1])
    }

    static func object(_ defaults: [Self]) -> JSONObject {
        var object = JSONObject()
        for attribute in defaults { object[attribute.name] = attribute.value }
        return object
    }
}

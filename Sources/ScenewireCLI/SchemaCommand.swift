import ArgumentParser
import EventSchema
import ServiceRuntime

/// How the schema is shown.
enum SchemaFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case json
    case jsonSchema = "json-schema"
}

/// `scenewire schema`: what events may say.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Show event types, their fields and their words.",
        discussion: """
            Shows what this version of the schema knows; no publisher is asked.

            Examples:
              scenewire schema types
              scenewire schema type shots.fired
              scenewire schema vocabulary IncidentClass
              scenewire schema types --format json-schema > events.schema.json
            """,
        subcommands: [SchemaTypesCommand.self, SchemaTypeCommand.self, SchemaVocabularyCommand.self]
    )
}

/// `scenewire schema types`: every event type, in one line each.
struct SchemaTypesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types",
        abstract: "Show every event type.",
        discussion: """
            Type, default severity, trend (up is escalation, down de-escalation), meaning. With --format \
            json-schema one JSON Schema (2020-12) of the CloudEvents documents of all types.

            Examples:
              scenewire schema types
              scenewire schema types --format json-schema > events.schema.json

            Exit codes: 0 shown, 2 wrong usage.
            """
    )

    @Option(help: "How they are shown.")
    var format = SchemaFormat.text

    func run() async throws {
        let output = TextOutput.standardOutput
        switch format {
        case .text: try await output.write(SchemaText.types)
        case .json: try await output.writeJSON(.array(SchemaTable.events.map(SchemaJSON.summary)))
        case .jsonSchema: try await output.writeJSON(.object(JSONSchema.allEvents))
        }
    }
}

/// `scenewire schema type NAME`: one event type with its fields.
struct SchemaTypeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "type",
        abstract: "Show an event type and its fields.",
        discussion: """
            Every field of the payload with its kind, what it may hold, and whether it is required; then \
            the messages within. With --format json-schema a JSON Schema (2020-12) of the type's \
            CloudEvents documents.

            Examples:
              scenewire schema type shots.fired
              scenewire schema type incident.declared --format json-schema

            Exit codes: 0 shown, 2 wrong usage, 3 no such type.
            """
    )

    @Argument(
        help: ArgumentHelp("The event type, such as shots.fired, or its short form.", valueName: "name"),
        completion: .list(EventTypeName.all)
    )
    var name: String

    @Option(help: "How it is shown.")
    var format = SchemaFormat.text

    func run() async throws {
        guard let event = SchemaTable.event(EventTypeName.whole(name)) else {
            throw CommandFailure(EventTypeName.unknown(name), .notFound)
        }
        let output = TextOutput.standardOutput
        switch format {
        case .text: try await output.write(SchemaText.type(event))
        case .json: try await output.writeJSON(SchemaJSON.type(event))
        case .jsonSchema: try await output.writeJSON(.object(JSONSchema.event(event)))
        }
    }
}

/// `scenewire schema vocabulary [NAME]`: the words that fields may hold.
struct SchemaVocabularyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary",
        abstract: "Show vocabularies and their words.",
        discussion: """
            One vocabulary with its words, or all. An event with another word is refused when the \
            vocabulary is closed, otherwise accepted with a note.

            Examples:
              scenewire schema vocabulary
              scenewire schema vocabulary IncidentClass
              scenewire schema vocabulary TLP --format json

            Exit codes: 0 shown, 2 wrong usage, 3 no such vocabulary.
            """
    )

    @Argument(
        help: ArgumentHelp("The vocabulary's name (default: all).", valueName: "name"),
        completion: .list(SchemaTable.vocabularies.map(\.name))
    )
    var name: String?

    @Option(help: "How they are shown.")
    var format = OutputFormat.text

    func run() async throws {
        let output = TextOutput.standardOutput
        guard let name else {
            let all = SchemaTable.vocabularies
            return format == .text
                ? try await output.write(SchemaText.vocabularies)
                : try await output.writeJSON(.array(all.map(SchemaJSON.vocabulary)))
        }
        guard let vocabulary = SchemaTable.vocabulary(name) else {
            let meant = SpellingDistance.nearest(to: name, among: SchemaTable.vocabularies.map(\.name))
                .map { "; perhaps \($0) is meant" }
            throw CommandFailure(
                "there is no vocabulary \(name)\(meant ?? ""); `scenewire schema vocabulary` lists them",
                .notFound
            )
        }
        if format == .text {
            try await output.write(SchemaText.vocabulary(vocabulary))
        } else {
            try await output.writeJSON(SchemaJSON.vocabulary(vocabulary))
        }
    }
}

extension TextOutput {
    /// Writes a value on one line.
    func writeJSON(_ value: JSONValue) throws(OutputError) {
        try write(value.text + [UInt8(ascii: "\n")])
    }
}

import ArgumentParser
import EventSchema

/// What the schema's tables say about the flags of the generated commands.
enum FlagHelp {
    /// The field of this JSON name.
    ///
    /// - Precondition: The schema has it; the generated commands are made from the same files.
    static func field(_ message: String, _ name: String) -> FieldDescription {
        guard let field = SchemaTable.message(message)?.fields.first(where: { $0.jsonName == name }) else {
            preconditionFailure("the schema has the field \(name) of \(message)")
        }
        return field
    }

    /// The help of one flag.
    static func help(_ message: String, _ name: String) -> ArgumentHelp {
        let field = field(message, name)
        var text = field.doc
        if let vocabulary = field.vocabulary.flatMap(SchemaTable.vocabulary) {
            let words = vocabulary.words.joined(separator: ", ")
            text += vocabulary.isClosed ? " One of \(words)." : " Such as \(words)."
        }
        if field.kind == .message { text += " \(shorthand(of: field))" }
        if field.kind == .timestamp { text += " \(Moment.allowed)." }
        if field.isRepeated { text += " May be repeated." }
        if field.isRequired, !envelopeMessages.contains(message) { text += " Required." }
        if message == "Event", let more = envelopeNotes[name] { text += " \(more)" }
        return ArgumentHelp("\(text)", valueName: valueName(of: field))
    }

    /// What completes a flag's value.
    static func completion(_ message: String, _ name: String) -> CompletionKind? {
        field(message, name).vocabulary.flatMap(SchemaTable.vocabulary).map { .list($0.words) }
    }

    /// The configuration of the command for an event type.
    ///
    /// - Parameter short: The short form of its name.
    static func configuration(_ type: String, short: String? = nil) -> CommandConfiguration {
        guard let event = SchemaTable.event(type) else {
            preconditionFailure("the schema has the type \(type)")
        }
        return CommandConfiguration(
            commandName: type,
            abstract: event.doc,
            discussion: """
                Severity is \(event.severity.word) unless said otherwise; \(trendText(event.trend)) A word \
                that is not listed is recorded only with --force, unless the list says "one of": then \
                never. `scenewire \
                publish --help` has the environment variables, and `scenewire schema type \(type)` the \
                fields.

                Example:
                  \(example(of: event, name: short ?? type))

                Exit codes: 0 recorded, 1 refused, 2 wrong usage, 69 no answer from the publisher, 78 a \
                wrong setting.
                """,
            aliases: short.map { [$0] } ?? []
        )
    }

    /// `timeOnPostSeconds` as it is typed: `time-on-post-seconds`.
    static func flag(of jsonName: String) -> String {
        jsonName.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
    }

    /// The fields of a message that values between commas can say.
    static func simpleFields(of field: FieldDescription) -> [FieldDescription] {
        let fields = field.message.flatMap(SchemaTable.message)?.fields ?? []
        var simple = fields.filter { $0.kind != .message && !$0.isRepeated }
        // People write the latitude first.
        if let east = simple.firstIndex(where: { $0.jsonName == "longitude" }),
            let north = simple.firstIndex(where: { $0.jsonName == "latitude" }), east < north
        {
            simple.swapAt(east, north)
        }
        return simple
    }

    /// What their fields hold may also come from the environment, or from a profile.
    private static let envelopeMessages: Set = ["Event", "Author", "ClockQuality"]

    private static let envelopeNotes = [
        "id": "A new one when left out.",
        "observedAt": "Now when left out.",
        "recordedAt": "Now when left out, or with --id the time at which it happened.",
        "sourceEpoch": "When left out with the sequence, this machine numbers the source's events.",
        "sourceSequence": "With --id the second of --recorded-at is the epoch, and this is 1.",
        "status": "Never guessed.",
        "tlp": "Never guessed.",
    ]

    private static func shorthand(of field: FieldDescription) -> String {
        let names = simpleFields(of: field).map(\.jsonName)
        let position = names.contains("latitude") ? "latitude,longitude such as 41.2,-88.1, or " : ""
        return "\(position)\(names.joined(separator: ",")) in this order or as name=value, or JSON."
    }

    private static func trendText(_ trend: TrendRule) -> String {
        switch trend {
        case .fixed(.escalation): "it is an escalation."
        case .fixed(.deescalation): "it is a de-escalation."
        case .fixed(.neutral): "it is neither escalation nor de-escalation."
        case .byPayload: "what it says decides whether it is an escalation."
        }
    }

    private static func valueName(of field: FieldDescription) -> String {
        switch field.kind {
        case .text: field.vocabulary == nil ? "text" : "word"
        case .json: "json"
        case .id: "uuid"
        case .bool: "truth"
        case .uint32, .uint64, .int32: "n"
        case .double: "number"
        case .timestamp: "time"
        case .message: placeholders[field.message ?? ""] ?? "fields"
        }
    }

    private static let placeholders = [
        "GeoRef": "place", "PersonRef": "person", "ResourceRef": "resource", "ResourceNeed": "need",
        "Author": "author", "OutcomeCounts": "counts", "FieldChange": "change", "MediaRef": "media",
    ]
}

extension FlagHelp {
    /// A command line that publishes such an event, its agency and author coming from the environment.
    static func example(of event: EventDescription, name: String) -> String {
        var words = ["scenewire publish \(name)"]
        var story: String?
        for field in SchemaTable.message(event.payload)?.fields ?? [] where field.isRequired {
            if isStory(field) {
                story = "\"\(field.doc)\""
            } else {
                words.append(flagWords(of: field, of: event))
            }
        }
        if event.requires.contains("incident") { words.append("--incident EX-1") }
        if event.requires.contains("location") { words.append("--location LOC-T") }
        if event.requires.contains("amends") { words.append("--amends \(sampleID)") }
        if let story { words.append(story) }
        return words.joined(separator: " ")
    }

    /// Whether a required text is what the type says, which then stands without a flag.
    static func isStory(_ field: FieldDescription) -> Bool {
        field.kind == .text && field.lengthMax ?? 0 >= 4_000
    }

    private static func flagWords(of field: FieldDescription, of event: EventDescription) -> String {
        let flag = "--" + flag(of: field, of: event)
        return field.kind == .bool ? flag : "\(flag) \(sample(of: field))"
    }

    /// The flag of a payload's field; a name that the envelope has is preceded by the payload's first word.
    static func flag(of field: FieldDescription, of event: EventDescription) -> String {
        let flag = flag(of: field.jsonName)
        let first = Self.flag(of: event.payload).split(separator: "-").first.map(String.init) ?? ""
        return envelopeFlags.contains(flag) ? "\(first)-\(flag)" : flag
    }

    private static let envelopeFlags: Set<String> = {
        let fields = SchemaTable.message("Event")?.fields ?? []
        let flags = fields.flatMap { field -> [String] in
            let flag = flag(of: field.jsonName)
            // A message that attributes tell has a flag for each of its fields.
            guard field.attribute != nil, let parts = field.message.flatMap(SchemaTable.message)?.fields
            else {
                return [flag]
            }
            return parts.map { "\(flag)-\(FlagHelp.flag(of: $0.jsonName))" }
        }
        return Set(flags).union(publishingFlags)
    }()

    /// Flags that say how an event is published; scripts/generate-schema-tables.py has them as well.
    private static let publishingFlags: Set<String> = [
        "dry-run", "force", "outbox", "played-at", "profile", "requests", "results", "timeout",
    ]

    private static let sampleID = "0196ed9e-9c40-7000-8000-000000000001"

    private static func sample(of field: FieldDescription) -> String {
        if let words = field.vocabulary.flatMap(SchemaTable.vocabulary)?.words {
            // What follows another word is not the same one.
            return field.jsonName.hasPrefix("to") && words.count > 1 ? words[1] : words[0]
        }
        switch field.kind {
        case .message:
            let fields = SchemaTable.message(field.message ?? "")?.fields ?? []
            // Without its new value, a change would take the field away.
            return fields.filter { $0.isRequired || $0.kind == .json }.map(sample).joined(separator: ",")
        case .id: return sampleID
        case .timestamp: return field.jsonName == "due" ? "+30m" : "-5m"
        case .bool: return "true"
        case .uint32, .uint64, .int32, .double: return "1"
        case .json: return "2"
        case .text:
            switch field.pattern {
            case .pointer: return "/data/rounds"
            case .sha256: return String(repeating: "0a", count: 32)
            case .incident: return "EX-2"
            case .agency: return "expd"
            default: return samples[field.jsonName] ?? "X1"
            }
        }
    }

    private static let samples = [
        "id": "412", "ref": "S1", "reason": "\"typing error\"", "post": "\"inner perimeter\"",
        "area": "\"ground floor\"", "deadlineId": "DL1", "demandId": "D1",
    ]
}

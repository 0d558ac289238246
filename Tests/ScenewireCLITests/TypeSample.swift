import EventSchema

@testable import ScenewireCLI

/// One event of a type, as a document and as the command line that says the same.
struct TypeSample {
    let event: EventDescription
    /// Complete, with an id and all times.
    let document: JSONObject
    /// What stands behind `scenewire`.
    let arguments: [String]

    /// - Parameters:
    ///   - isFull: Whether every field is there, or only those that must be.
    ///   - number: Tells one sample's id from another's.
    init(_ event: EventDescription, isFull: Bool, number: Int = 1) {
        self.event = event
        var arguments = ["publish", event.type]
        var data = JSONObject()
        var story: String?
        for field in SchemaTable.message(event.payload)?.fields ?? [] where isFull || field.isRequired {
            let value = Self.value(of: field, isFull: isFull)
            data[field.jsonName] = value
            if field.isRequired, FlagHelp.isStory(field) {
                story = Self.text(value)
            } else {
                arguments += Self.flags("--" + FlagHelp.flag(of: field, of: event), value)
            }
        }
        var document: JSONObject = [
            "specversion": .string("1.0"), "id": .string(SampleEvent.id(number).description),
            "type": .string(event.type), "agency": .string("expd"), "subject": .string("EX-1"),
            "status": .string("Exercise"), "source": .string("cp1"), "sourceepoch": .number("1"),
            "sequence": .string("00000000000000000007"), "time": .string("2025-05-20T14:38:45.000Z"),
            "recordedtime": .string("2025-05-20T14:39:00.000Z"), "authorid": .string("a.recorder"),
            "authorrole": .string("commandPostRecorder"), "severity": .string("Minor"),
            "urgency": .string("Future"), "certainty": .string("Likely"), "tlp": .string("AMBER"),
        ]
        arguments += [
            "--id", SampleEvent.id(number).description, "--agency", "expd", "--incident", "EX-1", "--status",
            "exercise", "--source", "cp1", "--source-epoch", "1", "--source-sequence", "7", "--observed-at",
            "2025-05-20T09:38:45-05:00", "--recorded-at", "2025-05-20T14:39:00Z", "--author-id",
            "a.recorder", "--author-role", "commandPostRecorder", "--severity", "minor", "--urgency",
            "Future", "--certainty", "likely", "--tlp", "amber", "--force",
        ]
        if isFull || event.requires.contains("amends") {
            document["amends"] = .string(SampleEvent.id(900).description)
            arguments += ["--amends", SampleEvent.id(900).description]
        }
        if isFull || event.requires.contains("location") {
            data["location"] = .object([
                "label": .string("LOC-T"), "latitude": .number("39.1"), "longitude": .number("-94.58"),
            ])
            arguments += ["--location", "LOC-T,39.1,-94.58"]
        }
        if isFull {
            data["narrative"] = .string("-- said, \"so\"")
            arguments += ["--narrative=-- said, \"so\""]
            document["sensitivity"] = .string("juvenile victim")
            arguments += ["--sensitivity", "juvenile", "--sensitivity", "victim"]
            document["related"] = .string("\(SampleEvent.id(901)) \(SampleEvent.id(902))")
            arguments += ["--related", "\(SampleEvent.id(901))", "--related", "\(SampleEvent.id(902))"]
            document["clockoffsetms"] = .number("-12")
            arguments += ["--clock-offset-ms", "-12"]
            document["textreleasable"] = .bool(false)
            arguments.append("--no-text-releasable")
        }
        document["data"] = .object(data)
        if let story { arguments += ["--", story] }
        self.document = document
        self.arguments = arguments
    }

    /// A value that is allowed.
    static func value(of field: FieldDescription, isFull: Bool) -> JSONValue {
        guard field.isRepeated else { return single(field, 0, isFull) }
        return .array((0..<2).map { single(field, $0, isFull) })
    }

    private static func single(_ field: FieldDescription, _ index: Int, _ isFull: Bool) -> JSONValue {
        switch field.kind {
        case .text: .string(word(field, index))
        case .json: .number("2")
        case .id: .string(SampleEvent.id(500 + field.number + index).description)
        case .bool: .bool(field.number % 2 == 0)
        case .uint32, .uint64, .int32: .number("\(Int(field.minimum ?? 0) + 1)")
        case .double: .number("\((field.minimum ?? 0) / 2 + 0.5)")
        case .timestamp: .string("2025-05-20T15:00:0\(index).500Z")
        case .message:
            .object(members(of: field.message ?? "", isFull))
        }
    }

    private static func members(of message: String, _ isFull: Bool) -> JSONObject {
        var object = JSONObject()
        for field in SchemaTable.message(message)?.fields ?? [] where isFull || field.isRequired {
            object[field.jsonName] = value(of: field, isFull: isFull)
        }
        return object
    }

    private static func word(_ field: FieldDescription, _ index: Int) -> String {
        if let words = field.vocabulary.flatMap(SchemaTable.vocabulary)?.words {
            return words[index % words.count]
        }
        return switch field.pattern {
        case .agency: "county-\(index)"
        case .incident, .source, .type: "EX-\(index)"
        case .language: "zh-Hant"
        case .traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        case .disposition: "03"
        case .pointer: "/data/rounds"
        case .sha256: String(repeating: "0a", count: 32)
        case .text, .word, nil: "\(field.jsonName) \(index)"
        }
    }

    /// The flags that give a value.
    private static func flags(_ flag: String, _ value: JSONValue) -> [String] {
        switch value {
        case .bool(let truth): [truth ? flag : "--no-" + flag.dropFirst(2)]
        case .array(let elements): elements.flatMap { flags(flag, $0) }
        case .object(let object): [flag, shorthand(object) ?? text(value)]
        default: [flag, text(value)]
        }
    }

    /// The members as `name=value`, `nil` where one of them cannot be said so.
    private static func shorthand(_ object: JSONObject) -> String? {
        var parts: [String] = []
        for (name, value) in object.members {
            switch value {
            case .object, .array, .null: return nil
            default: parts.append("\(FlagHelp.flag(of: name))=\(text(value))")
            }
        }
        return parts.joined(separator: ",")
    }

    private static func text(_ value: JSONValue) -> String {
        if case .string(let text) = value { return text }
        return String(decoding: value.text, as: UTF8.self)
    }
}

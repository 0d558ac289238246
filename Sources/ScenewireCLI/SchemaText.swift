import EventSchema

/// Writes the schema for people.
enum SchemaText {
    /// One line for each event type.
    static var types: String {
        let rows = SchemaTable.events.map { event in
            [event.type, event.severity.word, arrow(event.trend), event.doc]
        }
        return joined(TextTable.lines([["TYPE", "SEVERITY", "TREND", "MEANING"]] + rows))
    }

    /// An event type, its fields, and the messages that these hold.
    static func type(_ event: EventDescription) -> String {
        var lines = ["\(event.type): \(event.doc)"]
        let category = event.category == .system ? "software" : "people"
        lines.append("written by \(category), severity \(event.severity.word), trend \(arrow(event.trend))")
        let needed = event.requires.map { $0.replacingUnderscores }
        if !needed.isEmpty { lines.append("also needs \(needed.joined(separator: ", "))") }
        guard let payload = SchemaTable.message(event.payload) else { return joined(lines) }
        lines += ["", "data"] + fieldLines(payload)
        var seen: Set<String> = [payload.name]
        var waiting = messages(in: payload)
        while !waiting.isEmpty {
            let name = waiting.removeFirst()
            guard seen.insert(name).inserted, let message = SchemaTable.message(name) else { continue }
            lines += ["", "\(message.name): \(message.doc)"] + fieldLines(message)
            waiting += messages(in: message)
        }
        lines += ["", FlagHelp.example(of: event, name: event.type)]
        return joined(lines)
    }

    /// Every vocabulary in one line.
    static var vocabularies: String {
        let rows = SchemaTable.vocabularies.map { vocabulary in
            [
                vocabulary.name, vocabulary.isClosed ? "closed" : "open",
                vocabulary.words.joined(separator: ", "),
            ]
        }
        return joined(TextTable.lines([["VOCABULARY", "", "WORDS"]] + rows))
    }

    /// One vocabulary with a word on each line.
    static func vocabulary(_ vocabulary: VocabularyDescription) -> String {
        let rule = vocabulary.isClosed ? "closed: any other word is refused" : "open: other words are noted"
        return joined(["\(vocabulary.name): \(vocabulary.doc)", rule, ""] + vocabulary.words)
    }

    /// What a field may hold, in a few words.
    static func kind(of field: FieldDescription) -> String {
        var text =
            switch field.kind {
            case .text: field.vocabulary ?? field.pattern.map { "\($0)" } ?? "text"
            case .json: "any JSON"
            case .id: "UUID"
            case .bool: "true or false"
            case .uint32, .uint64, .int32: "whole number"
            case .double: "number"
            case .timestamp: "time"
            case .message: field.message ?? "object"
            }
        if field.minimum != nil || field.maximum != nil {
            text += " \(field.minimum.map(number) ?? "")…\(field.maximum.map(number) ?? "")"
        }
        if let length = field.lengthMax { text += " ≤ \(length)" }
        return field.isRepeated ? "list of \(text)" : text
    }

    private static func fieldLines(_ message: MessageDescription) -> [String] {
        TextTable.lines(
            message.fields.map { field in
                [
                    "  " + field.jsonName, field.isRequired ? "required" : "", kind(of: field), field.doc,
                ]
            }
        )
    }

    private static func messages(in message: MessageDescription) -> [String] {
        message.fields.compactMap(\.message)
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func arrow(_ trend: TrendRule) -> String {
        switch trend {
        case .fixed(.escalation): "up"
        case .fixed(.deescalation): "down"
        case .fixed(.neutral): "-"
        case .byPayload: "by data"
        }
    }

    private static func joined(_ lines: [String]) -> String {
        lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// A protobuf name as words.
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}

/// Writes the schema for programs.
enum SchemaJSON {
    static func summary(_ event: EventDescription) -> JSONValue {
        .object(members(of: event))
    }

    static func type(_ event: EventDescription) -> JSONValue {
        var object = members(of: event)
        object["requires"] = .array(event.requires.map { .string($0) })
        object["fields"] = .array(
            (SchemaTable.message(event.payload)?.fields ?? []).map { field($0, depth: 4) }
        )
        return .object(object)
    }

    static func vocabulary(_ vocabulary: VocabularyDescription) -> JSONValue {
        .object([
            "name": .string(vocabulary.name), "closed": .bool(vocabulary.isClosed),
            "words": .array(vocabulary.words.map { .string($0) }), "meaning": .string(vocabulary.doc),
        ])
    }

    private static func members(of event: EventDescription) -> JSONObject {
        let trend: JSONValue =
            if case .fixed(let trend) = event.trend { .string(TrendArgument(of: trend).rawValue) } else {
                .null
            }
        return [
            "type": .string(event.type), "system": .bool(event.category == .system),
            "severity": .string(event.severity.word), "trend": trend, "meaning": .string(event.doc),
        ]
    }

    /// - Parameter depth: How many messages deep; the schema nests no deeper than three.
    private static func field(_ field: FieldDescription, depth: Int) -> JSONValue {
        var object: JSONObject = [
            "name": .string(field.jsonName), "kind": .string("\(field.kind)"),
            "required": .bool(field.isRequired), "repeated": .bool(field.isRepeated),
            "meaning": .string(field.doc),
        ]
        object["vocabulary"] = field.vocabulary.map { .string($0) }
        if depth > 0, let message = field.message.flatMap(SchemaTable.message) {
            object["message"] = .string(message.name)
            object["fields"] = .array(message.fields.map { self.field($0, depth: depth - 1) })
        }
        return .object(object)
    }
}

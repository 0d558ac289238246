import EventSchema
import YAMLValues
import Yams

/// Values of an event's fields: words in any case, distances for times, names for ids, and messages in short.
struct RuleTestFields {
    /// What distances count from.
    let start: Timestamp
    /// Events by the names that a test gives them.
    let ids: [String: EventID]

    /// The value of an attribute; `nil`, perhaps with a fault, when there is none.
    func value(
        _ attribute: RuleTestAttribute,
        _ node: Node,
        _ path: String,
        _ values: inout YAMLValues
    ) -> JSONValue? {
        let field = attribute.field
        // Documents write long numbers as text with zeros before them.
        if field.kind == .uint64, let scalar = node.scalar, scalar.style != .plain {
            return .string(scalar.string)
        }
        guard let value = json(node, field, path, &values) else { return nil }
        guard field.isRepeated, !field.isInData, case .array(let elements) = value else { return value }
        // CloudEvents' attributes hold lists as words between spaces.
        return .string(
            elements.map { if case .string(let word) = $0 { word } else { "" } }.joined(separator: " ")
        )
    }

    /// An event's `data`.
    func data(
        _ node: Node,
        _ event: EventDescription,
        _ path: String,
        _ values: inout YAMLValues
    ) -> JSONObject {
        let shared = (SchemaTable.message("Event")?.fields ?? []).filter(\.isInData)
        let fields = (SchemaTable.message(event.payload)?.fields ?? []) + shared
        return object(node, fields, path, &values)
    }

    private func object(
        _ node: Node,
        _ fields: [FieldDescription],
        _ path: String,
        _ values: inout YAMLValues
    ) -> JSONObject {
        var object = JSONObject()
        for (name, _, value) in values.members(node, path, allowed: fields.map(\.jsonName)) ?? [] {
            guard let field = fields.first(where: { $0.jsonName == name }) else { continue }
            object[name] = json(value, field, "\(path).\(name)", &values)
        }
        return object
    }

    private func json(_ node: Node, _ field: FieldDescription, _ path: String, _ values: inout YAMLValues)
        -> JSONValue?
    {
        if YAMLValues.isNull(node) { return nil }
        guard field.isRepeated else { return element(node, field, path, &values) }
        let nodes = values.items(node, path, countMax: SchemaLimits.elementCountMax)
        return .array(
            nodes.enumerated().compactMap { element($1, field, "\(path)[\($0)]", &values) }
        )
    }

    private func element(
        _ node: Node,
        _ field: FieldDescription,
        _ path: String,
        _ values: inout YAMLValues
    ) -> JSONValue? {
        if field.kind == .json, node.scalar?.style != .plain { return plain(node, field) }
        guard let text = node.scalar?.string else {
            if field.kind == .message, let fields = field.message.flatMap({ SchemaTable.message($0) })?.fields
            {
                return .object(object(node, fields, path, &values))
            }
            values.note(node, path, "is not one plain value")
            return nil
        }
        if field.kind == .id, let id = ids[text] { return .string("\(id)") }
        do throws(FlagProblem) {
            return try FlagValue.json(text, for: field, at: start)
        } catch {
            values.note(node, path, "\(error)")
            return nil
        }
    }

    /// YAML as JSON: what is quoted is text, the rest as JSON reads it, or else text too.
    private func plain(_ node: Node, _ field: FieldDescription) -> JSONValue {
        switch node {
        case .scalar(let scalar):
            if YAMLValues.isNull(node) { return .null }
            guard scalar.style == .plain else { return .string(scalar.string) }
            // Of JSON in text nothing is wrong.
            return (try? FlagValue.json(scalar.string, for: field, at: start)) ?? .string(scalar.string)
        case .sequence(let sequence): return .array(sequence.map { plain($0, field) })
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, value) in mapping { object[key.scalar?.string ?? ""] = plain(value, field) }
            return .object(object)
        case .alias: return .null
        }
    }
}

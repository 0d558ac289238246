import EventSchema
import YAMLValues
import Yams

/// The events of a mapping.
extension MappingReader {
    /// The envelope's attributes that a mapping may set, by their names in a CloudEvents document.
    static let attributeNames = [
        "agency", "authoragency", "authorid", "authoronbehalfof", "authorrole", "certainty", "recordclass",
        "recordedtime", "releasableto", "sensitivity", "severity", "source", "status", "subject", "time",
        "tlp",
        "urgency",
    ]
    private static let statementKeys = [
        "event", "name", "on", "each", "when", "key", "keep", "amends", "data",
    ]
    /// The envelope's fields that stand in `data`.
    private static let envelopeFields = (SchemaTable.message("Event")?.fields ?? [])
        .filter { ["location", "narrative"].contains($0.jsonName) }
    private static let nestingMax = 16

    /// The words of the attributes whose lists are closed.
    private static let closedWords = [
        "status": Status.allCases.map(\.word), "tlp": TLP.allCases.map(\.word),
        "severity": Severity.allCases.map(\.word), "urgency": Urgency.allCases.map(\.word),
        "certainty": Certainty.allCases.map(\.word),
    ]

    /// Notes a word that no event can have.
    private mutating func checkWord(_ shape: Shape?, of name: String, _ node: Node, _ path: String) {
        guard case .constant(.string(let word))? = shape, let words = Self.closedWords[name],
            !words.contains(word)
        else { return }
        let allowed = words.joined(separator: ", ")
        values.note(node, path, "\(YAMLValues.quoted(word)) is not allowed; allowed: \(allowed)")
    }

    private mutating func attributes(_ keys: [String: Node], _ path: String) -> [String: Shape] {
        var attributes: [String: Shape] = [:]
        for name in Self.attributeNames {
            guard let node = keys[name] else { continue }
            attributes[name] = shape(node, "\(path).\(name)", isText: true)
            checkWord(attributes[name], of: name, node, "\(path).\(name)")
        }
        return attributes
    }

    /// The attributes that every event gets.
    mutating func attributes(_ node: Node?) -> [String: Shape] {
        guard let node, let keys = values.keys(node, "event", allowed: Self.attributeNames) else {
            return [:]
        }
        return attributes(keys, "event")
    }

    mutating func statement(
        _ node: Node,
        _ path: String,
        _ shared: [String: Shape],
        hasBoard: Bool
    ) -> Statement? {
        guard let keys = values.keys(node, path, allowed: Self.statementKeys + Self.attributeNames) else {
            return nil
        }
        guard let typeNode = keys["event"], let type = values.word(typeNode, "\(path).event") else {
            values.note(node, "\(path).event", "missing; it names the type, such as incident.declared")
            return nil
        }
        let description = SchemaTable.event(type)
        if description == nil { noteUnknown(type, typeNode, "\(path).event") }
        let trigger = trigger(keys["on"], node, path, hasBoard: hasBoard)
        let attributes = shared.merging(self.attributes(keys, path)) { _, own in own }
        let data = keys["data"].flatMap { self.data($0, "\(path).data", description) }
        let key = keys["key"].flatMap { self.template($0, "\(path).key") }
        if let key, key.paths.isEmpty {
            values.note(
                keys["key"],
                "\(path).key",
                "has no place, so that every record would be the same event"
            )
        }
        if key == nil, keys["key"] == nil, trigger == .row {
            values.note(
                node,
                "\(path).key",
                "missing; it tells one event from another, such as \"{call_number}\""
            )
        }
        let each = keys["each"].map { self.each($0, "\(path).each") }
        let conditions = keys["when"].map { self.conditions($0, "\(path).when") } ?? []
        return Statement(
            name: keys["name"].flatMap { values.word($0, "\(path).name") } ?? type,
            type: type,
            trigger: trigger,
            each: each,
            conditions: conditions,
            key: key,
            keep: choice(keys["keep"], "\(path).keep", Statement.Keep.self) ?? .first,
            amends: keys["amends"].flatMap { values.word($0, "\(path).amends") },
            attributes: attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            data: data
        )
    }

    private mutating func noteUnknown(_ type: String, _ node: Node, _ path: String) {
        let nearest = SpellingDistance.nearest(to: type, among: SchemaTable.events.map(\.type))
        let hint = nearest.map { "; the nearest is \($0)" } ?? ""
        values.note(
            node,
            path,
            "\(YAMLValues.quoted(type)) is no event type\(hint); `scenewire schema types` lists them"
        )
    }

    private mutating func trigger(_ node: Node?, _ parent: Node, _ path: String, hasBoard: Bool)
        -> Statement.Trigger
    {
        let trigger = choice(node, "\(path).on", Statement.Trigger.self)
        if node == nil, hasBoard {
            values.note(parent, "\(path).on", "missing; allowed: row, appeared, changed, vanished, returned")
        }
        if let trigger, trigger != .row, !hasBoard {
            values.note(node, "\(path).on", "\(trigger.rawValue) needs a board, which this mapping has not")
        }
        return trigger ?? .row
    }

    private mutating func each(_ node: Node, _ path: String) -> [(path: FieldPath, word: JSONValue)] {
        guard case .mapping(let mapping) = node else {
            values.note(node, path, "is not a mapping of fields to words")
            return []
        }
        var each: [(path: FieldPath, word: JSONValue)] = []
        for (key, value) in mapping {
            guard let field = self.path(key, path), let word = values.scalar(value, "\(path).\(field)") else {
                continue
            }
            each.append((field, word))
        }
        return each
    }

    /// `when: FIELD` asks that it is there; a mapping asks of each field that it is a word, one of several, or more.
    mutating func conditions(_ node: Node, _ path: String) -> [Condition] {
        guard case .mapping(let mapping) = node else {
            return paths(node, path).map { Condition(path: $0, test: .isPresent(true)) }
        }
        return mapping.flatMap { key, value -> [Condition] in
            guard let field = self.path(key, path) else { return [] }
            let path = "\(path).\(field)"
            guard case .mapping = value else {
                return [Condition(path: field, test: .isOneOf(Set(values.words(value, path))))]
            }
            let names = ["not", "present", "changed", "contains"]
            return (values.members(value, path, allowed: names) ?? []).compactMap { name, _, node in
                test(name, node, "\(path).\(name)").map { Condition(path: field, test: $0) }
            }
        }
    }

    private mutating func test(_ name: String, _ node: Node, _ path: String) -> Condition.Test? {
        switch name {
        case "not": return .isNoneOf(Set(values.words(node, path)))
        case "contains": return values.word(node, path).map { .contains($0) }
        default:
            if name == "changed", path.contains(".$") {
                values.note(node, path, "only a field of the item itself can have changed")
            }
            guard let flag = node.bool else {
                values.note(node, path, "allowed: true, false")
                return nil
            }
            return name == "present" ? .isPresent(flag) : .hasChanged(flag)
        }
    }

    // MARK: - Shapes

    private mutating func data(_ node: Node, _ path: String, _ type: EventDescription?) -> Shape? {
        shape(
            node,
            path,
            message: type.flatMap { SchemaTable.message($0.payload) },
            beside: Self.envelopeFields
        )
    }

    /// The shape of a value.
    ///
    /// - Parameters:
    ///   - message: What the schema has there, where it is a message; a member that it has not is most likely a
    ///     typing error.
    ///   - others: Fields that may stand beside the message's own.
    ///   - isText: Whether text belongs there.
    private mutating func shape(
        _ node: Node,
        _ path: String,
        message: MessageDescription? = nil,
        beside others: [FieldDescription] = [],
        isText: Bool = false,
        depth: Int = 0
    ) -> Shape? {
        guard depth <= Self.nestingMax else {
            values.note(node, path, "is nested deeper than \(Self.nestingMax)")
            return nil
        }
        switch node {
        case .mapping(let mapping):
            let fields = message.map { $0.fields + others }
            var members: [(name: String, shape: Shape)] = []
            for (key, value) in mapping {
                guard let name = values.word(key, path) else { continue }
                let field = fields?.first { $0.jsonName == name }
                if let fields, field == nil {
                    let names = fields.map(\.jsonName).joined(separator: ", ")
                    values.note(key, path, "\(YAMLValues.quoted(name)) is no field here; allowed: \(names)")
                }
                let shape = shape(
                    value,
                    "\(path).\(name)",
                    message: field?.message.flatMap { SchemaTable.message($0) },
                    isText: field.map { Self.isText($0.kind) } ?? false,
                    depth: depth + 1
                )
                if let shape { members.append((name, shape)) }
            }
            return .object(members)
        case .sequence(let items):
            return .list(
                items.enumerated().compactMap { index, item in
                    shape(item, "\(path)[\(index)]", message: message, isText: isText, depth: depth + 1)
                }
            )
        case .scalar:
            guard let value = values.scalar(node, path) else { return nil }
            guard case .string(let text) = value, text.contains("{") || text.contains("}") else {
                return .constant(isText ? .string(value.plainText) : value)
            }
            return template(node, path).map { .template($0, isText: isText) }
        case .alias:
            values.note(node, path, "is an alias that leads nowhere")
            return nil
        }
    }

    private static func isText(_ kind: FieldDescription.Kind) -> Bool {
        switch kind {
        case .text, .id, .timestamp: true
        case .json, .bool, .uint32, .uint64, .int32, .double, .message: false
        }
    }
}

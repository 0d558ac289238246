import EventSchema
import Yams

/// The rules about events, and the conditions on their fields.
extension RuleParser {
    /// The word that stands for every type that people write.
    private static let anyType = "any"

    mutating func readEvent(_ node: Node, _ keys: [String: Node], _ path: String) -> EventTrigger? {
        let words = list(node, "\(path).event")
        let isAny = words == [Self.anyType]
        let events = isAny ? [] : self.events(words, node, "\(path).event")
        if words.isEmpty { note(node, "\(path).event", "names no type") }
        var amendsAlerted = false
        let conditions = readConditions(keys["where"], "\(path).where", events) { parser, value, path in
            amendsAlerted = parser.word(value, path) == "alerted"
            if !amendsAlerted { parser.note(value, path, "allowed: alerted") }
        }
        let places = eventPlaces(events)
        let key = keys["key"].map { template($0, $0, "\(path).key", places) } ?? TextTemplate("{event}")
        let quiet = keys["quiet"].flatMap { span($0, "\(path).quiet", in: 0...Span.secondsMax) }
        guard isAny || events.count == words.count, let key else { return nil }
        return EventTrigger(
            types: isAny ? nil : Set(words),
            conditions: conditions,
            key: key,
            quiet: quiet,
            amendsAlerted: amendsAlerted
        )
    }

    private mutating func events(_ types: [String], _ node: Node, _ path: String) -> [EventDescription] {
        types.compactMap { type in
            if let event = SchemaTable.event(type), event.category == .authored { return event }
            note(
                node,
                path,
                "\(quoted(type)) is no type of event that people write; for all of them: \(Self.anyType)"
            )
            return nil
        }
    }

    /// - Parameters:
    ///   - events: The types whose fields may be named; none for those of every event.
    ///   - amends: Reads the condition `amends`; `nil` where it has no place.
    mutating func readConditions(
        _ node: Node?,
        _ path: String,
        _ events: [EventDescription],
        amends: ((inout Self, Node, String) -> Void)? = nil
    ) -> [EventCondition] {
        guard let node, case .mapping(let mapping)? = asMapping(node, path) else { return [] }
        return mapping.compactMap { keyNode, value in
            let key = keyNode.scalar?.string ?? ""
            let keyPath = "\(path).\(key)"
            if key == "amends", let amends {
                amends(&self, value, keyPath)
                return nil
            }
            return readCondition(key, keyNode, value, keyPath, events)
        }
    }

    private mutating func readCondition(
        _ key: String,
        _ keyNode: Node,
        _ value: Node,
        _ path: String,
        _ events: [EventDescription]
    ) -> EventCondition? {
        if key == "lag" { return readTime(.lag, value, path) }
        if key == "ahead" { return readTime(.ahead, value, path) }
        let fields: [FieldDescription]
        let place: EventCondition.Place
        if key.hasPrefix("data.") {
            let name = String(key.dropFirst(5))
            place = .data(name)
            fields = events.compactMap { SchemaTable.message($0.payload) }.flatMap(\.fields)
                .filter { $0.jsonName == name && Self.isComparable($0) }
        } else {
            place = .attribute(key)
            fields = (SchemaTable.message("Event")?.fields ?? []).filter {
                $0.attribute == key && Self.isComparable($0)
            }
        }
        guard !fields.isEmpty else {
            note(keyNode, path, "these events have no such plain field")
            return nil
        }
        guard let test = readTest(value, path, fields) else { return nil }
        return EventCondition(place: place, test: test)
    }

    private mutating func readTime(
        _ place: EventCondition.Place,
        _ node: Node,
        _ path: String
    ) -> EventCondition? {
        guard let keys = members(node, path, allowed: ["above"]) else { return nil }
        guard let above = keys["above"] else {
            note(node, path, "allowed: {above: 5 min}")
            return nil
        }
        guard let span = span(above, path, in: 0...Span.secondsMax) else { return nil }
        return EventCondition(place: place, test: .isAbove(Double(span.seconds)))
    }

    private mutating func readTest(
        _ node: Node,
        _ path: String,
        _ fields: [FieldDescription]
    ) -> EventCondition.Test? {
        guard case .mapping = node else {
            let words = checkedWords(node, path, fields)
            return words.isEmpty ? nil : .isOne(of: words)
        }
        guard let keys = members(node, path, allowed: ["not", "above"]), keys.count == 1 else {
            note(node, path, "allowed: a word, a list of words, {not: …} or {above: …}")
            return nil
        }
        if let not = keys["not"] {
            let words = checkedWords(not, path, fields)
            return words.isEmpty ? nil : .isNone(of: words)
        }
        guard let above = keys["above"], let word = word(above, path) else { return nil }
        guard fields.allSatisfy(Self.isNumber) else {
            note(above, path, "only a number can be above something; this field is \(described(fields))")
            return nil
        }
        if word == "hostages.held" { return .isAboveHostagesHeld }
        guard let number = Double(word), number.isFinite else {
            note(above, path, "\(quoted(word)) is not allowed; allowed: a number or hostages.held")
            return nil
        }
        return .isAbove(number)
    }

    /// The words of a condition, each of which must be a value that the field can have.
    private mutating func checkedWords(
        _ node: Node,
        _ path: String,
        _ fields: [FieldDescription]
    ) -> [String] {
        let words = list(node, path)
        for word in words where !fields.contains(where: { Self.canBe(word, $0) }) {
            note(node, path, "\(quoted(word)) is not allowed; allowed: \(described(fields))")
        }
        return fields.allSatisfy(Self.isWhole) ? words.map(Self.plainDigits) : words
    }

    private static func isWhole(_ field: FieldDescription) -> Bool {
        [.uint32, .uint64, .int32].contains(field.kind)
    }

    /// A whole number as documents write it: `007` is 7.
    private static func plainDigits(_ word: String) -> String {
        Int64(word).map { "\($0)" } ?? UInt64(word).map { "\($0)" } ?? word
    }

    private static func canBe(_ word: String, _ field: FieldDescription) -> Bool {
        if let vocabulary = field.vocabulary.flatMap({ SchemaTable.vocabulary($0) }) {
            return vocabulary.words.contains(word)
        }
        return switch field.kind {
        case .bool: ["true", "false"].contains(word)
        case .uint32: UInt32(word) != nil
        case .uint64: UInt64(word) != nil
        case .int32: Int32(word) != nil
        case .double: Double(word)?.isFinite ?? false
        case .id: EventID(word) != nil
        case .text: true
        case .timestamp, .json, .message: false
        }
    }

    private func described(_ fields: [FieldDescription]) -> String {
        let kinds = fields.map { field -> String in
            if let words = field.vocabulary.flatMap({ SchemaTable.vocabulary($0)?.words }) {
                return words.joined(separator: ", ")
            }
            return switch field.kind {
            case .bool: "true, false"
            case .uint32, .uint64, .int32, .double: "a number"
            case .id: "an event's id"
            case .text: "a text"
            case .timestamp, .json, .message: "nothing that can be compared"
            }
        }
        var seen: Set<String> = []
        return kinds.filter { seen.insert($0).inserted }.joined(separator: ", or ")
    }

    /// It has one value that a text can show.
    static func isPlain(_ field: FieldDescription) -> Bool {
        !field.isRepeated && field.kind != .message && field.kind != .json
    }

    /// A condition can be set on it; of a list one value is enough.
    private static func isComparable(_ field: FieldDescription) -> Bool {
        field.kind != .message && field.kind != .json && field.kind != .timestamp
    }

    private static func isNumber(_ field: FieldDescription) -> Bool {
        [.uint32, .uint64, .int32, .double].contains(field.kind) && !field.isRepeated
    }
}

import EventSchema
import YAMLValues
import Yams

/// Makes events of what a test says of them, with the schema's own code.
struct RuleTestEvents {
    /// What events have that do not say otherwise; an incident only those that people write.
    private static let usual: JSONObject = [
        "agency": .string("test"), "source": .string("test"), "status": .string("Exercise"),
        "tlp": .string("AMBER"), "authorid": .string("test"), "authorrole": .string("dispatcher"),
        "sourceepoch": .number("1"),
    ]
    private static let incident = "TEST-1"
    /// What a document of the project has beside the envelope's fields.
    private static let documentKeys = ["specversion", "datacontenttype", "dataschema"]
    private static let ownKeys = ["at", "published", "name", "data"]

    /// What distances count from.
    var start: Timestamp
    /// Of which the rules tell.
    private let consumers: Set<String>
    private var defaults: JSONObject = [:]
    /// By the names that other events call them.
    private var ids: [String: EventID] = [:]
    private var sequences: [String: Int] = [:]

    init(start: Timestamp, consumers: Set<String>) {
        (self.start, self.consumers) = (start, consumers)
    }

    /// Takes attributes for events that do not name them; what comes later counts.
    mutating func takeDefaults(_ node: Node?, _ path: String, _ values: inout YAMLValues) {
        let allowed = RuleTestAttribute.shared.keys.sorted()
        guard let node, let members = values.members(node, path, allowed: allowed) else { return }
        for (name, _, value) in members {
            guard let attribute = RuleTestAttribute.shared[name] else { continue }
            defaults[attribute.name] = fields.value(attribute, value, "\(path).\(name)", &values)
        }
    }

    /// What happens, in the order of the file, which is that of publishing.
    mutating func happenings(
        _ nodes: [Node],
        _ path: String,
        _ values: inout YAMLValues
    ) -> [RuleTestHappening] {
        for (index, node) in nodes.enumerated() {
            guard let name = node.mapping?["name"]?.scalar?.string else { continue }
            ids[name] = node.mapping?["id"]?.scalar.flatMap { EventID($0.string) } ?? Self.id(index)
        }
        var last = Timestamp(nanoseconds: .min)
        var isSilent = false
        var happenings: [RuleTestHappening] = []
        for (index, node) in nodes.enumerated() {
            let path = "\(path)[\(index)]"
            guard let happening = happening(node, index, path, &values) else { continue }
            if happening.at < last {
                let reason = "comes before the one above; published: says when it came, where that was later"
                values.note(node, path, reason)
            }
            switch happening.kind {
            case .publisherSilent: isSilent = true
            case .publisherHeard: isSilent = false
            case .behind, .caughtUp: break
            case .event, .missing:
                if isSilent { values.note(node, path, "nothing comes until publisher: heard") }
            }
            last = max(last, happening.at)
            happenings.append(happening)
        }
        return happenings
    }

    private mutating func happening(
        _ node: Node,
        _ index: Int,
        _ path: String,
        _ values: inout YAMLValues
    ) -> RuleTestHappening? {
        guard case .mapping(let mapping) = node else {
            values.note(node, path, "is not a mapping of keys to values")
            return nil
        }
        if Self.conditionKeys.contains(where: { mapping[$0] != nil }) {
            return condition(node, path, &values)
        }
        return event(node, index, path, &values)
    }

    /// What happens to the stream itself.
    private func condition(_ node: Node, _ path: String, _ values: inout YAMLValues)
        -> RuleTestHappening?
    {
        guard let keys = values.keys(node, path, allowed: ["at"] + Self.conditionKeys) else { return nil }
        guard let at = keys["at"] else {
            values.note(node, "\(path).at", "missing; allowed: a distance from the start such as +5m")
            return nil
        }
        guard let time = values.time(at, "\(path).at", from: start) else { return nil }
        let said = Self.conditionKeys.compactMap { key in keys[key].map { (key, $0.scalar?.string ?? "") } }
        guard said.count == 1, let (key, value) = said.first, let kind = Self.kind(key, value) else {
            values.note(
                node,
                path,
                """
                allowed: one of publisher: silent, publisher: heard, missing: with a number of records, behind: and \
                caught_up: with the name of a consumer
                """
            )
            return nil
        }
        if ["behind", "caught_up"].contains(key), !consumers.contains(value) {
            let name = YAMLValues.quoted(value)
            let allowed = consumers.isEmpty ? "none" : consumers.sorted().joined(separator: ", ")
            values.note(
                keys[key] ?? node,
                "\(path).\(key)",
                "\(name) is no consumer of which a rule of the file tells; allowed: \(allowed)"
            )
            return nil
        }
        return RuleTestHappening(at: time, kind: kind)
    }

    private static let conditionKeys = ["publisher", "missing", "behind", "caught_up"]

    private static func kind(_ key: String, _ value: String) -> RuleTestHappening.Kind? {
        switch (key, value) {
        case ("publisher", "silent"): .publisherSilent
        case ("publisher", "heard"): .publisherHeard
        case ("missing", _): Int(value).flatMap { (1...1_000_000).contains($0) ? .missing($0) : nil }
        case ("behind", _): value.isEmpty ? nil : .behind(value)
        case ("caught_up", _): value.isEmpty ? nil : .caughtUp(value)
        default: nil
        }
    }

    private mutating func event(
        _ node: Node,
        _ index: Int,
        _ path: String,
        _ values: inout YAMLValues
    ) -> RuleTestHappening? {
        let before = values.faults.count
        let allowed = Self.ownKeys + RuleTestAttribute.named.keys.sorted()
        let ignored = Self.documentKeys + RecordDocument.attributes
        guard let members = values.members(node, path, allowed: allowed, ignored: ignored) else { return nil }
        let keys = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        guard let type = keys["type"] else {
            values.note(node, "\(path).type", "missing; an event has a type such as shots.fired")
            return nil
        }
        let described = values.word(type, "\(path).type").flatMap { SchemaTable.event($0) }
        guard let described else {
            let reason = "is no type that there is; `scenewire schema types` lists them"
            values.note(type, "\(path).type", reason)
            return nil
        }
        guard let times = times(keys, node, path, &values) else { return nil }
        var document = JSONObject()
        var data = keys["data"].map { fields.data($0, described, "\(path).data", &values) } ?? JSONObject()
        for (name, _, value) in members {
            if Self.documentKeys.contains(name) {
                document[name] = values.word(value, "\(path).\(name)").map { .string($0) }
            } else if name != "time", let attribute = RuleTestAttribute.named[name] {
                let json = fields.value(attribute, value, "\(path).\(name)", &values)
                if attribute.field.isInData {
                    data[attribute.name] = json
                } else {
                    document[attribute.name] = json
                }
            }
        }
        guard values.faults.count == before else { return nil }
        document["data"] = .object(data)
        document["time"] = .string(times.observed.rfc3339)
        complete(&document, described, index)
        guard let event = checked(document, node, path, &values) else { return nil }
        return RuleTestHappening(at: times.published, kind: .event(event))
    }

    private func times(_ keys: [String: Node], _ node: Node, _ path: String, _ values: inout YAMLValues)
        -> (observed: Timestamp, published: Timestamp)?
    {
        guard let at = keys["at"] ?? keys["time"] else {
            values.note(node, "\(path).at", "missing; allowed: a distance from the start such as +5m")
            return nil
        }
        if keys["at"] != nil, let time = keys["time"] {
            values.note(time, "\(path).time", "is the same as at; one of them says when it happened")
        }
        guard let observed = values.time(at, "\(path).at", from: start) else { return nil }
        guard let node = keys["published"] ?? keys["recordtime"] else { return (observed, observed) }
        return values.time(node, "\(path).published", from: start).map { (observed, $0) }
    }

    /// Fills in what the test does not say.
    private mutating func complete(_ document: inout JSONObject, _ event: EventDescription, _ index: Int) {
        for (name, value) in defaults.members + Self.usual.members where document[name] == nil {
            if name != "subject" || event.category == .authored { document[name] = value }
        }
        if document["subject"] == nil, event.category == .authored {
            document["subject"] = .string(Self.incident)
        }
        if document["id"] == nil { document["id"] = .string("\(Self.id(index))") }
        guard document["sequence"] == nil, case .string(let source)? = document["source"] else { return }
        sequences[source, default: 0] += 1
        document["sequence"] = .number("\(sequences[source] ?? 1)")
    }

    private func checked(
        _ document: JSONObject,
        _ node: Node,
        _ path: String,
        _ values: inout YAMLValues
    ) -> ValidEvent? {
        var draft = EventDraft(document)
        draft.complete(at: start)
        do throws(EventProblem) {
            let event = try draft.event()
            // What a publisher accepts with a note is a slip of the pen in a test.
            let notes = event.outline.notes(of: event.bytes.span.bytes)
            for note in notes { values.note(node, path, note) }
            return notes.isEmpty ? event : nil
        } catch {
            values.note(Self.node(at: error.pointer, in: node), path, "\(error)")
            return nil
        }
    }

    /// The part of an event that a problem's pointer names, or what holds it.
    private static func node(at pointer: String, in event: Node) -> Node {
        var node = event
        for token in pointer.split(separator: "/") {
            switch node {
            case .mapping(let mapping):
                let name = token == "subject" && mapping["subject"] == nil ? "incident" : String(token)
                guard let value = mapping[name] else { return node }
                node = value
            case .sequence(let sequence):
                guard let index = Int(token), sequence.indices.contains(index) else { return node }
                node = sequence[index]
            case .scalar, .alias: return node
            }
        }
        return node
    }

    private var fields: RuleTestFields { RuleTestFields(start: start, ids: ids) }

    /// The id of the event at a place of the list.
    private static func id(_ index: Int) -> EventID {
        EventID(high: 0x7000, low: 1 << 63 | UInt64(index + 1))
    }
}

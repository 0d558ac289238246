import EventSchema
import Yams

/// Reads a file of rules, and goes on after a fault, so that one look shows all of them.
struct RuleParser {
    /// How many values a file may hold; aliases may repeat a part of it many times over.
    static let nodeCountMax = 50_000
    /// How many faults are shown.
    static let faultCountMax = 50

    private static let topKeys = ["version", "destinations", "rules"]
    private static let ruleKeys = [
        "id", "name", "event", "where", "key", "quiet", "clock", "after", "above", "consumer", "if",
        "resolves",
        "severity",
        "acknowledge", "audience", "to", "text", "expires",
    ]
    private static let eventKeys: Set = ["event", "key", "quiet"]
    private static let clockKeys: Set = ["above", "after", "clock", "consumer", "resolves"]

    let file: String
    var faults: [RuleFault] = []

    init(file: String) {
        self.file = file
    }

    /// - Throws: ``RuleFaults`` unless everything is right.
    func book(_ text: [UInt8]) throws(RuleFaults) -> RuleBook {
        var parser = self
        let book = parser.read(text)
        guard let book, parser.faults.isEmpty else {
            throw RuleFaults(faults: Array(parser.faults.prefix(Self.faultCountMax)))
        }
        return book
    }

    private mutating func read(_ text: [UInt8]) -> RuleBook? {
        guard text.count <= RuleBook.byteCountMax else {
            note(nil, "", "the file is longer than \(RuleBook.byteCountMax) bytes")
            return nil
        }
        guard let text = String(validating: text, as: UTF8.self) else {
            note(nil, "", "the file is not UTF-8")
            return nil
        }
        let root: Node?
        do {
            root = try Parser(yaml: text, encoding: .utf8).singleRoot()
        } catch {
            noteYAML(error)
            return nil
        }
        guard let root else {
            note(nil, "", "the file is empty")
            return nil
        }
        var count = 0
        guard Self.countNodes(root, &count) else {
            note(nil, "", "the file holds more than \(Self.nodeCountMax) values")
            return nil
        }
        guard let top = members(root, "", allowed: Self.topKeys) else { return nil }
        readVersion(top["version"], root)
        let destinations = readDestinations(top["destinations"])
        let rules = readRules(top["rules"], root, Set(destinations.map(\.name) + [Destination.log]))
        return RuleBook(
            rules: rules,
            destinations: destinations,
            fingerprint: "\(EventID.derived(from: "scenewire rules", text))"
        )
    }

    private mutating func readVersion(_ node: Node?, _ root: Node) {
        guard let node else { return note(root, "version", "missing; allowed: \(RuleBook.version)") }
        guard word(node, "version") == "\(RuleBook.version)" else {
            return note(node, "version", "not known here; allowed: \(RuleBook.version)")
        }
    }

    private mutating func readRules(_ node: Node?, _ root: Node, _ destinations: Set<String>) -> [AlertRule] {
        guard let node else {
            note(root, "rules", "missing; a file has a list of rules")
            return []
        }
        guard let items = items(node, "rules", countMax: RuleBook.ruleCountMax) else { return [] }
        return items.enumerated().compactMap { index, item in
            readRule(item, "rules[\(index)]", destinations)
        }
    }

    private mutating func readRule(_ node: Node, _ path: String, _ destinations: Set<String>) -> AlertRule? {
        guard let keys = members(node, path, allowed: Self.ruleKeys) else { return nil }
        let id = name(keys["id"], node, "\(path).id")
        let title = words(keys["name"], node, "\(path).name", lengthMax: 128)
        let trigger: AlertRule.Trigger?
        switch (keys["event"], keys["clock"]) {
        case (let event?, nil):
            refuse(Self.clockKeys, in: keys, path, "belongs to rules with a clock")
            trigger = readEvent(event, keys, path).map { .event($0) }
        case (nil, let clock?):
            refuse(Self.eventKeys, in: keys, path, "belongs to rules with an event")
            trigger = readClock(clock, keys, path).map { .clock($0) }
        default:
            note(node, path, "a rule has either event or clock")
            trigger = nil
        }
        let state = keys["if"].map { readState($0, "\(path).if", trigger) } ?? StateCondition()
        let grade = readGrade(keys["severity"], node, trigger, "\(path).severity")
        let places = trigger.map { self.places(of: $0) }
        let text = template(keys["text"], node, "\(path).text", places)
        let acknowledgement = readAcknowledgement(keys["acknowledge"], trigger, "\(path).acknowledge")
        let audience = audience(keys["audience"], "\(path).audience")
        let to = list(keys["to"], "\(path).to")
        for name in to where !destinations.contains(name) {
            note(
                keys["to"],
                "\(path).to",
                "\(quoted(name)) is no destination; there are: \(listed(destinations))"
            )
        }
        let expires =
            keys["expires"].map { span($0, "\(path).expires", in: 1...AlertRule.expirySecondsMax) }
            ?? Span(seconds: AlertRule.expirySecondsUsual)
        guard let id, let title, let trigger, let grade, let text, let expires else { return nil }
        return AlertRule(
            id: id,
            name: title,
            trigger: trigger,
            state: state,
            grade: grade,
            text: text,
            acknowledgement: acknowledgement,
            audience: audience,
            destinations: to,
            expires: expires
        )
    }

    private mutating func readGrade(
        _ node: Node?,
        _ rule: Node,
        _ trigger: AlertRule.Trigger?,
        _ path: String
    ) -> AlertRule.Grade? {
        let allowed = "Extreme, Severe, Moderate, Minor, or target for what amends an alerted event"
        guard let node else {
            note(rule, path, "missing; allowed: \(allowed)")
            return nil
        }
        guard let word = word(node, path) else { return nil }
        if word == "target", case .event(let event)? = trigger, event.amendsAlerted { return .target }
        guard let severity = Severity(word), severity != .unknown else {
            note(node, path, "\(quoted(word)) is not allowed; allowed: \(allowed)")
            return nil
        }
        return .fixed(severity)
    }

    // MARK: - Texts

    func eventPlaces(_ events: [EventDescription]) -> Set<String> {
        let data = events.compactMap { SchemaTable.message($0.payload) }.flatMap(\.fields)
            .filter(Self.isPlain).map { "data.\($0.jsonName)" }
        return Set(AlertText.eventPlaces + data)
    }

    private func places(of trigger: AlertRule.Trigger) -> Set<String> {
        switch trigger {
        case .event(let event):
            eventPlaces((event.types ?? []).sorted().compactMap { SchemaTable.event($0) })
                .union(event.amendsAlerted ? AlertText.amendmentPlaces : [])
        case .clock: Set(AlertText.clockPlaces)
        }
    }

    mutating func template(
        _ node: Node?,
        _ rule: Node,
        _ path: String,
        _ places: Set<String>?
    ) -> TextTemplate? {
        guard let text = words(node, rule, path, lengthMax: 1_000) else { return nil }
        guard let template = TextTemplate(text) else {
            note(node, path, "has a brace without its partner")
            return nil
        }
        if let places {
            for name in template.places where !places.contains(name) {
                note(node, path, "{\(name)} stands for nothing here; there are: \(listed(places))")
            }
        }
        return template
    }
}

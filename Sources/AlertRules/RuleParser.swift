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
        "id", "name", "event", "where", "key", "quiet", "clock", "after", "if", "resolves", "severity",
        "acknowledge", "audience", "to", "text", "expires",
    ]
    private static let eventKeys: Set = ["event", "where", "key", "quiet"]
    private static let clockKeys: Set = ["clock", "after", "if", "resolves"]

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
        return RuleBook(rules: rules, destinations: destinations)
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
        let grade = readGrade(keys["severity"], node, trigger, "\(path).severity")
        let places = trigger.map { self.places(of: $0) }
        let text = template(keys["text"], node, "\(path).text", places)
        let needsAcknowledgement = flag(keys["acknowledge"], "\(path).acknowledge") ?? false
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
            grade: grade,
            text: text,
            needsAcknowledgement: needsAcknowledgement,
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

    // MARK: - Events

    private mutating func readEvent(_ node: Node, _ keys: [String: Node], _ path: String) -> EventTrigger? {
        let types = list(node, "\(path).event")
        var events: [EventDescription] = []
        for type in types {
            if let event = SchemaTable.event(type), event.category == .authored {
                events.append(event)
            } else {
                note(node, "\(path).event", "\(quoted(type)) is no type of event that people write")
            }
        }
        if types.isEmpty { note(node, "\(path).event", "names no type") }
        var conditions: [EventCondition] = []
        var amendsAlerted = false
        if let place = keys["where"], case .mapping(let mapping)? = asMapping(place, "\(path).where") {
            for (keyNode, value) in mapping {
                let key = keyNode.scalar?.string ?? ""
                let keyPath = "\(path).where.\(key)"
                if key == "amends" {
                    amendsAlerted = word(value, keyPath) == "alerted"
                    if !amendsAlerted { note(value, keyPath, "allowed: alerted") }
                } else if let condition = readCondition(key, keyNode, value, keyPath, events) {
                    conditions.append(condition)
                }
            }
        }
        let places = eventPlaces(events)
        let key = keys["key"].map { template($0, $0, "\(path).key", places) } ?? TextTemplate("{event}")
        let quiet = keys["quiet"].flatMap { span($0, "\(path).quiet", in: 0...Span.secondsMax) }
        guard events.count == types.count, let key else { return nil }
        return EventTrigger(
            types: Set(types),
            conditions: conditions,
            key: key,
            quiet: quiet,
            amendsAlerted: amendsAlerted
        )
    }

    private mutating func readCondition(
        _ key: String,
        _ keyNode: Node,
        _ value: Node,
        _ path: String,
        _ events: [EventDescription]
    ) -> EventCondition? {
        if key == "lag" { return readLag(value, path) }
        let fields: [FieldDescription]
        let place: EventCondition.Place
        if key.hasPrefix("data.") {
            let name = String(key.dropFirst(5))
            place = .data(name)
            fields = events.compactMap { SchemaTable.message($0.payload) }.flatMap(\.fields)
                .filter { $0.jsonName == name && Self.isPlain($0) }
        } else {
            place = .attribute(key)
            fields = (SchemaTable.message("Event")?.fields ?? []).filter {
                $0.attribute == key && Self.isPlain($0)
            }
        }
        guard !fields.isEmpty || events.isEmpty else {
            note(keyNode, path, "these events have no such plain field")
            return nil
        }
        guard let test = readTest(value, path) else { return nil }
        checkWords(of: test, fields, value, path)
        return EventCondition(place: place, test: test)
    }

    private mutating func readLag(_ node: Node, _ path: String) -> EventCondition? {
        guard let keys = members(node, path, allowed: ["above"]) else { return nil }
        guard let above = keys["above"] else {
            note(node, path, "allowed: {above: 5 min}")
            return nil
        }
        guard let span = span(above, path, in: 0...Span.secondsMax) else { return nil }
        return EventCondition(place: .lag, test: .isAbove(Double(span.seconds)))
    }

    private mutating func readTest(_ node: Node, _ path: String) -> EventCondition.Test? {
        guard case .mapping = node else {
            let words = list(node, path)
            return words.isEmpty ? nil : .isOne(of: words)
        }
        guard let keys = members(node, path, allowed: ["not", "above"]), keys.count == 1 else {
            note(node, path, "allowed: a word, a list of words, {not: …} or {above: …}")
            return nil
        }
        if let not = keys["not"] {
            let words = list(not, path)
            return words.isEmpty ? nil : .isNone(of: words)
        }
        guard let above = keys["above"], let word = word(above, path) else { return nil }
        if word == "hostages.held" { return .isAboveHostagesHeld }
        guard let number = Double(word), number.isFinite else {
            note(above, path, "\(quoted(word)) is not allowed; allowed: a number or hostages.held")
            return nil
        }
        return .isAbove(number)
    }

    private mutating func checkWords(
        of test: EventCondition.Test,
        _ fields: [FieldDescription],
        _ node: Node,
        _ path: String
    ) {
        let words: [String]
        switch test {
        case .isOne(let list), .isNone(let list): words = list
        case .isAbove, .isAboveHostagesHeld: return
        }
        let known = fields.map { $0.vocabulary.flatMap { SchemaTable.vocabulary($0)?.words } }
        // One field with free text takes any word.
        guard !known.isEmpty, !known.contains(where: { $0 == nil }) else { return }
        let allowed = known.compactMap { $0 }.flatMap { $0 }
        for word in words where !allowed.contains(word) {
            note(node, path, "\(quoted(word)) is not allowed; allowed: \(allowed.joined(separator: ", "))")
        }
    }

    private static func isPlain(_ field: FieldDescription) -> Bool {
        !field.isRepeated && field.kind != .message && field.kind != .json
    }

    // MARK: - Clocks

    private mutating func readClock(_ node: Node, _ keys: [String: Node], _ path: String) -> ClockTrigger? {
        guard let word = word(node, "\(path).clock") else { return nil }
        guard let clock = SceneClock(rawValue: word) else {
            let allowed = SceneClock.allCases.map(\.rawValue).joined(separator: ", ")
            note(node, "\(path).clock", "\(quoted(word)) is not allowed; allowed: \(allowed)")
            return nil
        }
        let offsets = readOffsets(keys["after"], node, clock, "\(path).after")
        let resolves = flag(keys["resolves"], "\(path).resolves") ?? true
        let classes = keys["if"].map { readClasses($0, "\(path).if", clock) } ?? []
        guard let offsets else { return nil }
        return ClockTrigger(clock: clock, offsets: offsets, classes: classes, resolves: resolves)
    }

    private mutating func readClasses(_ node: Node, _ path: String, _ clock: SceneClock) -> [IncidentClass] {
        guard clock != .sourceSilent else {
            note(node, path, "a source has no class")
            return []
        }
        guard let keys = members(node, path, allowed: ["class"]) else { return [] }
        guard let node = keys["class"] else {
            note(node, path, "allowed: {class: [HOSTAGE]}")
            return []
        }
        return list(node, "\(path).class").compactMap { word in
            let known = IncidentClass.known.first { $0.word == word }
            if known == nil {
                let allowed = IncidentClass.known.map(\.word).joined(separator: ", ")
                note(node, "\(path).class", "\(quoted(word)) is not allowed; allowed: \(allowed)")
            }
            return known
        }
    }

    private mutating func readOffsets(
        _ node: Node?,
        _ rule: Node,
        _ clock: SceneClock,
        _ path: String
    ) -> ClockOffsets? {
        guard let node else {
            // These two are events more than clocks: they fire as soon as they start.
            if [.breach, .surrender].contains(clock) { return .stages([Span(seconds: 0)]) }
            note(rule, path, "missing; allowed: a time such as 15 min")
            return nil
        }
        if clock == .sceneSilent { return readSilence(node, path) }
        let range = clock == .deadline ? -Span.secondsMax...Span.secondsMax : 0...Span.secondsMax
        let nodes: [Node]
        if case .sequence(let sequence) = node { nodes = Array(sequence) } else { nodes = [node] }
        let spans = nodes.compactMap { span($0, path, in: range) }
        guard spans.count == nodes.count, !spans.isEmpty else { return nil }
        guard Set(spans).count == spans.count, spans.count <= 16 else {
            note(node, path, "has a time twice, or more than 16")
            return nil
        }
        return .stages(spans.sorted())
    }

    private mutating func readSilence(_ node: Node, _ path: String) -> ClockOffsets? {
        let names = ["before_contact", "after_contact", "after_custody"]
        guard let keys = members(node, path, allowed: names) else { return nil }
        var spans: [Span] = []
        for name in names {
            guard let value = keys[name] else {
                note(node, "\(path).\(name)", "missing; allowed: a time such as 15 min")
                continue
            }
            if let span = span(value, "\(path).\(name)", in: 1...Span.secondsMax) { spans.append(span) }
        }
        guard spans.count == 3 else { return nil }
        return .silence(beforeContact: spans[0], afterContact: spans[1], afterCustody: spans[2])
    }

    // MARK: - Texts

    private func eventPlaces(_ events: [EventDescription]) -> Set<String> {
        let data = events.compactMap { SchemaTable.message($0.payload) }.flatMap(\.fields)
            .filter(Self.isPlain).map { "data.\($0.jsonName)" }
        return Set(AlertText.eventPlaces + data)
    }

    private func places(of trigger: AlertRule.Trigger) -> Set<String> {
        switch trigger {
        case .event(let event): eventPlaces(event.types.sorted().compactMap { SchemaTable.event($0) })
        case .clock: Set(AlertText.clockPlaces)
        }
    }

    private mutating func template(
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

    // MARK: - Destinations

    private mutating func readDestinations(_ node: Node?) -> [Destination] {
        guard let node, node.null == nil else { return [] }
        guard let items = items(node, "destinations", countMax: Destination.countMax) else { return [] }
        var names: Set = [Destination.log]
        return items.enumerated().compactMap { index, item in
            let path = "destinations[\(index)]"
            guard let destination = readDestination(item, path) else { return nil }
            guard names.insert(destination.name).inserted else {
                note(
                    item,
                    "\(path).name",
                    "\(quoted(destination.name)) stands for another destination already"
                )
                return nil
            }
            return destination
        }
    }

    private mutating func readDestination(_ node: Node, _ path: String) -> Destination? {
        let known = ["name", "kind", "exercises", "url", "secret_file", "command", "time_limit"]
        guard let keys = members(node, path, allowed: known) else { return nil }
        let name = name(keys["name"], node, "\(path).name")
        let takesExercises = flag(keys["exercises"], "\(path).exercises") ?? false
        let kind = keys["kind"].flatMap { word($0, "\(path).kind") }
        let channel: Destination.Channel?
        switch kind {
        case "webhook":
            refuse(["command", "time_limit"], in: keys, path, "belongs to kind: command")
            channel = readWebhook(keys, node, path)
        case "alertmanager":
            refuse(["command", "time_limit"], in: keys, path, "belongs to kind: command")
            refuse(["secret_file"], in: keys, path, "belongs to kind: webhook")
            channel = readURL(keys, node, path).map { .alertmanager(url: $0) }
        case "command":
            refuse(["url", "secret_file"], in: keys, path, "belongs to other kinds")
            channel = readCommand(keys, node, path)
        default:
            note(keys["kind"] ?? node, "\(path).kind", "allowed: webhook, command, alertmanager")
            channel = nil
        }
        guard let name, let channel else { return nil }
        return Destination(name: name, channel: channel, takesExercises: takesExercises)
    }

    private mutating func readWebhook(
        _ keys: [String: Node],
        _ node: Node,
        _ path: String
    ) -> Destination.Channel? {
        let url = readURL(keys, node, path)
        let secret = words(keys["secret_file"], node, "\(path).secret_file", lengthMax: 4_096)
        guard let url, let secret else { return nil }
        return .webhook(url: url, secretFile: secret)
    }

    private mutating func readURL(_ keys: [String: Node], _ node: Node, _ path: String) -> String? {
        guard let url = words(keys["url"], node, "\(path).url", lengthMax: 2_000) else { return nil }
        guard Self.isAllowed(url) else {
            note(
                keys["url"],
                "\(path).url",
                "allowed: https://…, or http:// on this machine's loopback address"
            )
            return nil
        }
        return url
    }

    /// Beyond this machine nothing leaves without TLS.
    private static func isAllowed(_ url: String) -> Bool {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        let host = { (prefix: String) in
            url.dropFirst(prefix.count).prefix { !"/?#".contains($0) }
        }
        if url.hasPrefix("https://") { return !host("https://").isEmpty }
        guard url.hasPrefix("http://") else { return false }
        let authority = host("http://")
        let name =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        return name == "127.0.0.1" || name == "::1" || name == "localhost"
    }

    private mutating func readCommand(
        _ keys: [String: Node],
        _ node: Node,
        _ path: String
    ) -> Destination.Channel? {
        let words = list(keys["command"], "\(path).command")
        guard let program = words.first, program.hasPrefix("/") else {
            note(
                keys["command"] ?? node,
                "\(path).command",
                "allowed: a list, first the program's whole path"
            )
            return nil
        }
        let range = 1...Destination.commandSecondsMax
        let limit = keys["time_limit"].map { span($0, "\(path).time_limit", in: range) } ?? Span(seconds: 10)
        guard let limit else { return nil }
        return .command(words, timeLimitSeconds: limit.seconds)
    }
}

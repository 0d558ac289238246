import AlertRules
import EventSchema
import YAMLValues
import Yams

/// Reads a file of tests, and goes on after a fault, so that one look shows all of them.
struct RuleTestReader {
    private static let topKeys = ["rules", "defaults", "tests"]
    private static let testKeys = ["name", "start", "defaults", "only", "events", "expect"]

    private var values: YAMLValues

    /// The name of the file of rules, which is needed to check the tests.
    ///
    /// - Throws: ``YAMLFaults``.
    static func rules(_ bytes: [UInt8], file: String) throws(YAMLFaults) -> String {
        var reader = RuleTestReader(values: YAMLValues(file: file))
        let root = reader.values.document(bytes, byteCountMax: RuleTestFile.byteCountMax)
        let keys = root.flatMap { reader.values.keys($0, "", allowed: topKeys) }
        var name: String?
        if let keys {
            if let node = keys["rules"] {
                name = reader.values.word(node, "rules")
            } else {
                reader.values.note(root, "rules", "missing; it names the file of rules, relative to this one")
            }
        }
        try reader.values.check()
        return name ?? ""
    }

    /// - Parameter book: The rules that the file names.
    /// - Throws: ``YAMLFaults``, everything that is wrong.
    static func file(_ bytes: [UInt8], file: String, rules book: RuleBook) throws(YAMLFaults)
        -> RuleTestFile
    {
        let rules = try rules(bytes, file: file)
        var reader = RuleTestReader(values: YAMLValues(file: file))
        let tests = reader.tests(bytes, book)
        try reader.values.check()
        return RuleTestFile(rules: rules, tests: tests)
    }

    private mutating func tests(_ bytes: [UInt8], _ book: RuleBook) -> [RuleTest] {
        let rules = Set(book.rules.map(\.id))
        guard let root = values.document(bytes, byteCountMax: RuleTestFile.byteCountMax),
            let keys = values.keys(root, "", allowed: Self.topKeys)
        else { return [] }
        guard let tests = keys["tests"] else {
            values.note(root, "tests", "missing; a file has a list of tests")
            return []
        }
        let items = values.items(tests, "tests", countMax: RuleTestFile.testCountMax)
        var events = RuleTestEvents(start: RuleTestFile.start, consumers: book.watchedConsumers)
        events.takeDefaults(keys["defaults"], "defaults", &values)
        return items.enumerated().compactMap { index, node in
            test(node, "tests[\(index)]", rules, events)
        }
    }

    private mutating func test(
        _ node: Node,
        _ path: String,
        _ rules: Set<String>,
        _ shared: RuleTestEvents
    ) -> RuleTest? {
        guard let keys = values.keys(node, path, allowed: Self.testKeys) else { return nil }
        for name in ["name", "expect"] where keys[name] == nil {
            values.note(node, "\(path).\(name)", "missing")
        }
        let name = keys["name"].flatMap { values.word($0, "\(path).name") } ?? ""
        var start = RuleTestFile.start
        if let node = keys["start"], let text = values.word(node, "\(path).start") {
            if let time = try? Timestamp(rfc3339: text) {
                start = time
            } else {
                values.note(node, "\(path).start", "allowed: RFC 3339 with its zone")
            }
        }
        let only = values.items(keys["only"], "\(path).only", countMax: RuleBook.ruleCountMax)
            .compactMap { rule($0, "\(path).only", rules) }
        var events = shared
        events.start = start
        events.takeDefaults(keys["defaults"], "\(path).defaults", &values)
        let nodes = values.items(keys["events"], "\(path).events", countMax: RuleTestFile.itemCountMax)
        return RuleTest(
            name: name,
            start: start,
            only: Set(only),
            happenings: events.happenings(nodes, "\(path).events", &values),
            expectations: expectations(keys["expect"], "\(path).expect", rules, from: start)
        )
    }

    private mutating func rule(_ node: Node, _ path: String, _ rules: Set<String>) -> String? {
        guard let id = values.word(node, path) else { return nil }
        if rules.contains(id) { return id }
        let allowed = rules.sorted().joined(separator: ", ")
        values.note(node, path, "\(YAMLValues.quoted(id)) is no rule of the file; allowed: \(allowed)")
        return nil
    }

    // MARK: - Expectations

    private mutating func expectations(
        _ node: Node?,
        _ path: String,
        _ rules: Set<String>,
        from start: Timestamp
    ) -> [RuleTestExpectation] {
        var last = Timestamp(nanoseconds: .min)
        let nodes = values.items(node, path, countMax: RuleTestFile.itemCountMax)
        return nodes.enumerated().compactMap { index, node in
            let path = "\(path)[\(index)]"
            guard let keys = values.keys(node, path, allowed: ["at", "raised", "resolved"]) else {
                return nil
            }
            guard let at = keys["at"] else {
                values.note(node, "\(path).at", "missing; allowed: a distance from the start such as +5m")
                return nil
            }
            guard let time = values.time(at, "\(path).at", from: start) else { return nil }
            if time < last { values.note(at, "\(path).at", "is before the one above; they stand in order") }
            last = time
            return RuleTestExpectation(
                at: time,
                place: values.place(of: node),
                raised: alerts(keys["raised"], "\(path).raised", rules, from: start),
                resolved: alerts(keys["resolved"], "\(path).resolved", rules, from: start)
            )
        }
    }

    private mutating func alerts(
        _ node: Node?,
        _ path: String,
        _ rules: Set<String>,
        from start: Timestamp
    ) -> [ExpectedAlert] {
        let nodes = values.items(node, path, countMax: RuleTestFile.itemCountMax)
        return nodes.enumerated().compactMap { index, node in
            alert(node, "\(path)[\(index)]", rules, from: start)
        }
    }

    private mutating func alert(
        _ node: Node,
        _ path: String,
        _ rules: Set<String>,
        from start: Timestamp
    ) -> ExpectedAlert? {
        if node.scalar != nil { return rule(node, path, rules).map { ExpectedAlert(values: ["rule": $0]) } }
        guard let keys = values.keys(node, path, allowed: ExpectedAlert.names) else { return nil }
        guard let id = keys["rule"] else {
            values.note(node, "\(path).rule", "missing")
            return nil
        }
        var expected: [String: String] = [:]
        for (name, node) in keys { expected[name] = value(node, name, "\(path).\(name)", from: start) }
        expected["rule"] = rule(id, "\(path).rule", rules)
        return expected["rule"] == nil ? nil : ExpectedAlert(values: expected)
    }

    private mutating func value(_ node: Node, _ name: String, _ path: String, from start: Timestamp)
        -> String?
    {
        switch name {
        case "rule": return nil
        case "at": return values.time(node, path, from: start)?.rfc3339
        case "audience", "to":
            return values.items(node, path, countMax: RuleTestFile.itemCountMax)
                .compactMap { values.word($0, path) }.joined(separator: ", ")
        case "late", "acknowledge": return word(node, path, of: ["true", "false"])
        case "severity": return word(node, path, of: Severity.known.map(\.word))
        case "status": return word(node, path, of: Status.known.map(\.word))
        case "tlp": return word(node, path, of: TLP.known.map(\.word))
        default: return values.word(node, path)
        }
    }

    private mutating func word(_ node: Node, _ path: String, of allowed: [String]) -> String? {
        guard let word = values.word(node, path) else { return nil }
        if let known = allowed.first(where: { $0.lowercased() == word.lowercased() }) { return known }
        let words = allowed.joined(separator: ", ")
        values.note(node, path, "\(YAMLValues.quoted(word)) is not allowed; allowed: \(words)")
        return nil
    }
}

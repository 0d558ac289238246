import Yams

/// Plain values of a file of rules; every one that does not fit is noted.
extension RuleParser {
    static func countNodes(_ node: Node, _ count: inout Int) -> Bool {
        count += 1
        guard count <= nodeCountMax else { return false }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping where !countNodes(key, &count) || !countNodes(value, &count) {
                return false
            }
        case .sequence(let sequence):
            for item in sequence where !countNodes(item, &count) { return false }
        case .scalar, .alias: break
        }
        return true
    }

    mutating func note(_ node: Node?, _ key: String, _ reason: String) {
        faults.append(
            RuleFault(
                file: file,
                line: node?.mark?.line,
                column: node?.mark?.column,
                key: key,
                reason: reason
            )
        )
    }

    mutating func noteYAML(_ error: any Error) {
        let place: (line: Int?, column: Int?, problem: String)
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            place = (mark.line, mark.column, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.sorted().joined(separator: ", ")
            place = (context.mark.line, nil, "\(names) set twice in the mapping that begins here")
        case .reader(let problem, _, _, _): place = (nil, nil, problem)
        default:
            place = (nil, nil, "\(error)".split(separator: "\n").first.map(String.init) ?? "unknown error")
        }
        faults.append(
            RuleFault(
                file: file,
                line: place.line,
                column: place.column,
                key: "",
                reason: "is not YAML: \(place.problem)"
            )
        )
    }

    /// The members of a mapping; an unknown key is a fault, most likely a typing error.
    mutating func members(_ node: Node, _ path: String, allowed: [String]) -> [String: Node]? {
        guard case .mapping(let mapping)? = asMapping(node, path) else { return nil }
        var members: [String: Node] = [:]
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string, allowed.contains(key) else {
                let shown = keyNode.scalar.map { quoted($0.string) } ?? "a list or mapping"
                note(keyNode, path, "\(shown) is no key here; allowed: \(allowed.joined(separator: ", "))")
                continue
            }
            members[key] = value
        }
        return members
    }

    mutating func asMapping(_ node: Node, _ path: String) -> Node? {
        if case .mapping = node { return node }
        note(node, path, "is not a mapping of keys to values")
        return nil
    }

    mutating func items(_ node: Node, _ path: String, countMax: Int) -> [Node]? {
        guard case .sequence(let sequence) = node else {
            note(node, path, "is not a list")
            return nil
        }
        guard sequence.count <= countMax else {
            note(node, path, "has more than \(countMax) items")
            return nil
        }
        return Array(sequence)
    }

    mutating func word(_ node: Node, _ path: String) -> String? {
        if let scalar = node.scalar, node.null == nil || scalar.style != .plain, !scalar.string.isEmpty {
            return scalar.string
        }
        note(node, path, "is not a word")
        return nil
    }

    mutating func words(_ node: Node?, _ parent: Node, _ path: String, lengthMax: Int) -> String? {
        guard let node else {
            note(parent, path, "missing")
            return nil
        }
        guard let text = word(node, path) else { return nil }
        guard text.unicodeScalars.count <= lengthMax else {
            note(node, path, "is longer than \(lengthMax) characters")
            return nil
        }
        return text
    }

    /// A word that may stand in addresses and metrics.
    mutating func name(_ node: Node?, _ parent: Node, _ path: String) -> String? {
        guard let name = words(node, parent, path, lengthMax: 64) else { return nil }
        let isName = name.utf8.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: index > 0 && "._-".utf8.contains(byte)
            }
        }
        guard isName else {
            note(node, path, "\(quoted(name)) is not allowed; allowed: [A-Za-z0-9][A-Za-z0-9._-]{0,63}")
            return nil
        }
        return name
    }

    /// A list of words, or one word.
    mutating func list(_ node: Node?, _ path: String) -> [String] {
        guard let node else { return [] }
        guard case .sequence(let sequence) = node else { return word(node, path).map { [$0] } ?? [] }
        if sequence.isEmpty { note(node, path, "is empty") }
        guard sequence.count <= 100 else {
            note(node, path, "has more than 100 items")
            return []
        }
        return sequence.compactMap { word($0, path) }
    }

    /// Whom an alert is for, in words that the event `alert.raised` can hold.
    mutating func audience(_ node: Node?, _ path: String) -> [String] {
        let nodes: [Node] = if case .sequence(let sequence)? = node { Array(sequence) } else { [] }
        for item in nodes.isEmpty ? node.map({ [$0] }) ?? [] : nodes {
            guard let scalars = item.scalar?.string.unicodeScalars else { continue }
            if scalars.count > Alert.audienceLengthMax {
                note(item, path, "is longer than \(Alert.audienceLengthMax) characters")
            }
            if scalars.contains(where: { $0.properties.generalCategory == .control }) {
                note(item, path, "has a control character")
            }
        }
        return list(node, path)
    }

    mutating func flag(_ node: Node?, _ path: String) -> Bool? {
        guard let node else { return nil }
        guard let value = Bool(node.scalar?.string ?? "") else {
            note(node, path, "allowed: true, false")
            return nil
        }
        return value
    }

    mutating func span(_ node: Node, _ path: String, in range: ClosedRange<Int>) -> Span? {
        guard let text = word(node, path) else { return nil }
        guard let span = Span(text), range.contains(span.seconds) else {
            let sign = range.lowerBound < 0 ? ", also negative" : ""
            note(
                node,
                path,
                "\(quoted(text)) is not allowed; allowed: a time such as 90 s, 15 min or 4 h\(sign)"
            )
            return nil
        }
        return span
    }

    mutating func refuse(_ names: Set<String>, in keys: [String: Node], _ path: String, _ reason: String) {
        for name in names.sorted() {
            if let node = keys[name] { note(node, "\(path).\(name)", reason) }
        }
    }

    func quoted(_ text: String) -> String { "\(text.prefix(80).debugDescription)" }

    func listed(_ names: Set<String>) -> String { names.sorted().joined(separator: ", ") }
}

import EventSchema
import Yams

/// Everything that is wrong with a file of tests, `FILE:LINE:COLUMN: KEY: REASON` each.
struct RuleTestFaults: Error {
    let lines: [String]
}

/// Plain values of a YAML file that people write; every one that does not fit is noted, and reading goes on.
struct RuleTestValues {
    /// How many values a file may hold; aliases may repeat a part of it many times over.
    private static let nodeCountMax = 50_000
    /// How many faults are shown.
    private static let faultCountMax = 50

    let file: String
    private(set) var faults: [String] = []

    init(file: String) {
        self.file = file
    }

    /// - Throws: ``RuleTestFaults`` when something was noted.
    func check() throws(RuleTestFaults) {
        if !faults.isEmpty { throw RuleTestFaults(lines: Array(faults.prefix(Self.faultCountMax))) }
    }

    /// The file's only document; `nil` with a fault when it is none.
    mutating func document(_ bytes: [UInt8], byteCountMax: Int) -> Node? {
        guard bytes.count <= byteCountMax else {
            note(nil, "", "the file is longer than \(byteCountMax) bytes")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            note(nil, "", "the file is not UTF-8")
            return nil
        }
        do {
            guard let root = try Parser(yaml: text, encoding: .utf8).singleRoot() else {
                note(nil, "", "the file is empty")
                return nil
            }
            var count = 0
            if Self.isSmall(root, &count) { return root }
            note(nil, "", "the file holds more than \(Self.nodeCountMax) values")
        } catch {
            noteYAML(error)
        }
        return nil
    }

    mutating func note(_ node: Node?, _ key: String, _ reason: String) {
        faults.append("\(place(of: node)): \(key.isEmpty ? "" : "\(key): ")\(reason)")
    }

    /// `FILE:LINE:COLUMN`.
    func place(of node: Node?) -> String {
        node?.mark.map { "\(file):\($0.line):\($0.column)" } ?? file
    }

    private mutating func noteYAML(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            faults.append("\(file):\(mark): is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.sorted().joined(separator: ", ")
            faults.append("\(file):\(context.mark): \(names) set twice in the mapping that begins here")
        default:
            let problem = "\(error)".split(separator: "\n").first.map(String.init) ?? "unknown error"
            faults.append("\(file): is not YAML: \(problem)")
        }
    }

    private static func isSmall(_ node: Node, _ count: inout Int) -> Bool {
        count += 1
        guard count <= nodeCountMax else { return false }
        switch node {
        case .mapping(let mapping):
            return mapping.allSatisfy { isSmall($0.key, &count) && isSmall($0.value, &count) }
        case .sequence(let sequence): return sequence.allSatisfy { isSmall($0, &count) }
        case .scalar, .alias: return true
        }
    }
}

extension RuleTestValues {
    /// The members of a mapping in their order; a key that is not allowed is a fault.
    ///
    /// - Parameter ignored: Keys that may stand there and say nothing.
    mutating func members(
        _ node: Node,
        _ path: String,
        allowed: [String],
        ignored: [String] = []
    ) -> [(name: String, key: Node, value: Node)]? {
        guard case .mapping(let mapping) = node else {
            note(node, path, "is not a mapping of keys to values")
            return nil
        }
        var members: [(name: String, key: Node, value: Node)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string, allowed.contains(name) || ignored.contains(name) else {
                let shown = key.scalar.map { Self.quoted($0.string) } ?? "a list or mapping"
                note(key, path, "\(shown) is no key here; allowed: \(allowed.joined(separator: ", "))")
                continue
            }
            members.append((name, key, value))
        }
        return members
    }

    /// The members of a mapping by name.
    mutating func keys(_ node: Node, _ path: String, allowed: [String]) -> [String: Node]? {
        members(node, path, allowed: allowed).map {
            Dictionary($0.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    /// The items of a list, or the one thing that stands without a list; none when the key is absent.
    mutating func items(_ node: Node?, _ path: String, countMax: Int) -> [Node] {
        guard let node else { return [] }
        guard case .sequence(let sequence) = node else { return [node] }
        guard sequence.count <= countMax else {
            note(node, path, "has more than \(countMax) items")
            return []
        }
        return Array(sequence)
    }

    mutating func word(_ node: Node, _ path: String) -> String? {
        if let scalar = node.scalar, !Self.isNull(node), !scalar.string.isEmpty { return scalar.string }
        note(node, path, "is not a word")
        return nil
    }

    /// A time, or a distance such as `+5m` from the start of the test.
    mutating func time(_ node: Node, _ path: String, from start: Timestamp) -> Timestamp? {
        guard let text = word(node, path) else { return nil }
        guard let moment = Moment(text) else {
            note(
                node,
                path,
                "\(Self.quoted(text)) is not allowed; allowed: a distance from the start such as +5m or +1h30m, "
                    + "or RFC 3339 with its zone"
            )
            return nil
        }
        return moment.time(from: start)
    }

    static func isNull(_ node: Node) -> Bool { node.null != nil && node.scalar?.style == .plain }

    static func quoted(_ text: String) -> String { "\(text.prefix(80).debugDescription)" }
}

public import Yams

/// Everything that is wrong with a YAML file, `FILE:LINE:COLUMN: KEY: REASON` each.
public struct YAMLFaults: Error, Equatable, Sendable, CustomStringConvertible {
    /// At least one, in the order in which they were found; at most 50.
    public let lines: [String]

    /// One fault on each line.
    public var description: String { lines.joined(separator: "\n") }
}

/// Plain values of a YAML file that people write; every one that does not fit is noted, and reading goes on.
///
/// A path is where a value stands, such as `tests[2].events`, and begins the fault that is noted about it.
public struct YAMLValues: Sendable {
    /// How many values a file may hold; aliases may repeat a part of it many times over.
    private static let nodeCountMax = 50_000
    /// How many faults are shown.
    private static let faultCountMax = 50

    /// The file's name, which every fault begins with.
    public let file: String
    /// What is wrong, in the order in which it was found.
    public private(set) var faults: [String] = []

    /// - Parameter file: The file's name.
    public init(file: String) {
        self.file = file
    }

    /// Ends the reading.
    ///
    /// - Throws: ``YAMLFaults`` when something was noted.
    public func check() throws(YAMLFaults) {
        if !faults.isEmpty { throw YAMLFaults(lines: Array(faults.prefix(Self.faultCountMax))) }
    }

    /// The file's only document; `nil` with a fault when it is none.
    public mutating func document(_ bytes: [UInt8], byteCountMax: Int) -> Node? {
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

    /// Notes a fault.
    ///
    /// - Parameter node: What is at fault, whose place is told; `nil` for the file as a whole.
    public mutating func note(_ node: Node?, _ key: String, _ reason: String) {
        faults.append("\(place(of: node)): \(key.isEmpty ? "" : "\(key): ")\(reason)")
    }

    /// The place of a value, `FILE:LINE:COLUMN`.
    public func place(of node: Node?) -> String {
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

extension YAMLValues {
    /// The members of a mapping in their order; a key that is not allowed is a fault.
    ///
    /// - Parameter ignored: Keys that may stand there and say nothing.
    public mutating func members(
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
    public mutating func keys(_ node: Node, _ path: String, allowed: [String]) -> [String: Node]? {
        members(node, path, allowed: allowed).map {
            Dictionary($0.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    /// The items of a list, or the one thing that stands without a list; none when the key is absent.
    public mutating func items(_ node: Node?, _ path: String, countMax: Int) -> [Node] {
        guard let node else { return [] }
        guard case .sequence(let sequence) = node else { return [node] }
        guard sequence.count <= countMax else {
            note(node, path, "has more than \(countMax) items")
            return []
        }
        return Array(sequence)
    }

    /// A plain word, which is not empty and not null.
    public mutating func word(_ node: Node, _ path: String) -> String? {
        if let scalar = node.scalar, !Self.isNull(node), !scalar.string.isEmpty { return scalar.string }
        note(node, path, "is not a word")
        return nil
    }

    /// Whether a value is YAML's null, and not the word in quotes.
    public static func isNull(_ node: Node) -> Bool { node.null != nil && node.scalar?.style == .plain }

    /// Text from the file as a fault shows it, in quotes and cut.
    public static func quoted(_ text: String) -> String { "\(text.prefix(80).debugDescription)" }
}

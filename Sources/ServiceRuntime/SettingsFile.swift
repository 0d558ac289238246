import SystemPackage
import Yams

/// Reads the one configuration file into keys and texts.
///
/// Sections nest: `live:` with `endpoint:` below it is the key `live.endpoint`. A list is its items joined by
/// commas, as on a command line.
enum SettingsFile {
    /// Far more than any configuration; a log file given by mistake is refused before it is read.
    static let byteCountMax = 1 << 20
    /// Aliases may repeat a part of the file many times over.
    static let keyCountMax = 1_000
    static let depthMax = 8

    /// - Throws: ``SettingsError/file(_:problem:)``.
    static func read(_ path: FilePath) throws(SettingsError) -> [String: String] {
        let bytes = try contents(of: path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .file(path, problem: "is not UTF-8")
        }
        let root: Node?
        do {
            root = try Parser(yaml: text, encoding: .utf8).singleRoot()
        } catch {
            throw .file(path, problem: "is not YAML: \(problem(error))")
        }
        var values: [String: String] = [:]
        // An empty file, or one of comments alone, sets nothing.
        guard let root, !isEmpty(root) else { return values }
        try flatten(root, key: [], into: &values, path)
        return values
    }

    private static func contents(of path: FilePath) throws(SettingsError) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly)
            return try file.closeAfter {
                var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
                var count = 0
                while count < bytes.count {
                    let read = try bytes.withUnsafeMutableBytes { buffer in
                        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                    }
                    guard read > 0 else { break }
                    count += read
                }
                guard count <= byteCountMax else {
                    throw SettingsError.file(path, problem: "is longer than \(byteCountMax) bytes")
                }
                return Array(bytes[..<count])
            }
        } catch let error as SettingsError {
            throw error
        } catch {
            throw .file(path, problem: "cannot be read: \(error)")
        }
    }

    private static func flatten(
        _ node: Node,
        key: [String],
        into values: inout [String: String],
        _ path: FilePath
    ) throws(SettingsError) {
        let name = key.joined(separator: ".")
        switch node {
        case .mapping(let mapping):
            guard key.count < depthMax else {
                throw .file(path, problem: "\(name): more than \(depthMax) sections deep")
            }
            for (keyNode, value) in mapping {
                guard let part = keyNode.scalar?.string, !part.isEmpty else {
                    throw .file(path, problem: "a key\(place(keyNode)) is not a word")
                }
                try flatten(value, key: key + [part], into: &values, path)
            }
        case .scalar(let scalar):
            guard !key.isEmpty else { throw .file(path, problem: "is not a mapping of keys to values") }
            guard !isEmpty(node) else { throw .file(path, problem: "\(name)\(place(node)) has no value") }
            try insert(scalar.string, at: name, into: &values, path)
        case .sequence(let sequence):
            guard !key.isEmpty else { throw .file(path, problem: "is not a mapping of keys to values") }
            var items: [String] = []
            for item in sequence {
                guard let scalar = item.scalar, !scalar.string.contains(",") else {
                    throw .file(path, problem: "\(name)\(place(item)) is not a list of words without commas")
                }
                items.append(scalar.string)
            }
            try insert(items.joined(separator: ","), at: name, into: &values, path)
        case .alias:
            throw .file(path, problem: "\(name)\(place(node)) refers to nothing")
        }
    }

    private static func insert(
        _ value: String,
        at key: String,
        into values: inout [String: String],
        _ path: FilePath
    ) throws(SettingsError) {
        // `a.b: 1` and `a:` with `b: 2` below it are one key.
        guard values.updateValue(value, forKey: key) == nil else {
            throw .file(path, problem: "\(key) is set twice")
        }
        guard values.count <= keyCountMax else {
            throw .file(path, problem: "has more than \(keyCountMax) keys")
        }
    }

    private static func isEmpty(_ node: Node) -> Bool {
        node.null != nil
    }

    private static func place(_ node: Node) -> String {
        node.mark.map { " in line \($0.line)" } ?? ""
    }

    /// Yams describes an error over several lines with an excerpt; one line is enough to find the place.
    private static func problem(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return "\(problem) in line \(mark.line), column \(mark.column)"
        case .reader(let problem, _, _, _):
            return problem
        case .duplicatedKeysInMapping(let duplicates, let context):
            return "\(duplicates.sorted().joined(separator: ", ")) set twice near line \(context.mark.line)"
        default:
            return "\(error)".split(separator: "\n").first.map(String.init) ?? "unknown error"
        }
    }
}

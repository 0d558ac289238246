import Foundation

/// Files about rules: those of the repository, and a test's own in a directory that goes with it.
final class RuleFiles: Sendable {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let shipped = repository + "/deploy/rules.yml"
    static let shippedTests = repository + "/deploy/rules.test.yml"

    let path = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What is left behind is a temporary file.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file, and returns where it is.
    func write(_ text: String, as name: String) throws -> String {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        return "\(path)/\(name)"
    }

    /// The shipped rules with one part of them replaced.
    func edited(_ old: String, _ new: String, as name: String) throws -> String {
        let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
        return try write(text.replacing(old, with: new), as: name)
    }

    /// Writes tests of the shipped rules.
    func tests(_ text: String) throws -> String {
        try write("rules: \(Self.shipped)\n\(text)", as: "x.test.yml")
    }
}

import EventImport
import EventSchema
import Foundation
import SystemPackage
import ZeroMQ

/// The mapping that a command names: one of those that come with Scenewire, or a file.
enum MappingFile {
    /// What tells a file of a directory as a mapping.
    private static let suffix = ".yml"

    /// Where mappings are that come with Scenewire: here, beside the sources that the program was built from, and where
    /// it is installed.
    private static var directories: [FilePath] {
        let program = LocalFile.programDirectory
        return [
            "deploy/mappings", program.appending("../../../deploy/mappings"),
            LocalFile.shared(program).appending("deploy/mappings"),
        ]
    }

    /// - Parameters:
    ///   - word: A file's path, or the name of one in the directory, such as `sf_fire_units`.
    ///   - directory: Where mappings are; `nil` for those that come with Scenewire.
    /// - Throws: ``CommandFailure``, after every fault was said.
    static func read(_ word: String, in directory: String? = nil) async throws -> Mapping {
        let path = try await SocketThread.run(label: "scenewire.mappings") {
            try find(word, in: directory.map { FilePath($0) })
        }
        let bytes = try await RuleInput.bytes(of: path.string, byteCountMax: Mapping.byteCountMax)
        do throws(MappingFaults) {
            return try Mapping(bytes, file: path.string)
        } catch {
            throw await RuleInput.failure(error.lines, .badConfiguration)
        }
    }

    private static func find(_ word: String, in directory: FilePath?) throws(CommandFailure) -> FilePath {
        let directories = directory.map { [$0] } ?? directories
        let file = FilePath(word)
        if isName(word) {
            let paths = directories.map { $0.appending(word + suffix) }
            if let path = paths.first(where: LocalFile.exists) { return path }
        }
        if LocalFile.exists(file) { return file }
        let names = directories.lazy.map(names(in:)).first { !$0.isEmpty } ?? []
        let place = directory.map { " in \($0)" } ?? ""
        let hint =
            SpellingDistance.nearest(to: file.stem ?? word, among: names).map { "; did you mean \($0)?" }
            ?? ""
        throw CommandFailure(
            "there is no mapping \(TerminalText.safe(word))\(hint)",
            .notFound,
            advice: names.isEmpty
                ? ["there are no mappings\(place); name a file"]
                : ["give a file, or one of these\(place): \(names.joined(separator: ", "))"]
        )
    }

    /// Whether a word may be a mapping's name: no path.
    private static func isName(_ word: String) -> Bool {
        !word.isEmpty && !word.contains("/") && !word.hasSuffix(suffix)
    }

    private static func names(in directory: FilePath) -> [String] {
        // What cannot be listed holds none that could be named.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.string)) ?? []
        return files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }
}

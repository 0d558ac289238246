import AlertRules
import ArgumentParser
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire rules check`: everything that is wrong with a file of rules.
struct RulesCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a file of alert rules and destinations.",
        discussion: """
            Shows every fault as FILE:LINE:COLUMN: KEY: REASON; the notifier does not start with a file that \
            has one. docs/alerts.md teaches the language.

            Examples:
              scenewire rules check deploy/rules.yml

            Exit codes: 0 nothing is wrong, 1 the file cannot be read, 2 wrong usage, 3 there is no such \
            file, 77 not permitted, 78 something is wrong.
            """
    )

    @Argument(help: "The file.")
    var file: String

    func run() async throws {
        let file = file
        let bytes = try await SocketThread.run(label: "scenewire.rules") {
            try Self.read(FilePath(file), byteCountMax: RuleBook.byteCountMax)
        }
        do {
            let book = try RuleBook(bytes, file: file)
            let destinations = book.destinations.count
            try await TextOutput.standardOutput.write(
                "\(file): \(book.rules.count) rules, \(destinations) destinations and the log\n"
            )
        } catch let faults as RuleFaults {
            for fault in faults.faults {
                try await TextOutput.standardError.write(TerminalText.safe("\(fault)") + "\n")
            }
            throw CommandFailure("\(faults.faults.count) faults", .badConfiguration)
        }
    }

    /// The file's bytes, and one more than `byteCountMax` when it is longer; it blocks.
    private static func read(_ path: FilePath, byteCountMax: Int) throws -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly)
            // Nothing was written, so closing cannot lose anything.
            defer { try? file.close() }
            var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
            while bytes.count <= byteCountMax {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                guard count > 0 else { break }
                bytes += buffer[..<count]
            }
            return Array(bytes.prefix(byteCountMax + 1))
        } catch {
            throw CommandFailure("\(path): \(error)", CommandFailure.processExit(for: error))
        }
    }
}

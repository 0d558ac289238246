import AlertRules
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// Files that people write about rules, read and checked.
enum RuleInput {
    /// Reads a file of rules.
    ///
    /// - Parameter fault: How the command ends when something is wrong with it; every fault is said before.
    /// - Throws: ``CommandFailure``.
    static func book(_ file: String, fault: ProcessExit = .badConfiguration) async throws -> RuleBook {
        let bytes = try await bytes(of: file, byteCountMax: RuleBook.byteCountMax)
        do throws(RuleFaults) {
            return try RuleBook(bytes, file: file)
        } catch {
            throw await failure(error.faults.map(\.description), fault)
        }
    }

    /// Says what is wrong, a line each.
    ///
    /// - Returns: How the command ends.
    static func failure(_ faults: [String], _ processExit: ProcessExit) async -> CommandFailure {
        let lines = faults.map { TerminalText.safe($0) + "\n" }.joined()
        // Nobody is left to be told that standard error is gone; the exit code still tells.
        try? await TextOutput.standardError.write(lines)
        return CommandFailure("\(faults.count) fault\(faults.count == 1 ? "" : "s")", processExit)
    }

    /// The file's bytes, and one more than `byteCountMax` when it is longer.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read.
    static func bytes(of file: String, byteCountMax: Int) async throws -> [UInt8] {
        try await SocketThread.run(label: "scenewire.rules") {
            try read(FilePath(file), byteCountMax: byteCountMax)
        }
    }

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

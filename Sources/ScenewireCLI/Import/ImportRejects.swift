import EventImport
import EventSchema
import SystemPackage

/// The file of what was rejected and of what is odd, one JSON object on each line, added to what is there.
actor ImportRejects {
    /// How many of them are said on standard error; the file has all.
    private static let saidCountMax = 5

    private nonisolated let executor = BlockingExecutor(label: "scenewire.import.rejects")
    let path: FilePath
    private var output: FileOutput?
    private var saidCount = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ path: FilePath) {
        self.path = path
    }

    /// Writes lines, and makes the file for the first.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written, since nothing may be lost in silence.
    func write(_ entries: [ImportReject]) async throws {
        guard !entries.isEmpty else { return }
        for entry in entries where entry.kind == .reject && saidCount < Self.saidCountMax {
            saidCount += 1
            await TextOutput.standardError.say("\(entry)", .alarm)
        }
        do {
            let output = try output ?? open()
            self.output = output
            var text: [UInt8] = []
            for entry in entries {
                JSONValue.object(entry.document).write(to: &text)
                text.append(UInt8(ascii: "\n"))
            }
            try output.write(text)
        } catch {
            throw CommandFailure("\(path) cannot be written: \(error); the import stopped", .failure)
        }
    }

    private func open() throws -> FileOutput {
        FileOutput(
            try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
        )
    }
}

/// One line of the file of rejects.
struct ImportReject: Sendable, CustomStringConvertible {
    enum Kind: String {
        /// It gave no event, though it should have.
        case reject
        /// It is odd, and gave its events all the same.
        case note
    }

    let kind: Kind
    let file: String
    let line: Int
    let field: String
    let reason: String
    let text: [UInt8]

    var description: String {
        let place = line > 0 ? "\(file), line \(line)" : file
        return "\(place): \(TerminalText.safe(reason, lengthMax: 400))"
    }

    var document: JSONObject {
        var document: JSONObject = [
            "kind": .string(kind.rawValue), "file": .string(file), "line": .number("\(line)"),
            "field": .string(field), "reason": .string(reason),
        ]
        if !text.isEmpty { document["record"] = .string(String(decoding: text, as: UTF8.self)) }
        return document
    }
}

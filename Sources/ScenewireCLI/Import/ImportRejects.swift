import EventImport
import EventSchema
import Glibc
import SystemPackage

/// The file of what was rejected and of what is odd, one JSON object on each line, added to what is there.
///
/// What stands there is not added again, so that the same records imported again, or files that overlap, leave it as
/// it is.
actor ImportRejects {
    /// How many of them are said on standard error; the file has all.
    private static let saidCountMax = 5
    /// How many lines are known again. What stands behind them may be added once more.
    private static let knownCountMax = 500_000
    private static let readByteCount = 256 * 1024

    private nonisolated let executor = BlockingExecutor(label: "scenewire.import.rejects")
    let path: FilePath
    private var output: FileOutput?
    private var saidCount = 0
    /// The lines that stood in the file when it was opened.
    private var standing: Set<EventID> = []
    /// The lines that were added since.
    private var added: Set<EventID> = []
    /// How many stood there already and were not added.
    private(set) var knownCount = 0

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
                let document = entry.document
                guard isNew(document) else { continue }
                JSONValue.object(document).write(to: &text)
                text.append(UInt8(ascii: "\n"))
            }
            try output.write(text)
        } catch {
            throw CommandFailure("\(path) cannot be written: \(error); the import stopped", .failure)
        }
    }

    /// Notes what a line says, and returns whether no line said it.
    private func isNew(_ document: JSONObject) -> Bool {
        guard let identity = ImportReject.identity(of: document) else { return true }
        if standing.contains(identity) {
            knownCount += 1
            return false
        }
        guard standing.count + added.count < Self.knownCountMax else { return !added.contains(identity) }
        return added.insert(identity).inserted
    }

    private func noteStanding(_ document: JSONObject) {
        guard standing.count < Self.knownCountMax, let identity = ImportReject.identity(of: document) else {
            return
        }
        standing.insert(identity)
    }

    private func open() throws -> FileOutput {
        let file = try FileDescriptor.open(
            path,
            .readWrite,
            options: [.create, .append, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        let output = FileOutput(file)
        if try !readKnown(file) { try output.write([UInt8(ascii: "\n")]) }
        return output
    }

    /// Reads what stands in the file.
    ///
    /// - Returns: Whether its last line is whole.
    private func readKnown(_ file: FileDescriptor) throws -> Bool {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return true }
        var reader = JSONLinesReader()
        var last = UInt8(ascii: "\n")
        while let chunk = try file.chunk(of: Self.readByteCount) {
            last = chunk.last ?? last
            for case .row(let row) in reader.take(chunk) { noteStanding(row.value) }
        }
        return last == UInt8(ascii: "\n")
    }
}

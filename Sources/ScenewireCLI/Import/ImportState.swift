import EventImport
import EventSchema
import Glibc
import SystemPackage

/// The file in which an import keeps how far it has come.
struct ImportState {
    /// How often it is written while an import runs.
    private static let pause = Duration.seconds(5)
    private static let version = "1"
    private static let readByteCount = 256 * 1024
    /// How much of a file's beginning tells it from another under the same name, in bytes.
    private static let headByteCountMax = 4_096

    private let path: FilePath
    private let mapping: Mapping
    /// What the file held; empty for none.
    private let saved: [JSONObject]
    private var heads: [FilePath: (count: Int, checksum: UInt32)] = [:]
    /// By file, the line that an earlier import had come to; a file that was replaced is read from its start.
    private(set) var lines: [FilePath: Int] = [:]
    private var savedAt = ContinuousClock.now

    /// - Returns: `nil` when nothing is to be kept.
    /// - Throws: ``CommandFailure`` when the file is there and cannot be used.
    static func open(_ path: FilePath?, _ mapping: Mapping, _ files: [FilePath]) throws -> ImportState? {
        guard let path else { return nil }
        var state = ImportState(path: path, mapping: mapping, saved: try read(path))
        let known: JSONObject =
            if case .object(let known)? = state.saved.first?["files"] { known } else { [:] }
        for file in files {
            guard case .object(let entry)? = known[file.string], case .number(let line)? = entry["line"],
                case .number(let count)? = entry["head"], case .number(let checksum)? = entry["checksum"],
                let count = Int(count), let checksum = UInt32(checksum)
            else { continue }
            guard try head(of: file, count: count) == (count, checksum) else { continue }
            state.heads[file] = (count, checksum)
            state.lines[file] = Int(line)
        }
        return state
    }

    private init(path: FilePath, mapping: Mapping, saved: [JSONObject]) {
        (self.path, self.mapping, self.saved) = (path, mapping, saved)
    }

    /// The engine as it was, where something was kept.
    func engine(_ fresh: ImportEngine) throws(CommandFailure) -> ImportEngine {
        guard !saved.isEmpty else { return fresh }
        do {
            return try fresh.continuing(Array(saved.dropFirst()))
        } catch {
            throw CommandFailure(
                "\(path) \(error.reason); remove it to import from the start, which adds nothing twice",
                .failure
            )
        }
    }

    /// Whether it is time to write it again.
    var isDue: Bool { ContinuousClock.now - savedAt >= Self.pause }

    /// Writes it, whole or not at all.
    mutating func save(_ checkpoint: ImportCheckpoint) throws {
        var files = JSONObject()
        for (file, line) in checkpoint.lines {
            if heads[file] == nil { heads[file] = try Self.head(of: file, count: Self.headByteCountMax) }
            guard let head = heads[file] else { continue }
            files[file.string] = .object([
                "line": .number("\(line)"), "head": .number("\(head.count)"),
                "checksum": .number("\(head.checksum)"),
            ])
        }
        let first: JSONObject = ["version": .string(Self.version), "files": .object(files)]
        var text: [UInt8] = []
        for entry in [first] + checkpoint.engine {
            JSONValue.object(entry).write(to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        do {
            try WholeText.write(text, to: path, replacing: true)
        } catch {
            throw CommandFailure("\(path) cannot be written: \(error)", .failure)
        }
        savedAt = .now
    }

    private static func read(_ path: FilePath) throws -> [JSONObject] {
        var status = stat()
        guard lstat(path.string, &status) == 0 || errno != ENOENT else { return [] }
        let file = try CommandFailure.openToRead(path)
        var reader = JSONLinesReader()
        var items: [ReadItem] = []
        try file.closeAfter {
            while let chunk = try file.chunk(of: readByteCount) { items += reader.take(chunk) }
        }
        items += reader.finish()
        let rows = items.compactMap { if case .row(let row) = $0 { row.value } else { nil } }
        guard rows.count == items.count, rows.count > 1, rows[0]["version"] == .string(version) else {
            throw CommandFailure(
                "\(path) is no state of an import; name another file, or remove it",
                .failure
            )
        }
        return rows
    }

    /// The beginning of a file, as far as it goes.
    private static func head(of path: FilePath, count: Int) throws -> (count: Int, checksum: UInt32) {
        let file = try CommandFailure.openToRead(path)
        let bytes = try file.closeAfter { try file.chunk(of: count) ?? [] }
        return (bytes.count, CRC32C.checksum(of: bytes.span.bytes))
    }
}

extension FileDescriptor {
    /// Reads at most so many bytes; it blocks.
    ///
    /// - Returns: `nil` at the end.
    func chunk(of count: Int) throws -> [UInt8]? {
        let chunk = try [UInt8](unsafeUninitializedCapacity: count) { buffer, count in
            count = try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        return chunk.isEmpty ? nil : chunk
    }
}

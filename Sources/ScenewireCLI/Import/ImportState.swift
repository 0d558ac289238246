import EventImport
import EventSchema
import Glibc
import SystemPackage

/// The file in which an import keeps how far it has come.
struct ImportState {
    private static let version = "1"
    private static let readByteCount = 256 * 1024

    private let path: FilePath
    private let mapping: Mapping
    /// What the file held; empty for none.
    private let saved: [JSONObject]
    /// By file, how far an earlier import had come; a file that was replaced is read from its start.
    private(set) var places: [FilePath: ImportPlace] = [:]

    /// - Returns: `nil` when nothing is to be kept.
    /// - Throws: ``CommandFailure`` when the file is there and cannot be used.
    static func open(_ path: FilePath?, _ mapping: Mapping, _ files: [FilePath]) throws -> ImportState? {
        guard let path else { return nil }
        var state = ImportState(path: path, mapping: mapping, saved: try read(path))
        let known: JSONObject =
            if case .object(let known)? = state.saved.first?["files"] { known } else { [:] }
        for file in files {
            guard case .object(let entry)? = known[file.string],
                case .number(let records)? = entry["records"],
                case .number(let end)? = entry["end"], case .number(let checksum)? = entry["checksum"],
                let end = Int64(end), let checksum = UInt32(checksum)
            else { continue }
            let mark = ImportMark(end: end, checksum: checksum)
            guard let mappedCount = Int(records), try self.mark(of: file, end: end) == mark else { continue }
            state.places[file] = ImportPlace(mappedCount: mappedCount, mark: mark)
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

    /// Writes it, whole or not at all; it blocks.
    func save(_ checkpoint: ImportCheckpoint) throws {
        var files = JSONObject()
        for (file, place) in checkpoint.places {
            files[file.string] = .object([
                "records": .number("\(place.mappedCount)"), "end": .number("\(place.mark.end)"),
                "checksum": .number("\(place.mark.checksum)"),
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

    private static func mark(of path: FilePath, end: Int64) throws -> ImportMark? {
        let file = try CommandFailure.openToRead(path)
        return try file.closeAfter { try ImportMark(of: file, end: end) }
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

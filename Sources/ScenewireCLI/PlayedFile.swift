import EventSchema
import Glibc
import SystemPackage

/// A document of a file, and when its turn is.
struct PlayedDocument: Sendable {
    /// The time at which it was published, else entered, else happened.
    var moment: Timestamp
    /// Without what belonged to a record of it.
    var document: JSONObject
    let place: String
}

/// Reads the documents of one NDJSON file, on a thread of its own.
actor PlayedFile {
    private static let readByteCount = 64 * 1024

    private nonisolated let executor = BlockingExecutor(label: "scenewire.play")
    private nonisolated let name: String
    private let descriptor: FileDescriptor
    private var splitter = DocumentSplitter(format: .lines)
    private var pieces: ArraySlice<InputPiece> = []
    private var isAtEnd = false

    /// How long the file is in bytes, `nil` for what is no file.
    nonisolated let byteCount: Int64?
    /// How much of it was read.
    private(set) var byteCountRead: Int64 = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter path: `-` is standard input.
    /// - Throws: ``CommandFailure`` when the file cannot be opened.
    init(_ path: String) throws {
        name = path == "-" ? "standard input" : path
        descriptor = try path == "-" ? .standardInput : CommandFailure.openToRead(FilePath(path))
        var status = stat()
        let isFile = fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        byteCount = isFile ? Int64(status.st_size) : nil
    }

    deinit {
        // Nothing was written, so that closing loses nothing.
        if descriptor != .standardInput { try? descriptor.close() }
    }

    /// What stands next.
    ///
    /// - Returns: `nil` at the end of the file.
    /// - Throws: ``PlayProblem`` for a line that is no document or has no time; the next call goes on behind
    ///   it. `Errno` when the file cannot be read.
    func next() throws -> PlayedDocument? {
        while pieces.isEmpty {
            if isAtEnd { return nil }
            try read()
        }
        switch pieces.removeFirst() {
        case .document(let text, let place): return try document(text, "\(name), \(place)")
        case .tooLong(let place, let byteCountMax):
            throw PlayProblem("\(name), \(place)", "is longer than \(byteCountMax) bytes")
        case .array: throw PlayProblem(name, "is an array; allowed is a document on each line")
        }
    }

    private func read() throws {
        let chunk = try [UInt8](unsafeUninitializedCapacity: Self.readByteCount) { buffer, count in
            count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        byteCountRead += Int64(chunk.count)
        isAtEnd = chunk.isEmpty
        pieces = (isAtEnd ? splitter.finish().map { [$0] } ?? [] : splitter.take(chunk))[...]
    }

    private func document(_ text: [UInt8], _ place: String) throws -> PlayedDocument {
        let document: JSONObject
        do throws(EventProblem) {
            document = try CloudEvent.parse(text)
        } catch {
            throw PlayProblem(place, "\(error)")
        }
        for name in ["recordtime", "recordedtime", "time"] {
            guard case .string(let text)? = document[name] else { continue }
            guard let moment = try? Timestamp(rfc3339: text) else {
                throw PlayProblem(place, "/\(name) is no time; allowed is RFC 3339 with its zone")
            }
            return PlayedDocument(
                moment: moment,
                document: RecordDocument.withoutRecord(document),
                place: place
            )
        }
        throw PlayProblem(place, "has neither recordtime nor recordedtime nor time")
    }
}

/// Why a line is not played.
struct PlayProblem: Error, CustomStringConvertible {
    let place: String
    let detail: String

    init(_ place: String, _ detail: String) {
        self.place = place
        self.detail = detail
    }

    var description: String { "\(place): \(detail)" }
}

import EventBus
import EventSchema
import Glibc
import SystemPackage

/// What the input held at one place.
enum InputItem: Sendable {
    /// An event that breaks no rule.
    case event(ValidEvent, InputPlace)
    /// Something that is no event.
    case problem(EventProblem, InputPlace)
    /// A document that is too long to be read.
    case tooLong(InputPlace, byteCountMax: Int)
}

/// Reads events from a file or pipe, on a thread of its own.
///
/// It reads on for as long as there is something to read at once and one request has room. So a fast pipe
/// makes full requests, and a line that was typed by hand is handed over when it ends.
actor InputReader {
    private static let readByteCount = 64 * 1024
    /// The byte count that stands before an event in a request.
    private static let prefixByteCountMax = 5

    private nonisolated let executor = BlockingExecutor(label: "scenewire.input")
    private nonisolated let bell = Bell()
    private let descriptor: FileDescriptor?
    private let defaults: JSONObject
    private var splitter: DocumentSplitter
    private var items: ArraySlice<InputItem> = []
    private var isAtEnd = false
    private let byteCount: Int64?
    private var byteCountRead: Int64 = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - descriptor: Stays open.
    ///   - format: The form of the input; `nil` looks at its start.
    ///   - defaults: Attributes for documents that do not have them.
    init(_ descriptor: FileDescriptor, format: EventBatch.Format?, defaults: JSONObject) {
        self.descriptor = descriptor
        self.defaults = defaults
        splitter = DocumentSplitter(format: format)
        var status = stat()
        let isFile = fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        byteCount = isFile ? Int64(status.st_size) : nil
    }

    /// - Parameter items: All there is to be read.
    init(_ items: [InputItem]) {
        descriptor = nil
        defaults = [:]
        splitter = DocumentSplitter(format: nil)
        self.items = items[...]
        isAtEnd = true
        byteCount = nil
    }

    /// How much of a file was read, from 0 to 1; `nil` for what has no end yet.
    var fractionRead: Double? {
        byteCount.flatMap { $0 == 0 ? nil : Double(byteCountRead) / Double($0) }
    }

    /// Waits for at least one item, and takes what one request can carry.
    ///
    /// - Returns: `nil` at the end of the input.
    /// - Throws: `Errno` when the input cannot be read.
    func nextBatch() throws -> [InputItem]? {
        var batch: [InputItem] = []
        var room = BusLimits.publishByteCountMax
        while true {
            while let item = items.first {
                let byteCount = if case .event(let event, _) = item { event.bytes.count } else { 0 }
                guard batch.count < EventParcel.countMax, room >= byteCount + Self.prefixByteCountMax else {
                    return batch
                }
                room -= byteCount + Self.prefixByteCountMax
                batch.append(item)
                items.removeFirst()
            }
            if isAtEnd { return batch.isEmpty ? nil : batch }
            if !batch.isEmpty, !isReadable { return batch }
            try read()
        }
    }

    /// Ends the input here: what has not ended with a line is not read. Any thread may call it.
    nonisolated func stop() {
        bell.ring()
    }

    private func read() throws {
        guard let descriptor else { return }
        guard bell.wait(for: descriptor, events: Int16(POLLIN)) else {
            isAtEnd = true
            return
        }
        let chunk = try [UInt8](unsafeUninitializedCapacity: Self.readByteCount) { buffer, count in
            count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        byteCountRead += Int64(chunk.count)
        isAtEnd = chunk.isEmpty
        let pieces = isAtEnd ? splitter.finish().map { [$0] } ?? [] : splitter.take(chunk)
        items = pieces.flatMap(items(of:))[...]
    }

    /// Whether a read would return at once.
    private var isReadable: Bool {
        guard let descriptor else { return false }
        var item = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, 0) > 0
    }

    private func items(of piece: InputPiece) -> [InputItem] {
        switch piece {
        case .document(let text, let place):
            do throws(EventProblem) {
                return [item(of: try CloudEvent.parse(text), at: place)]
            } catch {
                return [.problem(error, place)]
            }
        case .array(let text):
            do throws(EventProblem) {
                let documents = try EventBatch.documents(text, format: .array)
                return documents.enumerated().map { item(of: $0.element, at: .element($0.offset + 1)) }
            } catch {
                return [.problem(error, .document)]
            }
        case .tooLong(let place, let byteCountMax): return [.tooLong(place, byteCountMax: byteCountMax)]
        }
    }

    private func item(of document: JSONObject, at place: InputPlace) -> InputItem {
        var draft = EventDraft(RecordDocument.withoutRecord(document))
        draft.complete(at: .now, defaults: defaults)
        do throws(EventProblem) {
            return .event(try draft.event(), place)
        } catch {
            return .problem(error, place)
        }
    }
}

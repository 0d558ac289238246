import EventBus
import EventImport
import EventOutbox
import EventSchema
import Glibc
import SystemPackage

/// What became of an imported event.
enum ImportOutcome: Equatable {
    /// It is there now, and was not before.
    case new
    /// It was there before, with the same bytes.
    case known
    /// Another event with its id was there before, and stays.
    case different
    /// It is not there, and why.
    case refused(String)
}

/// Where imported events go.
protocol ImportSink: Sendable {
    /// Takes what one request to a publisher may carry.
    ///
    /// - Returns: One outcome each, in their order.
    /// - Throws: When there is no answer, or nothing can be written.
    func take(_ events: [ImportedEvent]) async throws -> [ImportOutcome]

    /// Makes sure that everything taken so far is on stable storage.
    func flush() async throws
}

/// To a publisher or an outbox.
actor ImportOffer: ImportSink {
    private let destination: any EventDestination
    /// What is said when nobody is there; `nil` for an outbox.
    private let absence: PublisherAbsence?
    private let readHead: (@Sendable () async throws -> SequenceNumber)?
    /// The last record of the stream before anything that is offered next; `nil` while nobody knows.
    private var head: SequenceNumber?

    /// - Parameter readHead: Asks for the publisher's last record; `nil` for an outbox.
    init(
        destination: any EventDestination,
        absence: PublisherAbsence? = nil,
        readHead: (@Sendable () async throws -> SequenceNumber)? = nil
    ) {
        (self.destination, self.absence, self.readHead) = (destination, absence, readHead)
    }

    /// Offers to a publisher.
    init(_ offering: Offering, absence: PublisherAbsence? = nil) {
        self.init(destination: offering, absence: absence, readHead: offering.head)
    }

    func take(_ events: [ImportedEvent]) async throws -> [ImportOutcome] {
        do {
            if head == nil { head = try await readHead?() }
            let results = try await destination.take(events.map(\.event))
            let outcomes = try results.map { try Self.outcome($0, after: head) }
            let receipts = results.compactMap {
                if case .published(let result) = $0 { result.receipt } else { nil }
            }
            head = receipts.map(\.sequence).reduce(head) { max($0 ?? $1, $1) }
            return outcomes
        } catch {
            if let failure = await absence?.failure(error, events.map(\.event.outline.id)) { throw failure }
            throw CommandFailure(
                "\(error); the same command adds what is missing, and nothing twice",
                CommandFailure.processExit(for: error)
            )
        }
    }

    func flush() {}

    /// - Parameter head: The last record before the event was offered.
    /// - Throws: ``CommandFailure`` when the event may be taken later: an import that went on would leave it out.
    private static func outcome(_ result: OfferResult, after head: SequenceNumber?) throws(CommandFailure)
        -> ImportOutcome
    {
        switch result {
        // Offered again because no answer came, it was recorded the first time.
        case .published(.duplicate(let receipt)) where head.map { receipt.sequence > $0 } ?? false:
            return .new
        case .published(.recorded), .stored(.queued): return .new
        case .published(.duplicate), .stored(.known): return .known
        case .published(.refused(let refusal)):
            if refusal.reason.mayPass { throw later("\(refusal)") }
            return refusal.reason == .conflict ? .different : .refused("\(refusal)")
        case .stored(.refused(let refusal)):
            if ["busy", "noSpace"].contains(refusal.reason) { throw later("\(refusal)") }
            return refusal.reason == "conflict" ? .different : .refused("\(refusal)")
        }
    }

    private static func later(_ reason: String) -> CommandFailure {
        CommandFailure(
            "nothing more is taken now: \(reason); the same command adds what is missing, and nothing twice",
            .unavailable
        )
    }
}

/// To a file of NDJSON, or to standard output.
///
/// An actor on a thread of its own, because a disk or a reader may be slow.
actor ImportOutput: ImportSink {
    private nonisolated let executor = BlockingExecutor(label: "scenewire.import.output")
    private let descriptor: FileDescriptor
    private let file: FileOutput
    /// The lines of the events taken last, whose room is used again.
    private var text: [UInt8] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        file = FileOutput(descriptor)
    }

    /// - Parameter isContinued: Whether a file that is there is added to; if not, it is left alone.
    /// - Throws: ``CommandFailure`` when the file is there already, or cannot be made.
    static func open(_ path: FilePath, isContinued: Bool) throws(CommandFailure) -> ImportOutput {
        if path == "-" { return ImportOutput(.standardOutput) }
        do {
            return ImportOutput(
                try FileDescriptor.open(
                    path,
                    .writeOnly,
                    options: isContinued
                        ? [.create, .append, .closeOnExec] : [.create, .exclusiveCreate, .closeOnExec],
                    permissions: [.ownerReadWrite]
                )
            )
        } catch Errno.fileExists {
            throw CommandFailure(
                "\(path) exists already; remove it, name another file, or give --state to go on with it",
                .failure
            )
        } catch {
            let errno = error as? Errno ?? .ioError
            throw CommandFailure(
                "\(path) cannot be written: \(errno)",
                CommandFailure.processExit(for: errno)
            )
        }
    }

    /// Reads what an import before this one wrote to a file, and removes a last line that was not finished.
    ///
    /// - Returns: The engine, which makes none of those events again.
    static func continuing(_ path: FilePath, _ engine: ImportEngine) throws -> ImportEngine {
        var engine = engine
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readWrite, options: .closeOnExec)
        } catch Errno.noSuchFileOrDirectory {
            return engine
        }
        try file.closeAfter {
            var reader = JSONLinesReader()
            var (length, lineEnd) = (0, 0)
            while let chunk = try file.chunk(of: 256 * 1024) {
                if let last = chunk.lastIndex(of: UInt8(ascii: "\n")) { lineEnd = length + last + 1 }
                length += chunk.count
                for case .row(let row) in reader.take(chunk) {
                    guard let event = try? CloudEvent.decode(row.value) else { continue }
                    engine.remember(event)
                }
            }
            if lineEnd < length { try file.resize(to: Int64(lineEnd)) }
        }
        return engine
    }

    func take(_ events: [ImportedEvent]) throws -> [ImportOutcome] {
        text.removeAll(keepingCapacity: true)
        for event in events {
            JSONValue.object(event.document).write(to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        try file.write(text)
        return events.map { _ in .new }
    }

    func flush() throws {
        // A pipe or a terminal has nothing to be flushed.
        guard fsync(descriptor.rawValue) == 0 || errno == EINVAL || errno == EROFS else {
            throw OutputError.failed(Errno(rawValue: errno))
        }
    }
}

import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventOutbox

/// A directory that is removed when the last reference goes.
final class TemporaryDirectory: Sendable {
    let path: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenewire-outbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit {
        // What is left behind is a temporary file.
        try? FileManager.default.removeItem(atPath: path.string)
    }
}

/// An outbox of source `cp1` in a directory of its own.
struct TestOutbox {
    static let owner = Outbox.Owner(source: "cp1", agency: "expd")

    let home: TemporaryDirectory
    let outbox: Outbox

    var path: FilePath { outbox.directory.path }

    init(limits: OutboxLimits = OutboxLimits()) throws {
        home = try TemporaryDirectory()
        outbox = try Outbox(home.path.appending("outbox"), creatingFor: Self.owner, limits: limits)
    }

    /// Stores events that must be new.
    @discardableResult
    func store(_ numbers: ClosedRange<Int>) async throws -> [Int64] {
        let results = try await outbox.store(numbers.map { try TestEvent.open($0) })
        return try results.map { result in
            guard case .queued(let position) = result else { throw Unexpected(what: "\(result)") }
            return position
        }
    }

    /// Notes a receipt for each of the oldest `count` entries that wait.
    func publish(_ count: Int, from sequence: UInt64 = 1, at time: Timestamp = .now) async throws {
        let events = try await outbox.queued(countMax: count, byteCountMax: .max)
        let outcomes = events.enumerated().map { index, event in
            (
                position: event.position,
                outcome: OutboxOutcome.published(TestEvent.receipt(sequence + UInt64(index)))
            )
        }
        try await outbox.settle(outcomes, at: time)
    }

    /// The numbers of all entries' events, in the entries' order.
    func numbers(_ standing: OutboxStanding? = nil) async throws -> [Int] {
        try await outbox.entries(standing).map { TestEvent.number(of: $0.id) }
    }

    struct Unexpected: Error {
        let what: String
    }
}

/// Events of a source, made from their number.
enum TestEvent {
    static let stream = StreamID(high: 0x55E0_E380_3975_4F6A, low: 0x9EB6_6A48_3EB0_E30E)

    static func id(_ number: Int) -> EventID {
        EventID(high: 0x0196_ED9E_9C40_7000, low: 1 << 63 | UInt64(number))
    }

    static func number(of id: EventID) -> Int { Int(id.low & (.max >> 1)) }

    /// An event that its outbox is to number.
    static func open(_ number: Int, source: String = "cp1", narrative: String = "heard") throws -> ValidEvent
    {
        try event(
            number,
            source: source,
            epoch: SourceNumbering.openEpoch,
            sequence: SourceNumbering.openSequence,
            narrative: narrative
        )
    }

    static func event(
        _ number: Int,
        source: String,
        epoch: UInt32,
        sequence: UInt64,
        narrative: String = "heard"
    ) throws -> ValidEvent {
        var draft = EventDraft([
            "id": .string(id(number).description), "type": .string("log.entry"), "agency": .string("expd"),
            "subject": .string("EX-1"), "status": .string("Exercise"), "source": .string(source),
            "sourceepoch": .number("\(epoch)"), "sequence": .string("\(sequence)"),
            "time": .string("2025-05-20T09:38:45-05:00"), "authorid": .string("a.recorder"),
            "authorrole": .string("commandPostRecorder"), "tlp": .string("AMBER"),
            "data": .object(["text": .string(narrative)]),
        ])
        draft.complete(at: Timestamp(nanoseconds: 1_747_751_940_000_000_000))
        return try draft.event()
    }

    static func receipt(_ sequence: UInt64, isDuplicate: Bool = false) -> OutboxReceipt {
        OutboxReceipt(
            stream: stream,
            sequence: SequenceNumber(sequence),
            publishedAt: Timestamp(nanoseconds: 1_747_751_950_000_000_000),
            isDuplicate: isDuplicate
        )
    }

    static let refusal = OutboxRefusal(reason: "conflict", field: "/id", detail: "it is another's")
}

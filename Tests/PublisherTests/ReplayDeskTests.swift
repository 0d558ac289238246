import EventJournal
import EventSchema
import Foundation
import MetricsExposition
import Synchronization
import SystemPackage
import Testing

@testable import EventBus
@testable import Publisher

@Suite(.timeLimit(.minutes(1))) struct ReplayDeskTests {
    /// While another thread commits, an answer says what lies up to its head, or gets on.
    @Test func anAnswerWithNothingHasReachedItsHead() async throws {
        let site = try ReplaySite()
        let faults = await withTaskGroup(of: [String].self) { group in
            group.addTask {
                var number = 0
                while !site.isOver.load(ordering: .relaxed), number < 1_000_000 {
                    do { try site.append(number, incident: "i") } catch { return ["\(error)"] }
                    number += 1
                }
                return []
            }
            group.addTask {
                defer { site.isOver.store(true, ordering: .relaxed) }
                var faults: [String] = []
                for _ in 0..<20_000 where faults.isEmpty {
                    let after = site.journal.bounds.head.sequence
                    let (replayed, payload) = site.replay(after: after.value)
                    if payload.isEmpty, replayed.scannedThrough < replayed.head {
                        faults.append("nothing after \(after) although the head is \(replayed.head)")
                    }
                }
                return faults
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(faults == [])
    }

    @Test func aFilteredAnswerSaysItsPosition() throws {
        let site = try ReplaySite()
        for number in 0..<4 { try site.append(number, incident: number == 1 ? "17" : "18") }
        let head = site.journal.bounds.head
        let (replayed, payload) = site.replay(after: 0, topicPrefix: "expd/17/")
        #expect(replayed.scannedThrough == 4)
        #expect(Cursor(replayed.position) == head)
        #expect(try RecordBatch(verifying: payload).end?.sequence == SequenceNumber(2))
        // Nothing is left, and the position is still said.
        #expect(Cursor(site.replay(after: 4, topicPrefix: "expd/17/").replayed.position) == head)
    }

    /// Under these no record can be, and the stream would seem to be empty up to its head.
    @Test(arguments: ["~stream/", "~heartbeat/", "~/", "EXPD/", "expd/~17/", "expd"])
    func whatIsNoTopicOfARecordIsRefused(prefix: String) throws {
        let site = try ReplaySite()
        try site.append(0, incident: "17")
        let request = BusReplay.with {
            $0.stream = site.journal.bounds.stream.wire
            $0.epoch = site.journal.bounds.epoch
            $0.topicPrefix = prefix
        }
        guard case .refusal(let refusal) = site.desk.answer(.replay(request)).reply.body else {
            Issue.record("answered")
            return
        }
        #expect(refusal.fault == .malformed)
    }

    @Test func aReportIsComparedBeforeItIsBelieved() throws {
        let site = try ReplaySite()
        var cursors: [Cursor] = []
        for number in 0..<3 {
            try site.append(number, incident: "17")
            cursors.append(site.journal.bounds.head)
        }
        for cursor in cursors {
            for name in ["archive", "other"] {
                let wrong = Cursor(
                    stream: cursor.stream,
                    sequence: cursor.sequence,
                    checksum: cursor.checksum ^ 1
                )
                #expect(site.report(name, wrong) == .diverged)
                #expect(site.consumers[name]?.cursor.sequence != cursor.sequence)
                #expect(site.report(name, cursor) == nil)
                #expect(site.consumers[name]?.cursor == cursor)
            }
        }
        let other = Cursor(stream: .random(), sequence: SequenceNumber(1), checksum: cursors[0].checksum)
        #expect(site.report("archive", other) == .diverged)
    }

    @Test func thereIsAlwaysRoomForAConsumerThatHoldsTheJournal() throws {
        let site = try ReplaySite()
        try site.append(0, incident: "17")
        let head = site.journal.bounds.head
        let answers = (0..<ConsumerRegistry.countMax).map { site.report("other-\($0)", head) }
        #expect(answers.count { $0 == nil } == ConsumerRegistry.countMax - 1)
        #expect(answers.last == .limit)
        #expect(site.report("archive", head) == nil)
    }

    @Test func anEmptyStreamHasNoPosition() throws {
        let (replayed, payload) = try ReplaySite().replay(after: 0)
        #expect(!replayed.hasPosition)
        #expect(payload.isEmpty)
    }
}

/// A journal and the desk that answers from it.
private final class ReplaySite: Sendable {
    let journal: Journal
    /// Set when the one who reads has finished.
    let isOver = Atomic(false)
    let consumers: ConsumerRegistry
    let desk: ReplayDesk
    private let path: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenewire-replay-\(UUID().uuidString)")
        path = FilePath(url.path)
        journal = try Journal(at: path)
        consumers = ConsumerRegistry(reserving: ["archive"])
        let reports = ConsumerReports(
            consumers: consumers,
            reader: journal.reader,
            registry: PrometheusRegistry(describing: PublisherMetrics.descriptions)
        )
        desk = try ReplayDesk(
            reader: journal.reader,
            reports: reports,
            softwareVersion: "test",
            metrics: PublisherMetrics()
        ) { PublisherClock(isPlayed: false, last: Timestamp(nanoseconds: 0)) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path.string)
    }

    func append(_ number: Int, incident: String) throws {
        // Field numbers 3 and 4 of scenewire.v1.Event: agency and incident.
        let event = [0x1A, 4] + Array("expd".utf8) + [0x22, UInt8(incident.utf8.count)] + incident.utf8
        let id = EventID(high: UInt64(number) << 16 | 0x7000, low: UInt64(number) | 1 << 63)
        _ = try journal.append(
            [JournalEntry(id: id, source: 0, range: 0..<event.count)],
            from: [JournalSource(bytes: event, principal: [])],
            publishedAt: Timestamp(nanoseconds: Int64(number)),
            flags: []
        )
    }

    /// - Returns: Why the report was refused.
    func report(_ name: String, _ cursor: Cursor) -> BusRequestFault? {
        let report = BusReport.with { ($0.consumer, $0.cursor) = (name, BusCursorMark(cursor)) }
        guard case .refusal(let refusal) = desk.answer(.report(report)).reply.body else { return nil }
        return refusal.fault
    }

    func replay(after: UInt64, topicPrefix: String = "") -> (replayed: BusReplayed, payload: [UInt8]) {
        let request = BusReplay.with {
            $0.stream = journal.bounds.stream.wire
            $0.epoch = journal.bounds.epoch
            $0.after = after
            $0.topicPrefix = topicPrefix
        }
        let reply = desk.answer(.replay(request)).reply
        guard case .replayed(let replayed) = reply.body else {
            Issue.record("answered \(reply.body)")
            return (BusReplayed(), [])
        }
        return (replayed, reply.payload ?? [])
    }
}

import AlertRules
import AlertStore
import EventBus
import EventSchema
import Foundation
import GRDB
import IncidentState
import Logging
import SystemPackage
import Testing

@testable import AlertNotifier
@testable import ConsumerRuntime

/// What a notifier's consumer leaves on disk when something fails.
@Suite(.timeLimit(.minutes(1))) final class NotifyingConsumerTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)

    private let directory: FilePath
    private let rules: RuleBook
    private let publisher: FollowedPublisher

    init() throws {
        directory = FilePath(NSTemporaryDirectory()).appending("consumer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        let text = """
            version: 1
            rules:
              - {id: R01, name: Shots, event: shots.fired, severity: Extreme, text: Shots}
              - {id: R27, name: Silent, clock: publisher silent, after: 30 s, severity: Severe, text: Silent}
            """
        rules = try RuleBook(Array(text.utf8), file: "rules.yml")
        publisher = try #require(FollowedPublisher("tcp://127.0.0.1:15556 tcp://127.0.0.1:15557"))
    }

    deinit {
        // What is left behind is a temporary file.
        try? FileManager.default.removeItem(atPath: directory.string)
    }

    private var path: FilePath { directory.appending(AlertStore.fileName) }

    private func store() throws -> AlertStore {
        try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
    }

    private func consumer(_ store: AlertStore, _ engine: AlertEngine? = nil) -> NotifyingConsumer {
        NotifyingConsumer(
            engine: engine ?? AlertEngine(rules, isStored: true),
            store: store,
            work: NotifierWork(destinations: [], publishers: [publisher], logger: Logger(label: "test")),
            metrics: NotifierMetrics(rules: ["R01"], destinations: []),
            sealingAge: .seconds(3_600)
        )
    }

    private func followed(head: Int = 0, stream: StreamID = NotifyingConsumerTests.stream) -> FollowedStream {
        FollowedStream(
            publisher: publisher,
            stream: stream,
            epoch: 1,
            isPlayed: false,
            headAtStart: SequenceNumber(UInt64(head)),
            clock: ShotRecords.time(0)
        )
    }

    private func records(_ numbers: ClosedRange<Int>, salt: UInt64 = 1) throws -> [FeedEvent] {
        [.records(try ShotRecords.batch(numbers, of: Self.stream, salt: salt))]
    }

    @Test func whatIsReportedIsInTheSnapshot() async throws {
        let store = try store()
        let consumer = consumer(store)
        #expect(try await consumer.cursor(of: followed()) == nil)
        // The first snapshot is due a second after the start.
        #expect(try await consumer.take(records(1...2), of: followed()) == nil)
        try await consumer.storeState()
        #expect(try await consumer.take([], of: followed())?.sequence.value == 2)
        let snapshot = try #require(try await store.snapshot())
        let engine = try AlertEngine(rules, restoring: snapshot)
        let next = self.consumer(store, engine)
        #expect(try await next.cursor(of: followed(head: 2))?.sequence.value == 2)
        #expect(try await next.take([], of: followed(head: 2))?.sequence.value == 2)
    }

    /// A publisher that has begun another stream is heard there, though that is empty.
    @Test func theSilenceOfAStreamThatWasLeftIsOver() async throws {
        let store = try store()
        let consumer = consumer(store)
        _ = try await consumer.cursor(of: followed())
        _ = try await consumer.take(records(1...2) + [.state(.cutOff)], of: followed())
        try await consumer.watchSilence(at: Timestamp.now.advanced(byNanoseconds: 40_000_000_000))
        let filter = AlertFilter(state: .open)
        #expect(try await store.alerts(filter, limit: 9).contains { $0.rule == "R27" })
        let other = StreamID(high: 0x4000, low: 1 << 63 | 2)
        #expect(try await consumer.cursor(of: followed(stream: other)) == nil)
        #expect(try await !store.alerts(filter, limit: 9).contains { $0.rule == "R27" })
        try await consumer.watchSilence(at: Timestamp.now.advanced(byNanoseconds: 80_000_000_000))
        #expect(try await !store.alerts(filter, limit: 9).contains { $0.rule == "R27" })
    }

    /// What a transaction was to store is lost with it, so no later one may store what builds on it.
    @Test func afterAFailedTransactionNothingIsStored() async throws {
        let store = try store()
        let consumer = consumer(store)
        _ = try await consumer.cursor(of: followed())
        _ = try await consumer.take(records(1...2), of: followed())
        try await consumer.storeState()
        let other = try DatabaseQueue(path: path.string)
        try await other.write { db in
            try db.execute(
                sql: "CREATE TRIGGER full BEFORE INSERT ON alerts BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        }
        await #expect(throws: AlertStoreError.self) {
            try await consumer.take(self.records(3...3), of: self.followed())
        }
        try await other.write { try $0.execute(sql: "DROP TRIGGER full") }
        // As the process does while it stops.
        _ = try await consumer.take(records(4...4), of: followed())
        try await consumer.watchSilence(at: .now)
        try await consumer.storeState()
        let snapshot = try #require(try await store.snapshot())
        let engine = try AlertEngine(rules, restoring: snapshot)
        #expect(engine.cursor(of: Self.stream)?.sequence.value == 2)
        #expect(snapshot.facts.count == 2)
    }

    @Test func recordsOfAnotherStreamUnderTheNameAreNotStored() async throws {
        let store = try store()
        let first = consumer(store)
        _ = try await first.cursor(of: followed())
        _ = try await first.take(records(1...3), of: followed())
        // It was killed before it stored its state, and the journal is another now.
        let second = consumer(store)
        _ = try await second.cursor(of: followed(head: 3))
        await #expect(throws: StreamDivergence.self) {
            try await second.take(self.records(1...3, salt: 2), of: self.followed())
        }
        try await second.watchSilence(at: .now)
        try await second.storeState()
        #expect(try await store.snapshot() == nil)
    }
}

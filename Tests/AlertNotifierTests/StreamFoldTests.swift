import AlertRules
import AlertStore
import ConsumerRuntime
import EventBus
import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import AlertNotifier

@Suite(.timeLimit(.minutes(1))) struct StreamFoldTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let rules = """
        version: 1
        rules: [{id: R01, name: Shots, event: shots.fired, severity: Extreme, text: Shots}]
        """

    /// Runs `body` with a store of its own that has followed the stream.
    private func followed(
        head: UInt64,
        _ body: (AlertStore, inout Folding) async throws -> Void
    ) async throws {
        let directory = FilePath(NSTemporaryDirectory()).appending("fold-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let rules = try RuleBook(Array(Self.rules.utf8), file: "rules.yml")
        let path = directory.appending(AlertStore.fileName)
        let store = try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
        var fold = Folding(rules, try await follow(store, head: head))
        try await body(store, &fold)
    }

    private func follow(_ store: AlertStore, head: UInt64) async throws -> StoredStream {
        try await store.follow(
            Self.stream,
            head: SequenceNumber(head),
            clock: ShotRecords.time(0),
            isPlayed: false,
            now: ShotRecords.time(100)
        )
    }

    /// A stream's fold with an engine of its own.
    private struct Folding {
        private var fold: StreamFold
        private var engine: AlertEngine

        init(_ rules: RuleBook, _ stored: StoredStream) {
            engine = AlertEngine(rules)
            fold = StreamFold(stored, engine: engine)
        }

        mutating func fold(_ events: [FeedEvent]) throws -> StreamChange? {
            try fold.fold(events, with: &engine, now: ShotRecords.time(100))
        }
    }

    private func history(_ change: StreamChange?) -> [Bool] {
        (change?.entries ?? []).compactMap { entry in
            if case .step(_, let isHistory) = entry { isHistory } else { nil }
        }
    }

    @Test func whatWasThereAtTheStartIsHistory() async throws {
        try await followed(head: 2) { _, fold in
            let change = try fold.fold([.records(ShotRecords.batch(1...4, of: Self.stream))])
            #expect(history(change) == [true, true, false, false])
            #expect(change?.cursor?.sequence.value == 4)
            let none = try fold.fold([.state(.live)])
            #expect(none?.entries.isEmpty ?? true)
        }
    }

    @Test func whatIsStoredIsNotToldAgain() async throws {
        try await followed(head: 0) { store, fold in
            let change = try #require(try fold.fold([.records(ShotRecords.batch(1...3, of: Self.stream))]))
            let stored = try await store.store(change, of: Self.stream, now: ShotRecords.time(100))
            #expect(stored.raised.count == 3)
            var again = Folding(
                try RuleBook(Array(Self.rules.utf8), file: "rules.yml"),
                try await follow(store, head: 4)
            )
            let second = try #require(try again.fold([.records(ShotRecords.batch(1...4, of: Self.stream))]))
            #expect(history(second) == [true, true, true, false])
            #expect(
                try await store.store(second, of: Self.stream, now: ShotRecords.time(100)).raised.count == 1
            )
        }
    }

    @Test func anotherStreamUnderTheSameNameIsNoticed() async throws {
        try await followed(head: 0) { store, fold in
            let change = try #require(try fold.fold([.records(ShotRecords.batch(1...3, of: Self.stream))]))
            _ = try await store.store(change, of: Self.stream, now: ShotRecords.time(100))
            var again = Folding(
                try RuleBook(Array(Self.rules.utf8), file: "rules.yml"),
                try await follow(store, head: 3)
            )
            #expect(throws: StreamDivergence.self) {
                try again.fold([.records(ShotRecords.batch(1...3, of: Self.stream, salt: 2))])
            }
        }
    }

    /// History was left long ago, though the publisher's clock was ahead when it was first followed.
    @Test func aRestartAfterAClockWasSetBackLeavesTheClockAlone() async throws {
        try await followed(head: 0) { store, _ in
            let stream = StreamID(high: 0x4000, low: 1 << 63 | 2)
            let stored = try await store.follow(
                stream,
                head: SequenceNumber(1),
                clock: ShotRecords.time(50),
                isPlayed: false,
                now: ShotRecords.time(100)
            )
            var engine = AlertEngine(try RuleBook(Array(Self.rules.utf8), file: "rules.yml"))
            try ShotRecords.batch(1...2, of: stream).forEach { _ = engine.fold($0, $1) }
            var fold = StreamFold(stored, engine: engine)
            let next = FeedEvent.records(try ShotRecords.batch(3...3, of: stream))
            let change = try fold.fold([next], with: &engine, now: ShotRecords.time(100))
            #expect(history(change) == [false])
            #expect(engine.clock(of: stream) == ShotRecords.time(3))
        }
    }
}

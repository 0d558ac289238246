import AlertRules
import AlertStore
import EventSchema
import Foundation
import Logging
import Synchronization
import SystemPackage
import Testing

@testable import AlertNotifier

@Suite(.timeLimit(.minutes(1))) struct DeliveryWorkerTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let now = Timestamp(nanoseconds: 1_747_750_000_000_000_000)
    private static let rules = """
        version: 1
        destinations: [{name: drill, kind: command, command: [/bin/true], exercises: true}]
        rules: [{id: R01, name: Shots, event: shots.fired, severity: Extreme, text: Shots}]
        """

    @Test func aWorkerSleepsUntilThereIsSomethingToDo() {
        func pause(next: Int64?, refresh: Duration?) -> Duration {
            let next = next.map { Timestamp(nanoseconds: Self.now.nanoseconds + $0 * 1_000_000_000) }
            return DeliveryWorker.pause(until: next, now: Self.now, untilRefresh: refresh)
        }
        // A destination that is never reminded sleeps its whole pause, however long the process has run.
        #expect(pause(next: nil, refresh: nil) == DeliveryWorker.idlePause)
        #expect(pause(next: 5, refresh: nil) == .seconds(5))
        #expect(pause(next: -5, refresh: nil) == .zero)
        #expect(pause(next: nil, refresh: .seconds(7)) == .seconds(7))
        #expect(pause(next: 5, refresh: .seconds(7)) == .seconds(5))
        #expect(pause(next: nil, refresh: .seconds(-1)) == .zero)
    }

    @Test func anAlertThatIsRefusedKeepsNoOtherFromBeingRefreshed() async throws {
        try await inDirectory { directory in
            let store = try open(in: directory)
            try await raise(3, in: store)
            for due in try await store.dueDeliveries(of: "drill", now: .now, limit: 9) {
                _ = try await store.finish(due, .delivered(answer: "HTTP 200"), now: .now)
            }
            let refused = RecordingSender(.refused("HTTP 400"))
            try await worker(store, refused).refresh(refused)
            #expect(refused.asked.withLock { $0.count } == 3)
            let failed = RecordingSender(.failed("HTTP 503", retryAfterSeconds: nil))
            try await worker(store, failed).refresh(failed)
            #expect(failed.asked.withLock { $0.count } == 1)
        }
    }

    @Test func nothingLeavesThatTheRulesForbid() async throws {
        try await inDirectory { directory in
            let due = try await stored(in: directory)
            let strict = Self.rules.replacing("exercises: true", with: "exercises: false")
            let store = try open(strict, in: directory)
            let sender = RecordingSender(.taken("HTTP 200"))
            try await worker(store, sender).attempt(due)
            #expect(sender.asked.withLock { $0.isEmpty })
            let (_, _, deliveries) = try #require(try await store.alert(due.alert.id))
            let delivery = deliveries.first { $0.destination == "drill" }
            #expect(delivery?.state == .dead)
            #expect(delivery?.answer == "the destination does not take exercises any more")
        }
    }

    /// Stores an alert that goes to the destination, and closes the store, whose lock ends with it.
    private func stored(in directory: FilePath) async throws -> DueDelivery {
        let store = try open(in: directory)
        try await raise(1, in: store)
        let due = try await store.dueDeliveries(of: "drill", now: .now, limit: 1).first
        try store.close()
        return try #require(due)
    }

    private func inDirectory(_ body: (FilePath) async throws -> Void) async throws {
        let directory = FilePath(NSTemporaryDirectory()).appending("worker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        try await body(directory)
    }

    private func open(_ rules: String = rules, in directory: FilePath) throws -> AlertStore {
        let rules = try RuleBook(Array(rules.utf8), file: "rules.yml")
        let path = directory.appending(AlertStore.fileName)
        return try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
    }

    private func worker(_ store: AlertStore, _ sender: RecordingSender) -> DeliveryWorker {
        let logger = Logger(label: "worker")
        return DeliveryWorker(
            destination: "drill",
            sender: sender,
            store: store,
            work: NotifierWork(destinations: ["drill"], publishers: [], logger: logger),
            metrics: NotifierMetrics(rules: ["R01"], destinations: ["drill"]),
            logger: logger
        )
    }

    /// Stores what an engine makes of shots in an exercise.
    private func raise(_ count: UInt64, in store: AlertStore) async throws {
        _ = try await store.follow(Self.stream, head: .zero, clock: Self.now, isPlayed: false, now: .now)
        var engine = AlertEngine(try RuleBook(Array(Self.rules.utf8), file: "rules.yml"))
        var entries: [StreamChange.Entry] = []
        for number in 1...count {
            let bytes = try record(number)
            let header = try RecordHeader(verifying: bytes.span.bytes)
            entries += engine.fold(header, bytes.span.bytes).map { .step($0, isHistory: false) }
        }
        let change = StreamChange(entries: entries, cursor: nil, clock: Self.now)
        #expect(try await store.store(change, of: Self.stream, now: .now).raised.count == Int(count))
    }

    private func record(_ number: UInt64) throws -> [UInt8] {
        var draft = EventDraft([
            "type": .string("shots.fired"), "agency": .string("expd"), "subject": .string("EX-1"),
            "status": .string("Exercise"), "source": .string("cp1"), "sourceepoch": .number("1"),
            "sequence": .number("\(number)"), "time": .string(Self.now.rfc3339), "tlp": .string("AMBER"),
            "authorid": .string("u1"), "authorrole": .string("dispatcher"),
            "id": .string("\(EventID(high: 0x7000, low: 1 << 63 | number))"),
            "data": .object(["by": .string("unknown")]),
        ])
        draft.complete(at: Self.now)
        var bytes: [UInt8] = []
        RecordWriter(stream: Self.stream, epoch: 1).append(
            event: try draft.event().bytes.span.bytes,
            sequence: SequenceNumber(number),
            publishedAt: Self.now,
            flags: [],
            salt: (1, number),
            to: &bytes
        )
        return bytes
    }
}

/// A destination that gives one answer and remembers which alerts it was asked to take.
private final class RecordingSender: AlertRefresher {
    let asked = Mutex<[EventID]>([])
    private let answer: DeliveryAnswer

    init(_ answer: DeliveryAnswer) {
        self.answer = answer
    }

    func send(_ due: DueDelivery, at now: Timestamp) async -> DeliveryAnswer { note(due.alert) }

    func refresh(_ alert: StoredAlert, at now: Timestamp) async -> DeliveryAnswer { note(alert) }

    private func note(_ alert: StoredAlert) -> DeliveryAnswer {
        asked.withLock { $0.append(alert.id) }
        return answer
    }
}

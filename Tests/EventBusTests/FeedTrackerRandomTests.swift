import EventSchema
import Testing

@testable import EventBus

/// Whatever is lost, late or started anew, a feed delivers every record of its part once and in order.
@Suite struct FeedTrackerRandomTests {
    @Test(arguments: [true, false], 0..<50) func deliversEverythingOnceInOrder(isWhole: Bool, seed: UInt64)
        throws
    {
        var run = TrackedRun(isWhole: isWhole, random: SeededGenerator(seed: seed))
        for _ in 0..<1_000 { try run.step() }
        try run.settle()
        #expect(run.delivered == run.expected)
        #expect(run.tracker.state == .live)
        #expect(run.tracker.position == run.history.last?.end)
    }
}

/// A tracker between a publisher and a network that do what they like, as far as a feed's loop lets it through:
/// live messages come in their order, one question at a time is under way, and a new connection forgets both.
private struct TrackedRun {
    private enum Live {
        case batch(RecordBatch, epoch: UInt32)
        case pulse(PublisherPulse)
    }
    private enum Answer {
        case welcome(BusWelcome)
        case replayed(BusReplayed, RecordBatch)
        case staleEpoch
    }

    private let isWhole: Bool
    private var random: SeededGenerator
    private var records = TestRecords()
    private var live: [Live] = []
    private var answer: Answer?

    /// Every record, by its number less one.
    private(set) var history: [RecordBatch] = []
    /// The numbers of the records that are of interest.
    private(set) var expected: [UInt64] = []
    private(set) var tracker: FeedTracker
    private(set) var delivered: [UInt64] = []

    init(isWhole: Bool, random: SeededGenerator) {
        self.isWhole = isWhole
        self.random = random
        tracker = FeedTracker(after: nil, isWhole: isWhole)
    }

    private var head: UInt64 { UInt64(history.count) }

    /// Mostly live, since that is where a feed that only nearly keeps its rules delivers too much or too early.
    mutating func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<15: try commit()
        case 15..<45: try hearLive()
        case 45..<65: try ask()
        case 65..<88: try hearAnswer()
        case 88..<97: try beat()
        case 97: records.epoch += 1
        default: cutOff()
        }
    }

    /// Lets everything arrive, until nothing more comes of it.
    mutating func settle() throws {
        for _ in 0..<2_000 where tracker.state != .live || tracker.scannedThrough.value < head {
            try beat()
            while !live.isEmpty { try hearLive() }
            try ask()
            try hearAnswer()
        }
    }

    private mutating func commit() throws {
        var part: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let record = try records.batch(head + 1...head + 1)
            history.append(record)
            guard isWhole || Bool.random(using: &random) else { continue }
            expected.append(head)
            part += record.bytes
        }
        let isLost = Int.random(in: 0..<5, using: &random) == 0
        guard !isLost, !part.isEmpty else { return }
        live.append(.batch(try RecordBatch(verifying: part), epoch: records.epoch))
    }

    private mutating func beat() throws {
        let heartbeat = BusHeartbeat.with {
            ($0.stream, $0.epoch, $0.head) = (records.stream.wire, records.epoch, head)
        }
        live.append(.pulse(try #require(PublisherPulse(heartbeat))))
    }

    private mutating func hearLive() throws {
        guard !live.isEmpty else { return }
        switch live.removeFirst() {
        case .pulse(let pulse): tracker.hear(pulse)
        case .batch(let batch, let epoch):
            if let news = tracker.hear(live: batch, epoch: epoch) { take(news) }
        }
    }

    private mutating func ask() throws {
        guard answer == nil, let question = tracker.question else { return }
        switch question {
        case .hello(let cursor):
            let isKnown = cursor.map { history[Int($0.sequence.value) - 1].end == $0 } ?? true
            answer = .welcome(
                .with {
                    ($0.stream, $0.epoch, $0.head) = (records.stream.wire, records.epoch, head)
                    $0.cursor = isKnown ? .matches : .diverged
                }
            )
        case .replay(_, _, let epoch) where epoch != records.epoch: answer = .staleEpoch
        case .replay(let after, _, _): answer = try replayed(after: after.value)
        }
    }

    private mutating func replayed(after: UInt64) throws -> Answer {
        let through = min(head, after + UInt64.random(in: 1...20, using: &random))
        let numbers = through > after ? Array(after + 1...through) : []
        let part = numbers.filter(expected.contains).flatMap { history[Int($0) - 1].bytes }
        let position = through == 0 ? nil : history[Int(through) - 1].end
        let reply = BusReplayed.with {
            ($0.scannedThrough, $0.head) = (through, head)
            if let position { $0.position = BusCursorMark(position) }
        }
        return .replayed(reply, try RecordBatch(verifying: part))
    }

    private mutating func hearAnswer() throws {
        defer { answer = nil }
        switch answer {
        case .welcome(let welcome): tracker.hear(welcome)
        case .staleEpoch: tracker.loseSession()
        case .replayed(let reply, let batch):
            for case .records(let batch) in try tracker.hear(reply, batch) { take(batch) }
        case nil: break
        }
    }

    private mutating func cutOff() {
        (answer, live) = (nil, [])
        tracker.cutOff()
    }

    private mutating func take(_ batch: RecordBatch) {
        batch.forEach { header, _ in delivered.append(header.sequence.value) }
    }
}

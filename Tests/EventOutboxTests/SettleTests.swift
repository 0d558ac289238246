import EventSchema
import Testing

@testable import EventOutbox

@Suite(.timeLimit(.minutes(2))) struct SettleTests {
    @Test func givesTheOldestFirstWithinItsBounds() async throws {
        let test = try TestOutbox()
        try await test.store(1...5)
        let byteCount = try await test.outbox.queued(countMax: 1, byteCountMax: .max)[0].bytes.count
        let first = try await test.outbox.queued(countMax: 2, byteCountMax: .max)
        #expect(first.map(\.position) == [1, 2])
        #expect(first.map(\.id) == [TestEvent.id(1), TestEvent.id(2)])
        #expect(try await test.outbox.queued(countMax: 5, byteCountMax: 3 * byteCount).count == 3)
        #expect(try await test.outbox.queued(countMax: 5, byteCountMax: 3 * byteCount - 1).count == 2)
        // One always goes, or none ever would.
        #expect(try await test.outbox.queued(countMax: 5, byteCountMax: 1).map(\.position) == [1])
    }

    @Test func showsWhatBecameOfEachEntry() async throws {
        let test = try TestOutbox()
        try await test.store(1...4)
        try await test.outbox.settle([
            (1, .published(TestEvent.receipt(7))), (2, .refused(TestEvent.refusal)), (3, .later),
        ])
        let entries = try await test.outbox.entries()
        #expect(entries.map(\.standing) == [.published, .refused, .queued, .queued])
        #expect(entries.map(\.attempts) == [1, 1, 1, 0])
        #expect(entries[0].receipt == TestEvent.receipt(7))
        #expect(entries[1].refusal == TestEvent.refusal)
        // What is refused does not block what is behind it.
        #expect(try await test.outbox.queued(countMax: 9, byteCountMax: .max).map(\.position) == [3, 4])
        #expect(try await test.numbers(.refused) == [2])
        #expect(try await test.numbers(.published) == [1])
    }

    @Test func aReceiptCountsWhateverWasDoneMeanwhile() async throws {
        let test = try TestOutbox()
        try await test.store(1...2)
        #expect(try await test.outbox.drop(TestEvent.id(1), because: "a slip") == .done(position: 1))
        try await test.outbox.settle([(1, .published(TestEvent.receipt(1, isDuplicate: true)))])
        #expect(try await test.outbox.entries().map(\.standing) == [.published, .queued])
        // A refusal takes nothing back.
        try await test.outbox.settle([(1, .refused(TestEvent.refusal))])
        #expect(try await test.outbox.entries().map(\.standing) == [.published, .queued])
    }

    @Test func retriesWhatWasRefusedInItsPlace() async throws {
        let test = try TestOutbox()
        try await test.store(1...3)
        try await test.outbox.settle([(1, .refused(TestEvent.refusal))])
        #expect(try await test.outbox.retry(TestEvent.id(1)) == .done(position: 1))
        #expect(try await test.outbox.queued(countMax: 9, byteCountMax: .max).map(\.position) == [1, 2, 3])
        #expect(try await test.outbox.retry(TestEvent.id(2)) == .unfit(.queued))
        #expect(try await test.outbox.retry(TestEvent.id(9)) == .absent)
        try await test.publish(1)
        #expect(try await test.outbox.retry(TestEvent.id(1)) == .unfit(.published))
    }

    @Test func keepsWhatWasDroppedWithItsReasons() async throws {
        let test = try TestOutbox()
        try await test.store(1...2)
        try await test.outbox.settle([(1, .refused(TestEvent.refusal))])
        #expect(try await test.outbox.drop(TestEvent.id(1), because: "entered twice") == .done(position: 1))
        let entry = try #require(try await test.outbox.entries(.dropped).first)
        #expect(entry.dropReason == "entered twice")
        #expect(entry.refusal == TestEvent.refusal)
        #expect(try await test.outbox.drop(TestEvent.id(1), because: "again") == .unfit(.dropped))
        #expect(try await test.outbox.drop(TestEvent.id(9), because: "again") == .absent)
        // A slip of the operator's can be taken back.
        #expect(try await test.outbox.retry(TestEvent.id(1)) == .done(position: 1))
        #expect(try await test.outbox.entries(.dropped).isEmpty)
    }

    @Test func isArchivedOnceTheCursorHasPassed() async throws {
        let test = try TestOutbox()
        try await test.store(1...3)
        try await test.publish(2, from: 10)
        let stream = TestEvent.stream
        #expect(try await test.outbox.archiveState(of: stream) == (0, true))
        try await test.outbox.settle([], archived: (stream, 10))
        #expect(try await test.outbox.entries().map(\.standing) == [.archived, .published, .queued])
        #expect(try await test.outbox.archiveState(of: stream) == (10, true))
        #expect(try await test.outbox.tally(countingArchived: true).archivedCount == 1)
        try await test.outbox.settle([], archived: (stream, 11))
        #expect(try await test.outbox.archiveState(of: stream) == (11, false))
        #expect(try await test.numbers(.archived) == [1, 2])
        // Another stream's cursor says nothing about this one's records.
        let other = StreamID(high: 1, low: 2)
        try await test.outbox.settle([], archived: (other, 1_000))
        try await test.publish(1, from: 12)
        #expect(try await test.numbers(.published) == [3])
        // An archiver that was restored from a backup lacks again what it had.
        try await test.outbox.settle([], archived: (stream, 10))
        #expect(try await test.numbers(.archived) == [1])
    }

    @Test func forgetsTheOldestPublishedBeyondItsLimitAndNothingElse() async throws {
        var limits = OutboxLimits()
        limits.publishedCountMax = 3
        let test = try TestOutbox(limits: limits)
        try await test.store(1...8)
        try await test.outbox.settle([(1, .refused(TestEvent.refusal))])
        _ = try await test.outbox.drop(TestEvent.id(8), because: "a slip")
        try await test.publish(3)
        #expect(try await test.numbers() == [1, 2, 3, 4, 5, 6, 7, 8])
        try await test.publish(2, from: 4)
        #expect(try await test.numbers() == [1, 4, 5, 6, 7, 8])
        #expect(try await test.outbox.tally()[.published] == 3)
    }

    @Test func forgetsPublishedEntriesAtTheirAge() async throws {
        var limits = OutboxLimits()
        limits.publishedAgeMax = 1_000
        let test = try TestOutbox(limits: limits)
        try await test.store(1...4)
        try await test.publish(2, at: Timestamp(nanoseconds: 5_000))
        try await test.outbox.settle([], at: Timestamp(nanoseconds: 6_000))
        #expect(try await test.numbers() == [1, 2, 3, 4])
        try await test.outbox.settle([], at: Timestamp(nanoseconds: 6_001))
        #expect(try await test.numbers() == [3, 4])
    }

    /// Random operations against a model in memory.
    @Test func countsWhatIsThere() async throws {
        let test = try TestOutbox()
        var random = SystemRandomNumberGenerator()
        var states: [Int: OutboxState] = [:]
        for number in 1...300 {
            try await test.store(number...number)
            states[number] = .queued
            let chosen = Int.random(in: 1...number, using: &random)
            let position = Int64(chosen)
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                try await test.outbox.settle([(position, .published(TestEvent.receipt(UInt64(number))))])
                states[chosen] = .published
            case 1:
                try await test.outbox.settle([(position, .refused(TestEvent.refusal))])
                if states[chosen] == .queued { states[chosen] = .refused }
            case 2:
                if case .done = try await test.outbox.drop(TestEvent.id(chosen), because: "a slip") {
                    states[chosen] = .dropped
                }
            case 3:
                if case .done = try await test.outbox.retry(TestEvent.id(chosen)) { states[chosen] = .queued }
            default: break
            }
        }
        let entries = try await test.outbox.entries()
        #expect(entries.map(\.state) == (1...300).map { states[$0] })
        let tally = try await test.outbox.tally()
        for state in OutboxState.allCases {
            let own = entries.filter { $0.state == state }
            #expect(tally[state] == own.count)
            #expect(tally.byteCounts[state] == own.reduce(0) { $0 + $1.event.count })
        }
        #expect(tally.oldestQueuedAt == entries.first { $0.state == .queued }?.queuedAt)
    }

    @Test func remembersItsTrouble() async throws {
        let test = try TestOutbox()
        #expect(try await test.outbox.trouble() == nil)
        try await test.outbox.noteTrouble("no answer", at: Timestamp(nanoseconds: 7))
        let trouble = try #require(try await Outbox(test.path).trouble())
        #expect(trouble == ("no answer", Timestamp(nanoseconds: 7)))
        try await test.outbox.noteTrouble(nil)
        #expect(try await test.outbox.trouble() == nil)
    }
}

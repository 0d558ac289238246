import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventOutbox

@Suite(.timeLimit(.minutes(2))) struct StoreTests {
    @Test func numbersEventsWithoutAHoleInTheirOrder() async throws {
        let test = try TestOutbox()
        #expect(try await test.store(1...3) == [1, 2, 3])
        #expect(try await test.store(4...5) == [4, 5])
        let events = try await test.outbox.entries().map { try ValidEvent(checking: $0.event) }
        #expect(events.map(\.outline.sourceSequence) == [1, 2, 3, 4, 5])
        #expect(Set(events.map(\.outline.sourceEpoch)).count == 1)
        #expect(try await test.outbox.tally().lastSequence == 5)
    }

    @Test func keepsEverythingThroughAnotherOpening() async throws {
        let test = try TestOutbox()
        try await test.store(1...3)
        let again = try Outbox(test.path)
        #expect(again.owner == TestOutbox.owner)
        #expect(again.renewedEpoch == nil)
        let results = try await again.store([try TestEvent.open(2), try TestEvent.open(4)])
        #expect(results == [.known(position: 2, .queued), .queued(position: 4)])
        let sequences = try await again.entries().map {
            try ValidEvent(checking: $0.event).outline.sourceSequence
        }
        #expect(sequences == [1, 2, 3, 4])
    }

    @Test func takesTheSameEventOnceAlsoWithinOneCall() async throws {
        let test = try TestOutbox()
        let event = try TestEvent.open(1)
        #expect(
            try await test.outbox.store([event, event]) == [
                .queued(position: 1), .known(position: 1, .queued),
            ]
        )
        try await test.publish(1)
        #expect(try await test.outbox.store([event]) == [.known(position: 1, .published)])
        #expect(try await test.outbox.tally().lastSequence == 1)
    }

    @Test func refusesTheSameIDWithOtherBytes() async throws {
        let test = try TestOutbox()
        try await test.store(1...1)
        let results = try await test.outbox.store([
            try TestEvent.open(1, narrative: "something else"), try TestEvent.open(2),
        ])
        guard case .refused(let refusal) = results[0] else {
            Issue.record("\(results)")
            return
        }
        #expect(refusal.reason == "conflict")
        #expect(refusal.field == "/id")
        #expect(results[1] == .queued(position: 2))
        // A refusal takes no number.
        #expect(try await test.outbox.tally().lastSequence == 2)
    }

    @Test func keepsTheNumbersOfAnotherSource() async throws {
        let test = try TestOutbox()
        let foreign = try TestEvent.event(1, source: "neg1", epoch: 3, sequence: 17)
        #expect(try await test.outbox.store([foreign]) == [.queued(position: 1)])
        #expect(try await test.outbox.entries().first?.event == foreign.bytes)
        #expect(try await test.outbox.store([foreign]) == [.known(position: 1, .queued)])
        let other = try TestEvent.event(1, source: "neg1", epoch: 3, sequence: 18)
        guard case .refused(let refusal)? = try await test.outbox.store([other]).first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == "conflict")
        #expect(try await test.outbox.tally().lastSequence == 0)
    }

    @Test func takesItsOwnNumbersBackAndNoOthers() async throws {
        let test = try TestOutbox()
        try await test.store(1...1)
        let stored = try ValidEvent(checking: try #require(try await test.outbox.entries().first?.event))
        #expect(try await test.outbox.store([stored]) == [.known(position: 1, .queued)])
        let claimed = try TestEvent.event(2, source: "cp1", epoch: 1, sequence: 99)
        guard case .refused(let refusal)? = try await test.outbox.store([claimed]).first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.field == "/sequence")
    }

    @Test(arguments: [
        ("cp1", UInt32(1), SourceNumbering.openSequence, "/sourceepoch"),
        ("cp1", SourceNumbering.openEpoch, 1, "/sequence"),
        ("neg1", SourceNumbering.openEpoch, 1, "/sourceepoch"),
        ("neg1", 1, SourceNumbering.openSequence, "/sequence"),
    ])
    func refusesHalfANumbering(_ source: String, _ epoch: UInt32, _ sequence: UInt64, _ field: String)
        async throws
    {
        let test = try TestOutbox()
        let event = try TestEvent.event(1, source: source, epoch: epoch, sequence: sequence)
        guard case .refused(let refusal)? = try await test.outbox.store([event]).first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == "invalid")
        #expect(refusal.field == field)
    }

    @Test func isFullAtItsLimitOfEntries() async throws {
        var limits = OutboxLimits()
        limits.entryCountMax = 3
        let test = try TestOutbox(limits: limits)
        try await test.store(1...3)
        guard case .refused(let refusal)? = try await test.outbox.store([try TestEvent.open(4)]).first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == "full")
        #expect(refusal.detail.contains("allowed are 3 of"))
        // What is published makes room, and what is there is still known.
        #expect(try await test.outbox.store([try TestEvent.open(3)]) == [.known(position: 3, .queued)])
        try await test.publish(1)
        try await test.store(4...4)
    }

    @Test func isFullAtItsLimitOfBytes() async throws {
        let byteCount = try TestEvent.open(1).numbered(epoch: .max - 1, sequence: 1).bytes.count
        var limits = OutboxLimits()
        // An event is measured before it has its numbers, which are the longest then.
        limits.byteCountMax = byteCount + (try TestEvent.open(2).bytes.count)
        let test = try TestOutbox(limits: limits)
        try await test.store(1...2)
        let results = try await test.outbox.store([try TestEvent.open(3)])
        guard case .refused(let refusal)? = results.first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == "full")
    }

    @Test func sharesCommitsAmongThoseWhoWait() async throws {
        let test = try TestOutbox()
        let outbox = test.outbox
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for number in 0..<50 {
                        let results = try await outbox.store([try TestEvent.open(writer * 1_000 + number)])
                        guard case .queued? = results.first else {
                            throw TestOutbox.Unexpected(what: "\(results)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let entries = try await outbox.entries()
        let sequences = try entries.map { try ValidEvent(checking: $0.event).outline.sourceSequence }
        #expect(sequences == Array(1...800))
        for writer in 0..<16 {
            let own = entries.map { TestEvent.number(of: $0.id) }.filter { $0 / 1_000 == writer }
            #expect(own == (0..<50).map { writer * 1_000 + $0 })
        }
    }

    /// Two openings are two connections to the file, as two processes have.
    @Test func numbersWhatSeveralProcessesWriteOnce() async throws {
        let test = try TestOutbox()
        let others = [test.outbox, try Outbox(test.path), try Outbox(test.path)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (writer, outbox) in others.enumerated() {
                group.addTask {
                    for number in 0..<40 {
                        let shared = try TestEvent.open(9_000_000 + number)
                        _ = try await outbox.store([try TestEvent.open(writer * 1_000 + number), shared])
                    }
                }
            }
            try await group.waitForAll()
        }
        let entries = try await test.outbox.entries()
        let sequences = try entries.map { try ValidEvent(checking: $0.event).outline.sourceSequence }
        #expect(sequences == Array(1...160))
        #expect(Set(entries.map(\.id)).count == 160)
    }

    @Test func stillStoresInATaskThatWasCancelled() async throws {
        let test = try TestOutbox()
        let outbox = test.outbox
        let event = try TestEvent.open(1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await outbox.store([event])
        }
        #expect(try await task.value == [.queued(position: 1)])
    }
}

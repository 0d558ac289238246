import EventSchema
import Testing

@testable import EventBus

@Suite struct FeedTrackerTests {
    private let records = TestRecords()

    private func welcome(head: UInt64, epoch: UInt32 = 1, verdict: BusCursorVerdict = .unspecified)
        -> BusWelcome
    {
        .with {
            $0.stream = records.stream.wire
            $0.epoch = epoch
            $0.head = head
            $0.cursor = verdict
        }
    }

    private func pulse(head: UInt64, epoch: UInt32 = 1) throws -> PublisherPulse {
        let heartbeat = BusHeartbeat.with {
            $0.stream = records.stream.wire
            $0.epoch = epoch
            $0.head = head
        }
        return try #require(PublisherPulse(heartbeat))
    }

    private func replayed(through: UInt64, head: UInt64, firstRetained: UInt64 = 0) -> BusReplayed {
        .with { ($0.scannedThrough, $0.head, $0.firstRetained) = (through, head, firstRetained) }
    }

    /// A tracker that has delivered everything up to `head`.
    private func liveTracker(head: UInt64) throws -> FeedTracker {
        var tracker = FeedTracker(after: nil)
        tracker.hear(welcome(head: head))
        tracker.hear(try pulse(head: head))
        let batch = head == 0 ? RecordBatch.empty : try records.batch(1...head)
        _ = try tracker.hear(replayed(through: head, head: head), batch)
        #expect(tracker.state == .live)
        return tracker
    }

    @Test func asksHelloThenReplayThenNothing() throws {
        var tracker = FeedTracker(after: nil)
        #expect(tracker.question == .hello(nil))
        tracker.hear(welcome(head: 2))
        #expect(tracker.question == .replay(after: .zero, stream: records.stream, epoch: 1))
        tracker.hear(try pulse(head: 2))
        let events = try tracker.hear(replayed(through: 2, head: 2), try records.batch(1...2))
        #expect(events.count == 1)
        #expect(tracker.question == nil)
        #expect(tracker.state == .live)
    }

    @Test func divergesOnAVerdictThatOnlyALaterVersionKnows() {
        var tracker = FeedTracker(after: nil)
        tracker.hear(welcome(head: 2, verdict: .UNRECOGNIZED(3)))
        guard case .diverged = tracker.state else {
            Issue.record("the state is \(tracker.state)")
            return
        }
    }

    @Test func isNotLiveBeforeAHeartbeatProvesTheSubscription() throws {
        var tracker = FeedTracker(after: nil)
        tracker.hear(welcome(head: 0))
        _ = try tracker.hear(replayed(through: 0, head: 0), .empty)
        #expect(tracker.state == .replaying)
        tracker.hear(try pulse(head: 0))
        #expect(tracker.state == .live)
    }

    @Test func deliversTheNextBatchAndSkipsWhatItHas() throws {
        var tracker = try liveTracker(head: 3)
        let early1 = tracker.hear(live: try records.batch(2...3), epoch: 1)
        #expect(early1 == nil)
        let overlapping = tracker.hear(live: try records.batch(3...5), epoch: 1)
        #expect(overlapping?.firstSequence == SequenceNumber(4))
        #expect(overlapping?.count == 2)
        #expect(tracker.position?.sequence == SequenceNumber(5))
        #expect(tracker.question == nil)
    }

    @Test func aHoleIsFilledByReplayBeforeAnythingLater() throws {
        var tracker = try liveTracker(head: 3)
        let early2 = tracker.hear(live: try records.batch(5...5), epoch: 1)
        #expect(early2 == nil)
        #expect(tracker.question == .replay(after: SequenceNumber(3), stream: records.stream, epoch: 1))
        let early3 = tracker.hear(live: try records.batch(4...4), epoch: 1)
        #expect(early3 == nil, "a question is under way")
        _ = try tracker.hear(replayed(through: 5, head: 5), try records.batch(4...5))
        #expect(tracker.scannedThrough == SequenceNumber(5))
        #expect(tracker.state == .live)
    }

    @Test func aBatchWithAHoleInItselfIsNotDelivered() throws {
        var tracker = try liveTracker(head: 3)
        let parts = try records.batch(4...4).bytes + records.batch(6...6).bytes
        let early4 = tracker.hear(live: try RecordBatch(verifying: parts), epoch: 1)
        #expect(early4 == nil)
        #expect(tracker.question == .replay(after: SequenceNumber(3), stream: records.stream, epoch: 1))
    }

    @Test func aHeartbeatAheadAsksForTheRest() throws {
        var tracker = try liveTracker(head: 3)
        tracker.hear(try pulse(head: 4))
        #expect(tracker.question == .replay(after: SequenceNumber(3), stream: records.stream, epoch: 1))
    }

    @Test func aNewEpochMeansHelloWithTheCursor() throws {
        var tracker = try liveTracker(head: 3)
        tracker.hear(try pulse(head: 3, epoch: 2))
        #expect(tracker.question == .hello(tracker.position))
        var other = try liveTracker(head: 3)
        let early5 = other.hear(live: try records.batch(4...4), epoch: 2)
        #expect(early5 == nil)
        #expect(other.question == .hello(other.position))
    }

    @Test(arguments: [
        (UInt64(9), BusCursorVerdict.diverged),
        (2, .matches),
    ])
    func divergesOnAVerdictOrAHeadBehindTheCursor(head: UInt64, verdict: BusCursorVerdict) throws {
        var tracker = FeedTracker(after: try records.batch(3...3).end)
        tracker.hear(welcome(head: head, verdict: verdict))
        guard case .diverged = tracker.state else { Issue.record("state is \(tracker.state)"); return }
        #expect(tracker.question == nil)
    }

    @Test func doesNotSpinAfterTheHeadWentBack() throws {
        var tracker = try liveTracker(head: 3)
        tracker.hear(try pulse(head: 9))
        tracker.hear(try pulse(head: 5, epoch: 2))
        tracker.hear(welcome(head: 5, epoch: 2, verdict: .matches))
        _ = try tracker.hear(replayed(through: 5, head: 5), try records.batch(4...5))
        #expect(tracker.question == nil)
    }

    @Test func aHeadBehindWhatWasDeliveredMeansHello() throws {
        var tracker = try liveTracker(head: 5)
        tracker.hear(try pulse(head: 4))
        #expect(tracker.question == .hello(tracker.position))
    }

    @Test func divergesOnAnotherStreamBeforeAnythingWasDelivered() throws {
        var tracker = FeedTracker(after: nil)
        tracker.hear(welcome(head: 5))
        _ = try tracker.hear(replayed(through: 5, head: 5), try records.batch(1...5))
        tracker.cutOff()
        var other = welcome(head: 9)
        other.stream = StreamID.random().wire
        tracker.hear(other)
        guard case .diverged = tracker.state else { Issue.record("state is \(tracker.state)"); return }
    }

    @Test func divergesOnAnotherStream() throws {
        var tracker = FeedTracker(after: try TestRecords().batch(3...3).end)
        tracker.hear(welcome(head: 9, verdict: .matches))
        guard case .diverged = tracker.state else { Issue.record("state is \(tracker.state)"); return }
    }

    @Test func whatRetentionRemovedIsAGap() throws {
        var tracker = FeedTracker(after: nil)
        tracker.hear(welcome(head: 9))
        let events = try tracker.hear(
            replayed(through: 9, head: 9, firstRetained: 8),
            try records.batch(8...9)
        )
        guard case .gap(let range) = events.first else { Issue.record("no gap in \(events)"); return }
        #expect(range == SequenceNumber(1)...SequenceNumber(7))
        #expect(events.count == 2)
    }

    @Test func damageIsAskedForAgainAndNeverSkipped() throws {
        var tracker = try liveTracker(head: 3)
        tracker.hear(try pulse(head: 9))
        var damaged = replayed(through: 5, head: 9)
        damaged.damage = .with { ($0.sequence, $0.detail) = (6, "checksum") }
        _ = try tracker.hear(damaged, try records.batch(4...5))
        #expect(tracker.state == .damaged("record 6: checksum"))
        #expect(tracker.question == nil)
        tracker.hear(try pulse(head: 10))
        #expect(tracker.question == nil)
        tracker.retryDamage()
        #expect(tracker.question == .replay(after: SequenceNumber(5), stream: records.stream, epoch: 1))
    }

    private func replayed(position: Cursor, head: UInt64) -> BusReplayed {
        .with {
            ($0.scannedThrough, $0.head) = (position.sequence.value, head)
            $0.position = BusCursorMark(position)
        }
    }

    /// After a restore from an older copy, other records lie under numbers that a part's reader has passed.
    @Test func aPartSaysHelloWithWhatItHasLookedThrough() throws {
        var tracker = FeedTracker(after: nil, isWhole: false)
        tracker.hear(welcome(head: 9))
        let last = try #require(records.batch(9...9).end)
        let events = try tracker.hear(replayed(position: last, head: 9), try records.batch(2...4))
        guard case .position(let position)? = events.last else { Issue.record("\(events)"); return }
        #expect(position == last)
        tracker.hear(try pulse(head: 9, epoch: 2))
        #expect(tracker.question == .hello(last))
        tracker.hear(welcome(head: 12, epoch: 2, verdict: .diverged))
        guard case .diverged = tracker.state else { Issue.record("state is \(tracker.state)"); return }
    }

    @Test func aPartThatEndsWithItsRecordNeedsNoOtherPosition() throws {
        var tracker = FeedTracker(after: nil, isWhole: false)
        tracker.hear(welcome(head: 4))
        let batch = try records.batch(2...4)
        let events = try tracker.hear(replayed(position: try #require(batch.end), head: 4), batch)
        #expect(events.count == 1)
        #expect(tracker.position == batch.end)
    }

    /// A publisher of before says no position; the last record known is kept, not one that was skipped.
    @Test func withoutAPositionTheLastRecordIsKept() throws {
        var tracker = FeedTracker(after: nil, isWhole: false)
        tracker.hear(welcome(head: 9))
        let batch = try records.batch(2...4)
        _ = try tracker.hear(replayed(through: 9, head: 9), batch)
        #expect(tracker.position == batch.end)
        #expect(tracker.scannedThrough == SequenceNumber(9))
    }

    @Test func anAnswerThatCannotBeRightIsRefused() throws {
        let other = TestRecords()
        let hole = try RecordBatch(verifying: records.batch(4...4).bytes + records.batch(6...6).bytes)
        let cases: [(BusReplayed, RecordBatch, ReplayFault)] = [
            (replayed(through: 5, head: 5), try other.batch(4...5), .otherStream(other.stream)),
            (
                replayed(through: 6, head: 6), hole,
                .hole(SequenceNumber(4), try #require(hole.end), after: 3)
            ),
            (
                replayed(through: 6, head: 6), try records.batch(5...6),
                .hole(SequenceNumber(5), try #require(records.batch(6...6).end), after: 3)
            ),
            (
                replayed(through: 4, head: 6), try records.batch(3...4),
                .hole(SequenceNumber(3), try #require(records.batch(4...4).end), after: 3)
            ),
            (
                replayed(through: 5, head: 5, firstRetained: 5), try records.batch(4...5),
                .hole(SequenceNumber(4), try #require(records.batch(5...5).end), after: 4)
            ),
            (replayed(through: 6, head: 6), try records.batch(4...5), .end(through: 6, last: 5, head: 6)),
            (replayed(through: 4, head: 6), try records.batch(4...5), .end(through: 4, last: 5, head: 6)),
            (replayed(through: 5, head: 4), try records.batch(4...5), .end(through: 5, last: 5, head: 4)),
            (replayed(through: 5, head: 5), .empty, .end(through: 5, last: 3, head: 5)),
            (
                replayed(position: try #require(other.batch(5...5).end), head: 5), try records.batch(4...5),
                .position(through: 5)
            ),
            (replayed(through: 3, head: 5), .empty, .nothing(after: 3, head: 5)),
            (replayed(through: 2, head: 5), .empty, .end(through: 2, last: 3, head: 5)),
        ]
        for (answer, batch, fault) in cases {
            var tracker = try liveTracker(head: 3)
            #expect(throws: fault) { _ = try tracker.hear(answer, batch) }
            #expect(tracker.scannedThrough == SequenceNumber(3))
        }
    }

    @Test func aPartMayHaveHolesButNotBeyondWhatWasLookedThrough() throws {
        let hole = try RecordBatch(verifying: records.batch(4...4).bytes + records.batch(6...6).bytes)
        var tracker = FeedTracker(after: nil, isWhole: false)
        tracker.hear(welcome(head: 9))
        #expect(throws: ReplayFault.end(through: 5, last: 6, head: 9)) {
            _ = try tracker.hear(replayed(through: 5, head: 9), hole)
        }
        _ = try tracker.hear(replayed(through: 7, head: 9), hole)
        #expect(tracker.scannedThrough == SequenceNumber(7))
    }
}

/// SplitMix64, so that a failing run can be repeated by its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

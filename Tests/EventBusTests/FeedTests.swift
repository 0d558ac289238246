import EventSchema
import Testing
import ZeroMQ

@testable import EventBus

/// The feed over real sockets, against a publisher that loses what it is told to lose.
@Suite(.timeLimit(.minutes(2)), .serialized) struct FeedTests {
    private let records = TestRecords()

    /// Runs a feed while `body` takes from it.
    private func following(
        _ settings: Feed.Settings,
        after cursor: Cursor? = nil,
        _ body: (Feed) async throws -> Void
    ) async throws {
        let feed = try Feed(settings, after: cursor)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await feed.run() }
            defer { feed.close() }
            try await body(feed)
        }
    }

    /// Takes until as many records have come as are expected.
    private func expect(_ expected: [UInt64], from feed: Feed) async throws {
        var numbers: [UInt64] = []
        while numbers.count < expected.count, let event = await feed.next() {
            if case .records(let batch) = event { numbers += try RecordBatchCheck.sequences(batch.bytes) }
        }
        #expect(numbers == expected)
    }

    private func wait(for state: FeedState, of feed: Feed) async throws {
        while let event = await feed.next() {
            if case .state(state) = event { return }
            if case .records = event { Issue.record("records before \(state)") }
        }
        Issue.record("the feed ended before it was \(state)")
    }

    @Test func aLateJoinerGetsThePastAndThenTheLive() async throws {
        let publisher = try TestPublisher(records)
        for _ in 0..<7 { try publisher.commit(incidents: ["a", "b"]) }
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests)) { feed in
                try await expect(Array(1...14), from: feed)
                try await wait(for: .live, of: feed)
                try publisher.commit(incidents: ["a"])
                try await expect([15], from: feed)
            }
        }
    }

    @Test func aLostBroadcastIsFetched() async throws {
        let publisher = try TestPublisher(records)
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests)) { feed in
                try await wait(for: .live, of: feed)
                try publisher.commit(incidents: ["a"], isBroadcast: false)
                try publisher.commit(incidents: ["a", "a"])
                try await expect([1, 2, 3], from: feed)
                // Nothing follows that would show the hole: the heartbeat must.
                try publisher.commit(incidents: ["a"], isBroadcast: false)
                try await expect([4], from: feed)
            }
        }
    }

    /// Only the answer to the question that is under way counts.
    @Test func aRepeatedOrLateAnswerChangesNothing() async throws {
        let publisher = try TestPublisher(records)
        for _ in 0..<9 { try publisher.commit(incidents: ["a", "b"]) }
        try await publisher.serving { live, requests in
            let proxy = try RepeatingProxy()
            let (bound, announce) = AsyncStream.makeStream(of: String.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await SocketThread.run(label: "test.proxy") {
                        try proxy.run(to: requests) { announce.yield($0) }
                    }
                }
                defer { proxy.stop() }
                let asked = try #require(await bound.first { _ in true })
                try await following(.init(live: live, requests: asked)) { feed in
                    try await expect(Array(1...18), from: feed)
                    try await wait(for: .live, of: feed)
                    try publisher.commit(incidents: ["a"], isBroadcast: false)
                    try publisher.commit(incidents: ["a"])
                    try await expect([19, 20], from: feed)
                }
            }
        }
    }

    @Test func aFilteredFeedGetsItsPartWholeAndInOrder() async throws {
        let publisher = try TestPublisher(records)
        try publisher.commit(incidents: ["17", "170", "18"])
        try await publisher.serving { live, requests in
            let settings = Feed.Settings(
                live: live,
                requests: requests,
                interest: .incident("17", agency: "expd")
            )
            try await following(settings) { feed in
                try await expect([1], from: feed)
                try await wait(for: .live, of: feed)
                try publisher.commit(incidents: ["17"])
                try await expect([4], from: feed)
                try publisher.commit(incidents: ["17"], isBroadcast: false)
                try publisher.commit(incidents: ["18", "17"])
                try publisher.commit(incidents: ["18"])
                try publisher.commit(incidents: ["17"])
                try await expect([5, 7, 9], from: feed)
            }
        }
    }

    @Test func goesOnAfterItsCursor() async throws {
        let publisher = try TestPublisher(records)
        try publisher.commit(incidents: ["a", "a", "a"])
        let stored = try records.batch(from: 1, incidents: ["a", "a"]).end
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests), after: stored) { feed in
                try await expect([3], from: feed)
            }
        }
    }

    @Test func endsWhenTheStreamHasDiverged() async throws {
        let publisher = try TestPublisher(records)
        try publisher.commit(incidents: ["a", "a", "a"])
        let foreign = try records.batch(from: 1, incidents: ["b", "b"]).end
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests), after: foreign) { feed in
                var last: FeedEvent?
                while let event = await feed.next() {
                    if case .records = event { Issue.record("delivered \(event)") }
                    last = event
                }
                guard case .state(.diverged) = last else {
                    Issue.record("ended with \(String(describing: last))"); return
                }
            }
        }
    }

    @Test func whatWasRemovedIsReportedAsAGap() async throws {
        let publisher = try TestPublisher(records)
        for _ in 0..<3 { try publisher.commit(incidents: ["a", "a"]) }
        publisher.retain(from: 5)
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests)) { feed in
                var gap: ClosedRange<SequenceNumber>?
                while gap == nil, let event = await feed.next() {
                    if case .gap(let range) = event { gap = range }
                }
                #expect(gap == SequenceNumber(1)...SequenceNumber(4))
                try await expect([5, 6], from: feed)
            }
        }
    }

    @Test func saysThatItIsCutOffAndComesBack() async throws {
        let publisher = try TestPublisher(records)
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests)) { feed in
                try await wait(for: .live, of: feed)
                publisher.fallSilent(true)
                try await wait(for: .cutOff, of: feed)
                try publisher.commit(incidents: ["a"])
                publisher.fallSilent(false)
                try await expect([1], from: feed)
                try await wait(for: .live, of: feed)
            }
        }
    }

    @Test func survivesARestartOfThePublisherUnderANewEpoch() async throws {
        // Below the ephemeral range: reconnecting to a dead port inside it can connect to itself.
        let port = Int.random(in: 20_000..<32_000)
        let (live, requests) = ("tcp://127.0.0.1:\(port)", "tcp://127.0.0.1:\(port + 1)")
        let first = try TestPublisher(records)
        try first.commit(incidents: ["a", "a"])
        var renewed = records
        renewed.epoch = 2
        let second = try TestPublisher(renewed, history: [try records.batch(from: 1, incidents: ["a", "a"])])
        try second.commit(incidents: ["a"])
        try await following(.init(live: live, requests: requests)) { feed in
            try await first.serving(live: live, requests: requests) { _, _ in
                try await expect([1, 2], from: feed)
            }
            try await second.serving(live: live, requests: requests) { _, _ in
                try await expect([3], from: feed)
            }
        }
    }

    @Test func aReportReachesThePublisher() async throws {
        let publisher = try TestPublisher(records)
        try publisher.commit(incidents: ["a"])
        try await publisher.serving { live, requests in
            try await following(.init(live: live, requests: requests, consumer: "archiver")) { feed in
                try await expect([1], from: feed)
                let cursor = try #require(try records.batch(from: 1, incidents: ["a"]).end)
                feed.report(cursor)
                // A heartbeat that follows the next record was sent after the report was answered or lost.
                while publisher.reported == nil, await feed.next() != nil {}
                #expect(publisher.reported?.consumer == "archiver")
                #expect(publisher.reported?.cursor == BusCursorMark(cursor))
            }
        }
    }
}

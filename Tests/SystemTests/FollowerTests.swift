import ConsumerRuntime
import EventBus
import EventSchema
import Foundation
import Glibc
import Logging
import ServiceRuntime
import Testing

extension SystemTests {
    /// What every consumer does with a publisher that comes, goes and is replaced.
    @Suite(.timeLimit(.minutes(3))) struct FollowerTests {
        @Test func recordsComeInOrderAndTheStoredOnesAreReported() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let follower = try Follower(site)
            try await site.publish(0..<50)
            try await follower.during {
                try await follower.consumer.until(50)
                try await site.publish(50..<100)
                try await follower.consumer.until(100)
                #expect(follower.consumer.taken.value.sequences == Array(1...100))
                // It stands so once what the consumer took is reported.
                try await follower.untilReported(100, to: site)
                #expect(follower.standing.lag == 0)
                #expect(follower.standing.fault == nil)
                #expect(follower.readiness.report.isReady)
            }
            try await publisher.killNow()
        }

        @Test func aPublisherThatStartsLaterIsFollowedFromTheCursor() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            var publisher = try await site.start()
            try await site.publish(0..<20)
            let first = try Follower(site)
            try await first.during { try await first.consumer.until(20) }
            try await publisher.killNow()

            let second = try Follower(site, continuing: first.consumer)
            try await second.during {
                #expect(!second.readiness.report.isReady)
                publisher = try await site.start()
                try await site.publish(20..<30)
                try await second.consumer.until(30)
            }
            #expect(second.consumer.taken.value.sequences == Array(21...30))
            try await publisher.killNow()
        }

        /// What a publisher has after its journal went back to an earlier copy and went on.
        enum Remedy: CaseIterable {
            case anotherStream, theRightJournal
        }

        @Test(arguments: Remedy.allCases)
        func aStreamThatWentBackIsLeftAloneUntilItIsPutRight(_ remedy: Remedy) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let backup = directory["backup"]
            var publisher = try await site.start()
            try await site.publish(0..<5)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try FileManager.default.copyItem(atPath: site.data, toPath: backup)
            publisher = try await site.start()
            let follower = try Follower(site)
            try await site.publish(5..<10)
            try await follower.during {
                try await follower.consumer.until(10)
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
                // The same stream, and other events under the numbers that were stored.
                publisher = try await site.keeping(backup).start()
                // At once, so that the head passes the cursor before any heartbeat tells of it.
                try await site.publish(10..<16)
                try await follower.consumer.untilDiverged()
                #expect(
                    follower.readiness.report.checks.contains { $0.fault?.contains("another stream") == true }
                )
                #expect(follower.consumer.taken.value.sequences == Array(1...10))
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))

                let isSameStream = remedy == .theRightJournal
                publisher = try await site.keeping(isSameStream ? site.data : directory["fresh"]).start()
                try await site.publish(16..<18)
                try await follower.consumer.until(isSameStream ? 12 : 2)
                let news: [UInt64] = isSameStream ? [11, 12] : [1, 2]
                #expect(follower.consumer.taken.value.sequences == Array(1...10) + news)
                try await follower.untilReported(isSameStream ? 12 : 2, to: site)
                #expect(follower.readiness.report.isReady)
            }
            try await publisher.killNow()
        }
    }
}

/// A consumer that keeps in memory what it was given.
private final class KeepingConsumer: StreamConsumer {
    struct Taken: Sendable, CustomStringConvertible {
        var sequences: [UInt64] = []
        var cursors: [StreamID: Cursor] = [:]
        var states: [FeedState] = []

        var description: String { "\(sequences.count) records, \(states)" }
    }

    let taken: Watched<Taken>

    init(_ cursors: [StreamID: Cursor] = [:]) {
        taken = Watched(Taken(cursors: cursors))
    }

    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        taken.value.cursors[stream.stream]
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        var end: Cursor?
        taken.change { taken in
            for event in events {
                switch event {
                case .records(let batch):
                    batch.forEach { header, _ in taken.sequences.append(header.sequence.value) }
                    end = batch.end
                    taken.cursors[stream.stream] = batch.end
                case .state(let state): taken.states.append(state)
                case .gap, .heartbeat, .position: break
                }
            }
        }
        return end
    }

    func until(_ sequence: UInt64) async throws {
        try await taken.wait(for: "record \(sequence)") { $0.sequences.last == sequence ? () : nil }
    }

    func untilDiverged() async throws {
        try await taken.wait(for: "an alarm") { taken in
            if case .diverged? = taken.states.last { () } else { nil }
        }
    }
}

private struct Follower {
    let consumer: KeepingConsumer
    let readiness = Readiness(checks: [FeedStandings.check])
    let standings: FeedStandings
    private let service: StreamFollower

    init(_ site: PublisherSite, continuing other: KeepingConsumer? = nil) throws {
        consumer = KeepingConsumer(other?.taken.value.cursors ?? [:])
        let publisher = try #require(FollowedPublisher("\(site.live) \(site.requests)"))
        standings = FeedStandings(publishers: [publisher], readiness: readiness)
        service = StreamFollower(
            name: "keeper",
            publisher: publisher,
            consumer: consumer,
            standings: standings,
            logger: Logger(label: "follower")
        )
    }

    var standing: FeedStanding { standings.report()[0] }

    /// Follows while `body` runs.
    func during(_ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Waits until the publisher knows how far the consumer is.
    func untilReported(_ sequence: UInt64, to site: PublisherSite) async throws {
        while try await site.status().consumers.first(where: { $0.name == "keeper" })?.sequence != sequence {
            await Task.yield()
        }
    }
}

extension PublisherSite {
    /// Publishes events of the author of that number, one request.
    fileprivate func publish(_ numbers: Range<Int>) async throws {
        let author = try Author(0)
        let results = try await connected { try await $0.publish(author.parcel(numbers)) }
        #expect(results.allSatisfy { $0.receipt != nil })
    }
}

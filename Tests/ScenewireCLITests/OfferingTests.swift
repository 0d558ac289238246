import EventBus
import EventSchema
import Foundation
import Synchronization
import Testing
import ZeroMQ

@testable import ScenewireCLI

/// Offers to a publisher that answers as it is told.
@Suite(.timeLimit(.minutes(1))) struct OfferingTests {
    @Test func offersAgainWhatMayPassLater() async throws {
        let publisher = try ScriptedPublisher([
            .reply { published in
                published.runs = [.run(first: 0, sequence: 1)]
                published.refusals = [
                    .refusal(1, .overloaded), .refusal(2, .invalid), .refusal(3, .readOnly),
                ]
            },
            .refuse(.overloaded),
            .reply { published in
                published.runs = [.run(first: 0, sequence: 2)]
                published.refusals = [.refusal(1, .stopping)]
            },
            .reply { $0.runs = [.run(first: 0, sequence: 3)] },
        ])
        let results = try await publisher.offer(4, patience: .seconds(30))
        #expect(results.map { $0.receipt?.sequence.value } == [1, 2, nil, 3])
        guard case .refused(let refusal) = results[2] else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == .invalid)
        #expect(publisher.eventCounts == [4, 2, 2, 1])
    }

    @Test func givesUpWhenItsPatienceEnds() async throws {
        let publisher = try ScriptedPublisher([.reply { $0.refusals = [.refusal(0, .readOnly)] }])
        let results = try await publisher.offer(1, patience: .milliseconds(350))
        guard case .refused(let refusal)? = results.first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == .readOnly)
        #expect(publisher.eventCounts.count > 1)
    }

    @Test func saysThatThePublisherStaysOverloaded() async throws {
        let publisher = try ScriptedPublisher([.refuse(.overloaded)])
        await #expect(throws: BusError.self) { try await publisher.offer(1, patience: .milliseconds(350)) }
        #expect(publisher.eventCounts.count > 1)
    }

    @Test func neverOffersAgainWhatIsRefusedAsAWhole() async throws {
        let publisher = try ScriptedPublisher([.refuse(.malformed)])
        await #expect(throws: BusError.self) { try await publisher.offer(1, patience: .seconds(30)) }
        #expect(publisher.eventCounts == [1])
    }
}

extension OfferingTests {
    /// What a publisher took before it was gone may be recorded, and nobody may say that it is not.
    @Test func neverSaysThatNothingIsRecordedOfWhatWasSent() async throws {
        let publisher = try ScriptedPublisher([.vanish])
        let failure = await #expect(throws: CommandFailure.self) {
            try await publisher.offer(1, patience: .seconds(30), isWatched: true)
        }
        let words = failure?.description ?? ""
        #expect(publisher.eventCounts == [1])
        #expect(words.contains("any more; no receipt: what was sent may or may not be recorded"), "\(words)")
        #expect(words.contains("\(SampleEvent.id(1))"))
    }
}

/// The request socket of a publisher whose answers are given beforehand; the last one is repeated.
private final class ScriptedPublisher: RequestHandler {
    enum Answer: Sendable {
        case reply(@Sendable (inout BusPublished) -> Void)
        case refuse(BusRequestFault)
        /// No answer, and nobody is there any more.
        case vanish
    }

    private let answers: [Answer]
    private let counts = Mutex<[Int]>([])
    private let vanish = Mutex<@Sendable () -> Void>({})

    init(_ answers: [Answer]) throws {
        self.answers = answers
    }

    /// How many events each request offered.
    var eventCounts: [Int] { counts.withLock { $0 } }

    func handle(_ request: IncomingRequest, reply: @escaping @Sendable (OutgoingReply) -> Void) {
        let number = counts.withLock { counts in
            counts.append(EventParcel(payload: request.payload)?.count ?? -1)
            return counts.count
        }
        switch answers[min(number, answers.count) - 1] {
        case .vanish: vanish.withLock { $0 }()
        case .refuse(let fault): reply(.refusal(fault, "as told"))
        case .reply(let fill):
            var published = BusPublished()
            fill(&published)
            reply(OutgoingReply(.published(published)))
        }
    }

    /// Offers so many events while the socket is open.
    ///
    /// - Parameter isWatched: Whether it is looked whether anybody is there, and said what that means.
    func offer(_ count: Int, patience: Duration, isWatched: Bool = false) async throws -> [PublishResult] {
        let server = try RequestServer(handler: self)
        vanish.withLock { $0 = { server.stop() } }
        let endpoint = "ipc://\(NSTemporaryDirectory())scenewire-\(UUID().uuidString.prefix(8))"
        let connection = try PublishingConnection(requests: endpoint)
        let events = try (1...count).map { try SampleEvent.event($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await SocketThread.run(label: "test.requests") {
                    try server.run(endpoint: endpoint, onBound: { _ in })
                }
            }
            group.addTask { try await connection.run() }
            defer {
                connection.close()
                server.stop()
            }
            let offering = Offering(
                connection: connection,
                playedAt: nil,
                patience: patience,
                watch: isWatched ? ListenerWatch(endpoint: endpoint) : nil
            )
            do {
                return try await offering.offer(events)
            } catch {
                guard isWatched else { throw error }
                let absence = PublisherAbsence(endpoint: endpoint, connection: connection)
                throw await absence.failure(error, events.map(\.outline.id)) ?? error
            }
        }
    }
}

extension BusRun {
    fileprivate static func run(first: UInt32, sequence: UInt64) -> Self {
        var run = Self()
        (run.firstIndex, run.count, run.firstSequence, run.publishedAt) = (first, 1, sequence, 1)
        return run
    }
}

extension BusEventRefusal {
    fileprivate static func refusal(_ index: UInt32, _ reason: BusRefusalReason) -> Self {
        var refusal = Self()
        (refusal.index, refusal.reason, refusal.detail) = (index, reason, "as told")
        return refusal
    }
}

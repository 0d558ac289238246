import ConsumerRuntime
import EventSchema
import ServiceRuntime
import Testing

@testable import MetricsAggregator

@Suite struct RebuildProgressTests {
    private let readiness = Readiness(checks: [RebuildProgress.check])
    private let publishers: [FollowedPublisher]
    private let rebuild: RebuildProgress

    init() throws {
        publishers = try [1, 2].map { number in
            try #require(FollowedPublisher("tcp://127.0.0.1:1\(number) tcp://127.0.0.1:2\(number)"))
        }
        rebuild = RebuildProgress(publishers: publishers, readiness: readiness)
    }

    @Test func namesThePublishersThatHaveNotAnswered() {
        #expect(rebuild.fault?.contains("tcp://127.0.0.1:21 has not answered yet") == true)
        #expect(!rebuild.complete())
        #expect(readiness.report.checks.last?.fault == rebuild.fault)
    }

    @Test func completesOnceWhenEveryHeadIsFolded() {
        rebuild.begin(publishers[0], head: SequenceNumber(10))
        rebuild.advance(publishers[0], through: SequenceNumber(9))
        #expect(rebuild.fault?.contains("9 of 10 records of tcp://127.0.0.1:21") == true)
        rebuild.begin(publishers[1], head: .zero)
        #expect(!rebuild.complete())
        rebuild.advance(publishers[0], through: SequenceNumber(10))
        #expect(!readiness.report.isReady)
        #expect(rebuild.complete())
        #expect(rebuild.fault == nil)
        #expect(readiness.report.isReady)
        #expect(!rebuild.complete())
    }

    /// A head that a publisher reports later is no longer the past.
    @Test func doesNotBeginAgain() {
        for publisher in publishers { rebuild.begin(publisher, head: .zero) }
        #expect(rebuild.complete())
        rebuild.begin(publishers[0], head: SequenceNumber(100))
        #expect(rebuild.fault == nil)
        #expect(readiness.report.isReady)
    }
}

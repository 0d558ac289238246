import ConsumerRuntime
import EventSchema
import ServiceRuntime
import Testing

@testable import MetricsAggregator

@Suite struct RebuildTests {
    private let readiness = Readiness(checks: [Rebuild.check])
    private let publishers: [FollowedPublisher]
    private let rebuild: Rebuild

    init() throws {
        publishers = try [1, 2].map { number in
            try #require(FollowedPublisher("tcp://127.0.0.1:1\(number) tcp://127.0.0.1:2\(number)"))
        }
        rebuild = Rebuild(publishers: publishers, readiness: readiness)
    }

    @Test func saysWhomItHasNotHeard() {
        #expect(rebuild.fault?.contains("tcp://127.0.0.1:21 has not been heard yet") == true)
        #expect(!rebuild.end())
        #expect(readiness.report.checks.last?.fault == rebuild.fault)
    }

    @Test func endsOnceWhenEveryHeadIsFolded() {
        rebuild.begin(publishers[0], head: SequenceNumber(10))
        rebuild.advance(publishers[0], through: SequenceNumber(9))
        #expect(rebuild.fault?.contains("9 of 10 records of tcp://127.0.0.1:21") == true)
        rebuild.begin(publishers[1], head: .zero)
        #expect(!rebuild.end())
        rebuild.advance(publishers[0], through: SequenceNumber(10))
        #expect(!readiness.report.isReady)
        #expect(rebuild.end())
        #expect(rebuild.fault == nil)
        #expect(readiness.report.isReady)
        #expect(!rebuild.end())
    }

    /// What a publisher says later of its head is news, not the past.
    @Test func isNotBegunAgain() {
        for publisher in publishers { rebuild.begin(publisher, head: .zero) }
        #expect(rebuild.end())
        rebuild.begin(publishers[0], head: SequenceNumber(100))
        #expect(rebuild.fault == nil)
        #expect(readiness.report.isReady)
    }
}

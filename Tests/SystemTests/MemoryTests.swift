import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// The publisher's memory does not grow with what has passed through it.
    @Suite(.timeLimit(.minutes(30))) struct MemoryTests {
        private static let isLong = ProcessInfo.processInfo.environment["SCENEWIRE_LONG_TESTS"] != nil
        private static let eventCount = isLong ? 5_000_000 : 300_000
        private static let authorCount = 4
        private static let sampleCount = 20
        /// What a queue towards a subscriber that has fallen asleep, indexes of sealed segments and the
        /// allocator's own waste may take; the events that pass are many times that.
        private static let growthMax = 16 * 1_024 * 1_024

        @Test func staysFlatWhileASubscriberSleeps() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let ledger = Ledger()
            let publisher = try await site.start()
            let asleep = try SubscriberProcess("asleep", of: site, in: directory)
            let awake = try SubscriberProcess("awake", of: site, in: directory)
            for subscriber in [asleep, awake] { try await subscriber.untilLive() }
            asleep.process.send(SIGSTOP)

            var samples: [Int] = []
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<Self.authorCount {
                    let (load, random) = (try Load(try Author(index), to: site, ledger), random.split())
                    group.addTask {
                        try await load.run(
                            0..<Self.eventCount / Self.authorCount,
                            perRequest: 100...300,
                            random
                        )
                    }
                }
                for sample in 1...Self.sampleCount {
                    try await ledger.until(
                        Self.eventCount * sample / Self.sampleCount,
                        limit: .seconds(1_200)
                    )
                    samples.append(try publisher.residentByteCount())
                }
                try await group.waitForAll()
            }
            let took = ContinuousClock.now - start
            let mebibytes = samples.map { $0 / 1_024 / 1_024 }
            print("\(Self.eventCount) events in \(took); resident MiB at every twentieth: \(mebibytes)")
            // The first samples hold what is allocated once.
            let growth = samples[1...].max().map { $0 - samples[1] } ?? 0
            #expect(growth < Self.growthMax, "resident MiB: \(mebibytes)")

            asleep.process.send(SIGCONT)
            for subscriber in [awake, asleep] {
                try await subscriber.until(UInt64(Self.eventCount), limit: .seconds(600))
            }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            for subscriber in [awake, asleep] { try await subscriber.process.killNow() }
            #expect(try awake.bytes().firstDifference(from: asleep.bytes()) == nil)
        }
    }
}

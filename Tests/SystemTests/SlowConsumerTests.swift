import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// A consumer that does not keep up loses nothing and does not break.
    @Suite(.timeLimit(.minutes(5))) struct SlowConsumerTests {
        private static let authorCount = 4
        private static let eventsPerAuthor = 15_000
        /// Longer than any ping of ZMTP is waited for, so that one falls due while the queues are full.
        private static let stallSeconds = 15

        @Test func goesOnAfterItSleptWithFullQueues() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let ledger = Ledger()
            let total = Self.authorCount * Self.eventsPerAuthor
            var publisher = try await site.start()
            let awake = try SubscriberProcess("awake", of: site, in: directory)
            let slow = try SubscriberProcess(
                "slow",
                of: site,
                in: directory,
                stallSeconds: Self.stallSeconds
            )
            for subscriber in [awake, slow] { try await subscriber.untilLive() }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<Self.authorCount {
                    let (load, random) = (try Load(try Author(index), to: site, ledger), random.split())
                    group.addTask {
                        try await load.run(0..<Self.eventsPerAuthor, perRequest: 100...300, random)
                    }
                }
                try await group.waitForAll()
            }
            try await slow.process.report.wait(for: "the end of the stall") { report in
                report.exit != nil || report.values["stalled"] != nil ? () : nil
            }
            #expect(slow.process.report.value.exit == nil)
            try await publisher.killNow()
            publisher = try await site.start()
            for subscriber in [awake, slow] { try await subscriber.until(UInt64(total)) }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            for subscriber in [awake, slow] { try await subscriber.process.killNow() }
            #expect(try awake.bytes().firstDifference(from: slow.bytes()) == nil)
        }
    }
}

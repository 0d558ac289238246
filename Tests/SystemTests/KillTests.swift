import EventBus
import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// A publisher that is killed again and again loses nothing and invents nothing.
    @Suite(.timeLimit(.minutes(5))) struct KillTests {
        static let connectionCount = 100
        static let eventsPerConnection = 1_000
        static let killCount = 10

        @Test func tenKillsUnderTheLoadOfAHundredConnections() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let ledger = Ledger()
            let authors = try (0..<Self.connectionCount).map { try Author($0) }
            let total = Self.connectionCount * Self.eventsPerConnection

            var publisher = try await site.start()
            var restarted = try SubscriberProcess("restarted", of: site, in: directory)
            let stopped = try SubscriberProcess("stopped", of: site, in: directory)
            let filtered = try SubscriberProcess(
                "filtered",
                of: site,
                in: directory,
                topic: "\(Author.agency)/\(Author.incident(2))/"
            )
            for subscriber in [restarted, stopped, filtered] { try await subscriber.untilLive() }

            // Moments are counted in receipts, so that every kill meets the load.
            let moments = (0..<Self.killCount).map { _ in Int.random(in: 1..<total * 9 / 10, using: &random) }
                .sorted()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for author in authors {
                    let load = try Load(author, to: site, ledger)
                    let random = random.split()
                    group.addTask {
                        try await load.run(0..<Self.eventsPerConnection, perRequest: 1...10, random)
                    }
                }
                group.addTask {
                    try await ledger.until(moments[1])
                    stopped.process.send(SIGSTOP)
                    // The time itself is what is tested.
                    try await Task.sleep(for: .seconds(20))
                    stopped.process.send(SIGCONT)
                }
                for (number, moment) in moments.enumerated() {
                    try await ledger.until(moment)
                    try await publisher.killNow()
                    publisher = try await site.start()
                    if number % 4 == 2 {
                        try await restarted.process.killNow()
                        try restarted.restart()
                    }
                }
                try await group.waitForAll()
            }
            #expect(ledger.receipts.count == total)
            for subscriber in [restarted, stopped, filtered] { try await subscriber.until(UInt64(total)) }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            for subscriber in [restarted, stopped, filtered] { try await subscriber.process.killNow() }

            let check = try await JournalCheck(
                site,
                ledger,
                authors,
                [
                    .init(bytes: restarted.bytes()), .init(bytes: stopped.bytes()),
                    .init(bytes: filtered.bytes(), incident: 2),
                ]
            )
            #expect(check.head == UInt64(total))
            #expect(check.faults == [])
            #expect(check.isClosed)
            #expect(check.differences == [nil, nil, nil])
        }
    }
}

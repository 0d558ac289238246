import EventBus
import EventSchema
import Foundation
import Testing

extension SystemTests {
    /// A disk that does not answer for a while: ext4 that the kernel itself keeps from being written.
    @Suite(.timeLimit(.minutes(3))) struct StalledDiskTests {
        private static let readyLimit = Duration.seconds(30)

        @Test func aStalledDiskIsSaidAndNothingIsAcknowledgedBeforeItAnswers() async throws {
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(.ext4, megabytes: 64, in: directory) { system in
                let site = try PublisherSite(data: system.path + "/journal")
                let (ledger, author) = (Ledger(), try Author(0))
                let publisher = try await site.start()
                let http = try HTTPSite(publisher)
                let subscriber = try SubscriberProcess("follower", of: site, in: directory)
                try await Load(author, to: site, ledger).run(0..<100, perRequest: 10...10, .announced())
                try await subscriber.until(100)
                #expect(try await http.get("/readyz").status == 200)

                try await withThrowingTaskGroup(of: Void.self) { group in
                    try await system.stalled {
                        let load = try Load(author, to: site, ledger)
                        group.addTask { try await load.run(100..<200, perRequest: 10...10, .announced()) }
                        let answer = try await until(503, from: http)
                        #expect(
                            answer.text.contains("a commit has waited for the disk for"),
                            "\(answer.text)"
                        )
                        // The process lives, says how it stands, and is read from.
                        #expect(try await http.get("/livez").status == 200)
                        #expect(try await http.get("/v1/events?limit=1").status == 200)
                        #expect(try await site.status().head == 100)
                        // Replay goes on, though nothing is live without heartbeats.
                        let newcomer = try SubscriberProcess("newcomer", of: site, in: directory)
                        try await until(newcomer, hasAllOf: subscriber)
                        try await newcomer.process.killNow()
                        #expect(ledger.receipts.count == 100)
                    }
                    try await group.waitForAll()
                }
                _ = try await until(200, from: http)
                #expect(ledger.receipts.count == 200)
                try await subscriber.until(200)
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
                try await subscriber.process.killNow()
                let check = try await JournalCheck(
                    site,
                    ledger,
                    [author],
                    [.init(bytes: subscriber.bytes())]
                )
                #expect(check.head == 200)
                #expect(check.faults == [])
                #expect(check.differences == [nil])
            }
        }

        private func until(
            _ newcomer: SubscriberProcess,
            hasAllOf subscriber: SubscriberProcess
        ) async throws {
            let deadline = ContinuousClock.now + Self.readyLimit
            while (try? newcomer.bytes()) != (try subscriber.bytes()) {
                guard .now < deadline else {
                    throw WaitedTooLong(
                        what: "a replay",
                        limit: Self.readyLimit,
                        last: "\(newcomer.process.report.value)"
                    )
                }
            }
        }

        /// Asks again until the publisher answers so.
        private func until(_ status: Int, from http: HTTPSite) async throws -> HTTPAnswer {
            let deadline = ContinuousClock.now + Self.readyLimit
            while true {
                let answer = try await http.get("/readyz?verbose")
                if answer.status == status { return answer }
                guard .now < deadline else {
                    throw WaitedTooLong(what: "\(status)", limit: Self.readyLimit, last: answer.text)
                }
            }
        }
    }
}

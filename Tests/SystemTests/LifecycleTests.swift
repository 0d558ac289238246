import EventBus
import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// How a publisher starts, refuses to start, and stops.
    @Suite(.timeLimit(.minutes(3))) struct LifecycleTests {
        @Test func stopsInGoodOrderUnderLoad() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let (ledger, authors) = (Ledger(), try (0..<8).map { try Author($0) })
            let publisher = try await site.start()
            let subscriber = try SubscriberProcess("live", of: site, in: directory)
            try await subscriber.untilLive()
            let loads = try authors.map { try Load($0, to: site, ledger) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { for load in loads { load.stop() } }
                for load in loads {
                    let random = random.split()
                    group.addTask { try await load.run(0..<100_000, perRequest: 1...50, random) }
                }
                try await ledger.until(Int.random(in: 2_000...10_000, using: &random))
                publisher.send(SIGTERM)
                #expect(try await publisher.exit(limit: .seconds(10)) == .status(0))
            }
            // The way from the last receipt to the author may be cut; the journal may hold more, never less.
            try await subscriber.process.killNow()
            let check = try await JournalCheck(site, ledger, authors, [.init(bytes: subscriber.bytes())])
            #expect(check.isClosed)
            #expect(check.faults == [])
            #expect(check.phantoms == [])
            let again = try await site.start()
            #expect(again.report.value.lines.contains { $0.contains("journal.wasClosed=true") })
            again.send(SIGTERM)
            #expect(try await again.exit() == .status(0))
        }

        @Test func aDirectoryInUseIsRefused() async throws {
            let directory = try TestDirectory()
            let publisher = try await PublisherSite(data: directory["journal"]).start()
            let second = try PublisherSite(data: directory["journal"]).launch()
            #expect(try await second.exit() == .status(69))
            #expect(second.report.value.lines.contains { $0.contains("held by another process") })
            try await publisher.killNow()
            // The lock ends with its holder, however that ended.
            let third = try await PublisherSite(data: directory["journal"]).start()
            try await third.killNow()
        }

        @Test func anAddressInUseIsRefused() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            var other = site
            other.arguments = ["--data", directory["other"]]
            let second = try other.launch()
            #expect(try await second.exit() == .status(69))
            #expect(second.report.value.lines.contains { $0.contains("tcp://127.0.0.1:") })
            try await publisher.killNow()
        }

        @Test(arguments: [
            ["--live", "tcp://0.0.0.0:15556"], ["--requests", "tcp://*:15557"],
            ["--live", "tcp://192.0.2.1:15556"],
            ["--http", "0.0.0.0:18080"], ["--live", "udp://127.0.0.1:15556"], ["--clock", "sundial"],
        ])
        func whatIsNotAllowedIsRefusedBeforeAnythingIsOpened(_ arguments: [String]) async throws {
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = arguments
            let publisher = try site.launch()
            #expect(try await publisher.exit() == .status(78))
            #expect(publisher.report.value.lines.contains { $0.contains(arguments[1]) })
            #expect(access(site.data, F_OK) == -1)
        }

        @Test func aPlayedClockRefusesWhatIsActual() async throws {
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--clock", "played"]
            let publisher = try await site.start()
            let author = try Author(0)
            let exercise = try author.parcel([0])
            var event = try Event(eventBytes: author.event(1))
            event.status = "Actual"
            let actual = try EventParcel([event.serializedBytes()])
            let played = Timestamp(nanoseconds: 1_000_000_000_000_000_000)
            try await site.connected { connection in
                let results = try await connection.publish(actual, playedAt: played)
                #expect(results.firstRefusal?.reason == .notActual)
                #expect(results.firstRefusal?.field == "/status")
                let recorded = try await connection.publish(exercise, playedAt: played).first?.receipt
                #expect(recorded?.sequence.value == 1)
                #expect(recorded?.publishedAt == played)
            }
            #expect(try await site.status().isPlayed)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        @Test func aWallClockRefusesAPlayersTime() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let parcel = try Author(0).parcel([0])
            await #expect(throws: BusError.self) {
                try await site.connected { try await $0.publish(parcel, playedAt: .now) }
            }
            #expect(try await site.status().head == 0)
            try await publisher.killNow()
        }
    }
}

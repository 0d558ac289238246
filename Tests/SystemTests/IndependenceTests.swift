import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// Consumers that are killed, stopped and started late, in a random order: nobody else is harmed, and each
    /// ends with what it would have had without.
    @Suite(.timeLimit(.minutes(10))) struct IndependenceTests {
        private static let scenario = Executable.repository + "/Scenarios/a-hostage-standoff.ndjson"
        private static let alertCount = 27
        private static let authorCount = 2
        /// Events a second in the load of ten seconds, which a build for debugging can follow on two cores.
        private static let rate = 4_000
        /// Events a second in the load of a minute, with `SCENEWIRE_LONG_TESTS`, and with `SCENEWIRE_BUILD` as
        /// the directory of a build for release.
        private static let longRate = 20_000

        @Test func consumersAreKilledWhileAStandOffIsPlayed() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--clock", "played"]
            let publisher = try await site.start()
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let place = try NotifierSite(
                directory,
                following: site,
                destinations: receiver.destination("drill")
            )
            // Without a cursor it would take what was before it for the past, and alert nobody.
            var notifier = try await place.start()
            var archiver: ChildProcess?
            var metrics: MetricsSite?
            let player = try ChildProcess(
                Executable.scenewire,
                ["play", Self.scenario, "--speed", "2000", "--requests", site.requests]
            )
            // The archiver and the aggregator come late; then one after the other is killed or held.
            while player.report.value.exit == nil {
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    try await notifier.killNow()
                    notifier = try await place.start()
                case 1:
                    try await archiver?.killNow()
                    archiver = try ArchiverSite.start(directory["archive"], following: site)
                case 2:
                    try await metrics?.process.killNow()
                    metrics = try await MetricsSite(following: [site])
                default:
                    let held = [notifier, archiver, metrics?.process].compactMap { $0 }.randomElement(
                        using: &random
                    )
                    held?.send(SIGSTOP)
                    _ = try await site.status()
                    held?.send(SIGCONT)
                }
            }
            #expect(try await player.exit() == .status(0), "\(player.report.value)")
            // Chance may have started neither.
            if archiver == nil { archiver = try ArchiverSite.start(directory["archive"], following: site) }
            if metrics == nil { metrics = try await MetricsSite(following: [site]) }
            try await receiver.wait(for: "every alert", limit: .seconds(120)) { requests in
                let raised = requests.filter { $0.type == "alert.raised" }
                return Set(raised.map(\.alert)).count >= Self.alertCount ? true : nil
            }
            let head = try await quietHead(of: site)

            let late = try await MetricsSite(following: [site])
            let disturbed = try await #require(metrics).scrape(folded: head)
            let undisturbed = try await late.scrape(folded: head)
            #expect(MetricsSite.derived(disturbed.text) == MetricsSite.derived(undisturbed.text))
            let path = "/api/v1/incidents/2025-0520-001"
            let documents = try await [#require(metrics).http.get(path).body, late.http.get(path).body]
            #expect(documents[0] == documents[1])

            let raised = receiver.requests.filter { $0.type == "alert.raised" }
            #expect(Set(raised.map(\.alert)).count == Self.alertCount)
            #expect(Set(raised.map(\.id)).count == Self.alertCount, "a repeated delivery has the same key")
            #expect(try await HTTPSite(notifier).alerts().count == Self.alertCount)

            try await ArchiverSite.until(head, in: directory["archive"])
            let processes = [notifier, archiver, metrics?.process, late.process, publisher].compactMap { $0 }
            try await stop(processes)
            let data = site.data
            let journal = try await SocketThread.run(label: "test.check") { try JournalImage(reading: data) }
            #expect(try await ArchiverSite.bytes(in: directory["archive"]) == journal.bytes)
        }

        /// The authors, the publisher and all consumers share the machine: the rate is what is offered, and what
        /// was reached is printed.
        @Test func consumersAreKilledUnderLoad() async throws {
            var random = SeededGenerator.announced()
            let isLong = ProcessInfo.processInfo.environment["SCENEWIRE_LONG_TESTS"] != nil
            let rate = isLong ? Self.longRate : Self.rate
            let total = rate * (isLong ? 60 : 10)
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let ledger = Ledger()
            let authors = try (0..<Self.authorCount).map { try Author($0) }
            let place = try NotifierSite(directory, following: site, rules: Self.quietRule, destinations: "")
            var notifier = try await place.start()
            var archiver = try ArchiverSite.start(directory["archive"], following: site)
            var metrics = try await MetricsSite(following: [site])
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for author in authors {
                    let (load, random) = (try Load(author, to: site, ledger), random.split())
                    group.addTask {
                        try await load.run(
                            0..<total / Self.authorCount,
                            perRequest: 50...200,
                            perSecond: rate / Self.authorCount,
                            random
                        )
                    }
                }
                for part in 1...6 {
                    try await ledger.until(total * part / 8, limit: .seconds(180))
                    switch part % 3 {
                    case 0:
                        try await notifier.killNow()
                        notifier = try place.launch()
                    case 1:
                        try await archiver.killNow()
                        archiver = try ArchiverSite.start(directory["archive"], following: site)
                    default:
                        try await metrics.process.killNow()
                        metrics = try await MetricsSite(following: [site])
                    }
                }
                try await group.waitForAll()
            }
            let achieved = Double(total) / ((ContinuousClock.now - start) / .seconds(1))
            print("events a second: \(Int(achieved))")
            try await ArchiverSite.until(UInt64(total), in: directory["archive"])
            let head = try await quietHead(of: site)
            #expect(head == UInt64(total))
            let (text, _) = try await metrics.scrape(folded: head)
            #expect(text.contains("\nscenewire_shots_fired_rounds_total{by=\"unknown\"} \(total)\n"))
            let memory = try [archiver, notifier, metrics.process, publisher].map {
                try $0.residentByteCount()
            }
            print("resident: archiver, notifier, metrics, publisher: \(memory.map { $0 / 1_048_576 }) MiB")
            try await stop([notifier, archiver, metrics.process, publisher])
            let archive = try await ArchiverSite.bytes(in: directory["archive"])
            let check = try await JournalCheck(site, ledger, authors, [.init(bytes: archive)])
            #expect(check.head == UInt64(total))
            #expect(check.faults == [])
            #expect(check.differences == [nil])
        }

        /// A rule that looks at every event of the load and fires for none.
        private static let quietRule = """
              - id: R01
                name: Shots by an officer
                event: shots.fired
                where:
                  data.by: officer
                severity: Extreme
                text: "Shots fired"

            """

        /// The head once every consumer that reports has it, so that nothing more will be published.
        private func quietHead(of site: PublisherSite) async throws -> UInt64 {
            let deadline = ContinuousClock.now + .seconds(120)
            var last: (status: BusStatus, since: ContinuousClock.Instant)?
            while ContinuousClock.now < deadline {
                let status = try await site.status()
                let isTold = status.consumers.allSatisfy { $0.sequence == status.head }
                if last?.status.head != status.head || !isTold { last = (status, .now) }
                if let last, ContinuousClock.now - last.since > .seconds(1) { return last.status.head }
            }
            throw WaitedTooLong(
                what: "a quiet stream",
                limit: .seconds(120),
                last: "\(String(describing: last?.status))"
            )
        }

        private func stop(_ processes: [ChildProcess]) async throws {
            for process in processes {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0), "\(process.report.value)")
            }
        }
    }
}

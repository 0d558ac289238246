import EventBus
import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// An archiver that is killed, and whose publisher is killed, holds the stream byte for byte.
    @Suite(.timeLimit(.minutes(5))) struct ArchiverTests {
        private static let authorCount = 4
        private static let eventsPerAuthor = 5_000
        private static let killCount = 10

        @Test func tenKillsUnderLoadLoseAndDoubleNothing() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let ledger = Ledger()
            let authors = try (0..<Self.authorCount).map { try Author($0) }
            let total = Self.authorCount * Self.eventsPerAuthor
            var publisher = try await site.start()
            var archiver = try ArchiverSite.start(directory["archive"], following: site)
            let moments = (0..<Self.killCount).map { _ in Int.random(in: 1..<total * 9 / 10, using: &random) }
                .sorted()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for author in authors {
                    let (load, random) = (try Load(author, to: site, ledger), random.split())
                    group.addTask {
                        try await load.run(0..<Self.eventsPerAuthor, perRequest: 1...50, random)
                    }
                }
                for (number, moment) in moments.enumerated() {
                    try await ledger.until(moment)
                    try await archiver.killNow()
                    if number % 4 == 1 {
                        try await publisher.killNow()
                        publisher = try await site.start()
                    }
                    archiver = try ArchiverSite.start(directory["archive"], following: site)
                }
                try await group.waitForAll()
            }
            let late = try ArchiverSite.start(directory["late"], following: site)
            for name in ["archive", "late"] {
                try await ArchiverSite.until(UInt64(total), in: directory[name])
            }
            for process in [archiver, late, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
            let archives = try await [
                ArchiverSite.bytes(in: directory["archive"]), ArchiverSite.bytes(in: directory["late"]),
            ]
            let check = try await JournalCheck(site, ledger, authors, archives.map { .init(bytes: $0) })
            #expect(check.head == UInt64(total))
            #expect(check.faults == [])
            #expect(check.differences == [nil, nil])
        }

        /// One profile says to all programs where the publisher is, whose own addresses come from it as well.
        @Test func theAddressesOfAProfileHoldForServices() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let environment = ["XDG_CONFIG_HOME": directory["config"], "SCENEWIRE_LOG_FORMAT": "logfmt"]
            let flags = ["--live", site.live, "--requests", site.requests]
            let written = try ChildProcess(
                Executable.scenewire,
                [
                    "init", "--agency", "expd", "--source", "cp1", "--author-id", "u17", "--author-role",
                    "dispatcher",
                ]
                    + ["--status", "Exercise", "--tlp", "AMBER"] + flags,
                environment: environment
            )
            #expect(try await written.exit() == .status(0))
            let publisher = try ChildProcess(
                Executable.publisher,
                ["--data", site.data, "--http", "127.0.0.1:0"],
                environment: environment.merging(["SCENEWIRE_PROFILE": "default"]) { $1 }
            )
            #expect(try await site.isReady(publisher))
            let archiver = try ChildProcess(
                Executable.archiver,
                ["--data", directory["archive"], "--http", "127.0.0.1:0", "--profile", "default"],
                environment: environment
            )
            _ = try await site.publish(0..<1, of: Author(0))
            try await ArchiverSite.until(1, in: directory["archive"])
            for process in [publisher, archiver] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
                let lines = process.report.value.lines
                #expect(lines.contains { $0.contains("Addresses come from a profile") }, "\(lines)")
            }
        }

        /// A publisher forgets its consumers when it ends; one that has nothing new to store tells it again.
        @Test func aRestartedPublisherHearsWhatIsArchived() async throws {
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--clock", "played"]
            var publisher = try await site.start()
            let scenario = Executable.repository + "/Scenarios/b-robbery.ndjson"
            try await run(["play", scenario, "--speed", "max", "--requests", site.requests])
            let head = try await site.status().head
            var archiver = try ArchiverSite.start(directory["archive"], following: site)
            try await ArchiverSite.until(head, in: directory["archive"])
            try await publisher.killNow()
            publisher = try await site.start()
            try await site.wait(until: "archiver", hasStored: head)
            try await archiver.killNow()
            try await publisher.killNow()
            publisher = try await site.start()
            archiver = try ArchiverSite.start(directory["archive"], following: site)
            try await site.wait(until: "archiver", hasStored: head)
            for process in [archiver, publisher] { try await process.killNow() }
        }

        /// Within seconds it says where no publisher is heard, and it follows the one that the addresses of all
        /// programs name, whatever else these have in the environment.
        @Test func saysThatNoPublisherIsHeard() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let archiver = try ChildProcess(
                Executable.archiver,
                ["--data", directory["archive"], "--http", "127.0.0.1:0"],
                environment: [
                    "SCENEWIRE_LOG_FORMAT": "logfmt", "SCENEWIRE_LIVE_ENDPOINT": site.live,
                    "SCENEWIRE_REQUESTS_ENDPOINT": site.requests, "SCENEWIRE_AUTHOR_ID": "u17",
                    "SCENEWIRE_RULES": "rules.yml",
                ]
            )
            let warning = try await archiver.report.wait(for: "a warning", limit: .seconds(20)) { report in
                report.lines.first { $0.contains("No publisher answers") }
            }
            #expect(warning.contains(site.requests) && warning.contains(site.live), "\(warning)")
            #expect(archiver.report.value.lines.allSatisfy { !$0.contains("Environment names no setting") })
            let answer = try await HTTPSite(archiver).get("/readyz?verbose")
            #expect(answer.status == 503)
            #expect(answer.text.contains("no publisher has been heard yet at \(site.requests)"))
            let publisher = try await site.start()
            _ = try await archiver.report.wait(for: "the stream") { report in
                report.lines.contains { $0.contains("Following") } ? true : nil
            }
            for process in [archiver, publisher] { try await process.killNow() }
        }

        @Test func whatIsExportedPlaysIntoAnotherPublisherWithoutLoss() async throws {
            let directory = try TestDirectory()
            var first = try PublisherSite(data: directory["first"])
            var second = try PublisherSite(data: directory["second"])
            first.arguments = ["--clock", "played"]
            second.arguments = ["--clock", "played"]
            let publishers = [try await first.start(), try await second.start()]
            let scenario = Executable.repository + "/Scenarios/b-robbery.ndjson"
            try await run(["play", scenario, "--speed", "max", "--requests", first.requests])
            let head = try await first.status().head
            let archivers = [
                try ArchiverSite.start(directory["a"], following: first),
                try ArchiverSite.start(directory["b"], following: second),
            ]
            try await ArchiverSite.until(head, in: directory["a"])
            let exported = directory["exported.ndjson"]
            try await run([
                "export", "--archive", ArchiverSite.file(in: directory["a"]), "--output", exported,
            ])
            try await run(["play", exported, "--speed", "max", "--requests", second.requests])
            try await ArchiverSite.until(head, in: directory["b"])
            let events = try await [
                ArchiverSite.events(in: directory["a"]), ArchiverSite.events(in: directory["b"]),
            ]
            #expect(events[0].count == Int(head))
            #expect(events[0] == events[1])
            for process in publishers + archivers { try await process.killNow() }
        }

        private func run(_ arguments: [String]) async throws {
            let process = try ChildProcess(Executable.scenewire, arguments, environment: [:])
            let exit = try await process.exit(limit: .seconds(60))
            #expect(exit == .status(0), "\(process.report.value)")
        }
    }
}

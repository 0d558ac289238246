import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// The power fails under load: a loop-mounted file system drops everything that was not synced.
    @Suite(.timeLimit(.minutes(5))) struct PowerCutTests {
        private static let cutCount = 5
        private static let authorCount = 4
        private static let eventsPerAuthor = 100_000

        @Test func everythingAcknowledgedSurvivesPowerCuts() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(.ext4, megabytes: 128, in: directory) { system in
                let site = try PublisherSite(data: system.path + "/journal")
                let (ledger, authors) = (Ledger(), try (0..<Self.authorCount).map { try Author($0) })
                let subscriber = try SubscriberProcess("outside", of: site, in: directory)
                for _ in 0..<Self.cutCount {
                    let publisher = try await site.start()
                    try await cut(system, under: publisher, at: site, ledger, authors, &random)
                }
                let publisher = try await site.start()
                let last = try Load(authors[0], to: site, ledger)
                let next = firstWithoutReceipt(of: authors[0], ledger)
                try await last.run(next..<next + 500, perRequest: 1...50, random.split())
                try await subscriber.until(ledger.receipts.values.map(\.sequence.value).max() ?? 0)
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
                try await subscriber.process.killNow()
                let check = try await JournalCheck(site, ledger, authors, [.init(bytes: subscriber.bytes())])
                #expect(check.faults == [])
                #expect(check.phantoms == [])
                #expect(check.differences == [nil])
            }
        }

        /// The test above can fail.
        @Test func aPublisherWithoutTheSyncIsCaught() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(.ext4, megabytes: 128, in: directory) { system in
                let site = try PublisherSite(data: system.path + "/journal")
                let (ledger, authors) = (Ledger(), try (0..<Self.authorCount).map { try Author($0) })
                let publisher = try await site.start(["SCENEWIRE_UNSAFE": "noSync"])
                try await cut(system, under: publisher, at: site, ledger, authors, &random)
                // It may refuse to start, or start with an empty or an older journal.
                let again = try site.launch()
                if try await site.isReady(again) {
                    again.send(SIGTERM)
                    #expect(try await again.exit() == .status(0))
                    let check = try await JournalCheck(site, ledger, authors)
                    #expect(check.faults.contains { $0.contains("was acknowledged") })
                } else {
                    #expect(again.report.value.exit == .status(4))
                }
            }
        }

        /// Publishes, cuts the power at a random moment, and mounts what is left.
        private func cut(
            _ system: SmallFileSystem,
            under publisher: ChildProcess,
            at site: PublisherSite,
            _ ledger: Ledger,
            _ authors: [Author],
            _ random: inout SeededGenerator
        ) async throws {
            let loads = try authors.map { try Load($0, to: site, ledger) }
            let moment = ledger.receipts.count + Int.random(in: 500...8_000, using: &random)
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { for load in loads { load.stop() } }
                for (load, author) in zip(loads, authors) {
                    let next = firstWithoutReceipt(of: author, ledger)
                    let random = random.split()
                    group.addTask {
                        try await load.run(next..<Self.eventsPerAuthor, perRequest: 1...100, random)
                    }
                }
                try await ledger.until(moment)
                try system.cutPower()
                // A publisher that is told so by the disk ends by itself; one that does not notice is killed.
                try await publisher.killNow()
            }
            try await system.unmount()
            try await system.mount()
        }

        private func firstWithoutReceipt(of author: Author, _ ledger: Ledger) -> Int {
            let receipts = ledger.receipts
            return (0..<Self.eventsPerAuthor).first { receipts[author.id($0)] == nil } ?? Self.eventsPerAuthor
        }
    }
}

import EventBus
import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// Publishing again is harmless, however much later.
    @Suite(.timeLimit(.minutes(20))) struct DuplicateTests {
        private static let othersCount =
            ProcessInfo.processInfo.environment["SCENEWIRE_LONG_TESTS"] == nil ? 100_000 : 1_000_000
        private static let authorCount = 4
        private static let count = 50

        @Test func theSameEventAgainGetsItsFirstReceipt() async throws {
            let random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let (ledger, author) = (Ledger(), try Author(0))
            var publisher = try await site.start()
            let first = try await offer(author, to: site).compactMap(\.receipt)
            #expect(first.map(\.sequence.value) == Array(1...UInt64(Self.count)))
            #expect(try await offer(author, to: site) == first.map { .duplicate($0) })

            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 1...Self.authorCount {
                    let load = try Load(try Author(index), to: site, ledger)
                    group.addTask {
                        try await load.run(
                            0..<Self.othersCount / Self.authorCount,
                            perRequest: 500...500,
                            random
                        )
                    }
                }
                try await group.waitForAll()
            }
            let head = UInt64(Self.count + Self.othersCount)
            #expect(try await offer(author, to: site) == first.map { .duplicate($0) })
            try await expectConflicts(author, at: site)

            try await publisher.killNow()
            publisher = try await site.start()
            #expect(try await offer(author, to: site) == first.map { .duplicate($0) })
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            publisher = try await site.start()
            #expect(try await offer(author, to: site) == first.map { .duplicate($0) })
            try await expectConflicts(author, at: site)
            #expect(try await site.status().head == head)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        /// Events that come twice in one request, or at the same time over two connections.
        @Test func aRaceOfTheSameEventsRecordsEachOnce() async throws {
            let random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let (ledger, author) = (Ledger(), try Author(0))
            let publisher = try await site.start()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    let load = try Load(author, to: site, ledger)
                    group.addTask { try await load.run(0..<2_000, perRequest: 1...20, random) }
                }
                try await group.waitForAll()
            }
            let twice = try await site.connected { connection in
                try await connection.publish(author.parcel([2_000, 2_000]))
            }
            #expect(twice.first?.receipt?.sequence.value == 2_001)
            #expect(twice.last == twice.first?.receipt.map { .duplicate($0) })
            #expect(ledger.content.value.complaints == [])
            #expect(try await site.status().head == 2_001)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        private func offer(_ author: Author, to site: PublisherSite, sequence: Int? = nil) async throws
            -> [PublishResult]
        {
            let parcel = try author.parcel(0..<Self.count, sequence: sequence)
            return try await site.connected { try await $0.publish(parcel) }
        }

        private func expectConflicts(_ author: Author, at site: PublisherSite) async throws {
            let results = try await offer(author, to: site, sequence: 1_000_000)
            for result in results {
                guard case .refused(let refusal) = result else {
                    Issue.record("other bytes under a used id: \(result)")
                    continue
                }
                #expect(refusal.reason == .conflict)
                #expect(refusal.field == "/id")
            }
        }
    }
}

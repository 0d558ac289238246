import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// A full disk stops publishing and nothing else, and heals when there is space again.
    @Suite(.timeLimit(.minutes(3))) struct DiskFullTests {
        @Test(arguments: SmallFileSystem.Kind.allCases)
        func aFullDiskTurnsThePublisherReadOnlyUntilThereIsSpace(_ kind: SmallFileSystem.Kind) async throws {
            let random = SeededGenerator.announced("\(kind)")
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(kind, megabytes: 32, in: directory) { system in
                let site = try PublisherSite(data: system.path + "/journal")
                let (ledger, author) = (Ledger(), try Author(0))
                let publisher = try await site.start()
                try await Load(author, to: site, ledger).run(0..<100, perRequest: 10...10, random)
                let ballast = system.path + "/ballast"
                try await SocketThread.run(label: "test.ballast") { try system.fill(with: ballast) }

                var next = 100
                let refusal = try await site.connected { connection in
                    while true {
                        let results = try await connection.publish(author.parcel(next..<next + 100))
                        guard ledger.note(results, of: (next..<next + 100).map { author.id($0) }).isEmpty
                        else {
                            return results.firstRefusal
                        }
                        next += 100
                    }
                }
                #expect(refusal?.reason == .readOnly)
                #expect(refusal?.detail.contains("no space") == true)
                #expect(ledger.content.value.complaints == [])

                // Reading goes on: status says so, and somebody new gets everything.
                let status = try await site.status()
                #expect(status.isReadOnly)
                let newcomer = try SubscriberProcess("newcomer", of: site, in: directory)
                try await newcomer.until(status.head)

                try FileManager.default.removeItem(atPath: ballast)
                try await Load(author, to: site, ledger).run(next..<next + 2_000, perRequest: 1...100, random)
                let healed = try await site.status()
                #expect(!healed.isReadOnly)
                try await newcomer.until(healed.head)
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
                try await newcomer.process.killNow()
                let check = try await JournalCheck(site, ledger, [author], [.init(bytes: newcomer.bytes())])
                #expect(check.faults == [])
                #expect(check.differences == [nil])
            }
        }
    }
}

extension [PublishResult] {
    var firstRefusal: EventRefusal? {
        for case .refused(let refusal) in self { return refusal }
        return nil
    }
}

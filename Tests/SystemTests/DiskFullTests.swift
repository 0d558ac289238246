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
                // Each is said once, however often it is tried meanwhile.
                for words in ["The disk is full: events are refused", "There is room on the disk again"] {
                    #expect(publisher.report.value.lines.count { $0.contains(words) } == 1, "\(words)")
                }
                try await newcomer.process.killNow()
                let check = try await JournalCheck(site, ledger, [author], [.init(bytes: newcomer.bytes())])
                #expect(check.faults == [])
                #expect(check.differences == [nil])
            }
        }

        /// What a refused commit would have said of the clock, the next one says; and nothing is said to be recorded
        /// that was in a refused commit only.
        @Test func aRefusedCommitChangesNothing() async throws {
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(.tmpfs, megabytes: 16, in: directory) { system in
                var site = try PublisherSite(data: system.path + "/journal")
                site.arguments = ["--clock", "played"]
                let author = try Author(0)
                let publisher = try await site.start()
                let (later, earlier) = (
                    Timestamp(nanoseconds: 1_747_752_000_000_000_000),
                    Timestamp(nanoseconds: 1_747_750_000_000_000_000)
                )
                let ballast = system.path + "/ballast"
                try await SocketThread.run(label: "test.ballast") { try system.fill(with: ballast) }
                let next = try await site.connected { connection in
                    var next = 0
                    while true {
                        let batch = try author.parcel(next..<next + 100)
                        let results = try await connection.publish(batch, playedAt: later)
                        guard results.firstRefusal == nil else { return next }
                        next += 100
                    }
                }
                var events = (next..<next + 100).map { author.event($0) }
                events.append(author.event(next, sequence: 1_000_000))
                let batch = try EventParcel(events)
                try await site.connected { connection in
                    let refused = try await connection.publish(batch, playedAt: earlier)
                    #expect(refused.count == 101)
                    #expect(
                        refused.allSatisfy {
                            if case .refused(let refusal) = $0 { refusal.reason == .readOnly } else { false }
                        }
                    )
                    try FileManager.default.removeItem(atPath: ballast)
                    var results: [PublishResult] = []
                    while results.first?.receipt == nil {
                        // No time of its own: the player has told it.
                        results = try await connection.publish(batch)
                    }
                    #expect(results.first?.receipt?.publishedAt == earlier)
                    guard case .refused(let refusal)? = results.last else {
                        throw Unexpected(results: results)
                    }
                    #expect(refusal.reason == .conflict)
                    #expect(refusal.detail.contains("as record \(next + 1) "))
                }
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
                let image = try JournalImage(reading: site.data)
                let stepped = try image.entries.filter { entry in
                    let record = Array(image.bytes[entry.record])
                    return try RecordHeader(verifying: record.span.bytes).flags.contains(.clockSteppedBack)
                }
                #expect(stepped.map(\.sequence.value) == (1...100).map { UInt64(next + $0) })
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

/// An answer that a test did not expect.
private struct Unexpected: Error {
    let results: [PublishResult]
}

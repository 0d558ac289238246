import EventBus
import EventJournal
import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// The process ends at a named place on the way of a commit, and the next start knows what to do.
    @Suite(.timeLimit(.minutes(5))) struct FaultPointTests {
        /// Enough for several segments of 2 MiB, so that every place is come to.
        private static let eventCount = 40_000
        private static let authorCount = 4

        @Test(arguments: JournalFaultPoint.allCases.filter { $0 != .beforeRetentionRemoval })
        func aKillAtTheNamedPlaceLosesAndInventsNothing(_ point: JournalFaultPoint) async throws {
            var random = SeededGenerator.announced("\(point)")
            let check = try await killed(at: point, count: count(of: point, &random), &random)
            #expect(check.faults == [])
            #expect(check.phantoms == [])
            #expect(check.differences == [nil])
        }

        /// The test above can fail.
        @Test func aBroadcastBeforeTheSyncIsCaught() async throws {
            var random = SeededGenerator.announced()
            let unsafe = ["SCENEWIRE_UNSAFE": "broadcastFirst"]
            let check = try await killed(at: .beforeWrite, count: 20, &random, unsafe, endsDiverged: true)
            #expect(check.faults == [])
            #expect(check.phantoms != [])
        }

        private func count(of point: JournalFaultPoint, _ random: inout SeededGenerator) -> Int {
            switch point {
            case .beforeWrite, .afterWriteBeforeSync, .afterSyncBeforeVisible:
                Int.random(in: 1...40, using: &random)
            case .beforeManifestWrite: 1
            case .duringZeroFill: Int.random(in: 1...6, using: &random)
            default: Int.random(in: 1...2, using: &random)
            }
        }

        /// Publishes until the process has killed itself, starts another one, and lets everybody finish.
        private func killed(
            at point: JournalFaultPoint,
            count: Int,
            _ random: inout SeededGenerator,
            _ environment: [String: String] = [:],
            endsDiverged: Bool = false
        ) async throws -> JournalCheck {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let ledger = Ledger()
            let authors = try (0..<Self.authorCount).map { try Author($0) }
            let killAt = ["SCENEWIRE_KILL_AT": "\(point.rawValue):\(count)"]
            let doomed = try site.launch(environment.merging(killAt) { $1 })
            let subscriber = try SubscriberProcess("live", of: site, in: directory)
            let isReady = try await site.isReady(doomed)
            if isReady {
                // A place that is come to in the background may end the publisher before anybody is live.
                try await subscriber.process.report.wait(for: "a live subscriber or a dead publisher") {
                    $0.lines.contains("state live") || doomed.report.value.exit != nil ? () : nil
                }
            }

            let perAuthor = Self.eventCount / Self.authorCount
            let loads = try authors.map { try Load($0, to: site, ledger) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for load in loads where isReady {
                    let random = random.split()
                    group.addTask { try await load.run(0..<perAuthor, perRequest: 1...200, random) }
                }
                let exit = try await doomed.exit(limit: .seconds(60))
                #expect(exit == .signal(SIGKILL), "\(point) is not come to: \(doomed.report.value)")
                for load in loads { load.stop() }
                try await group.waitForAll()
            }

            let publisher = try await site.start()
            // What has no receipt is offered again, as an author would, and some more.
            for author in authors {
                let next = (0..<perAuthor).first { ledger.receipts[author.id($0)] == nil } ?? perAuthor
                let load = try Load(author, to: site, ledger)
                try await load.run(next..<next + 250, perRequest: 1...50, random.split())
            }
            let head = ledger.receipts.values.map(\.sequence.value).max() ?? 0
            if endsDiverged {
                try await subscriber.process.report.wait(for: "the subscriber's alarm") { report in
                    report.lines.contains { $0.hasPrefix("state diverged") } ? () : nil
                }
            } else {
                try await subscriber.until(head)
            }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try await subscriber.process.killNow()
            return try await JournalCheck(site, ledger, authors, [.init(bytes: subscriber.bytes())])
        }
    }
}

import EventBus
import EventSchema
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// `GET /v1/stream` of the real publisher.
    @Suite(.timeLimit(.minutes(5))) struct HTTPStreamTests {
        private func served(
            preparing prepare: (String) throws -> Void = { _ in },
            _ body: (PublisherSite, HTTPSite, ChildProcess) async throws -> Void
        ) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            try prepare(site.data)
            let publisher = try await site.start(["SCENEWIRE_JOURNAL_SCRUB_MEGABYTES_PER_SECOND": "0"])
            try await body(site, try HTTPSite(publisher), publisher)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit(limit: .seconds(10)) == .status(0))
        }

        private func publish(_ numbers: ClosedRange<Int>, to http: HTTPSite) async throws {
            let text = HTTPEvent.lines(numbers.map { HTTPEvent.draft($0) })
            #expect(try await http.post(text, as: HTTPEvent.linesType).status == 201)
        }

        @Test func deliversWhatWasAndWhatComes() async throws {
            try await served { _, http, _ in
                try await publish(1...5, to: http)
                let (all, some, new) = (
                    EventStreamPeer(http, "?after=0"), EventStreamPeer(http, "?after=3"),
                    EventStreamPeer(http)
                )
                for peer in [all, some, new] { try await peer.untilLive() }
                try await publish(6...8, to: http)
                try await all.until(8)
                try await some.until(5)
                try await new.until(3)
                #expect(all.content.value.sequences == Array(1...8))
                #expect(some.content.value.sequences == Array(4...8))
                #expect(new.content.value.sequences == [6, 7, 8])
                #expect(all.content.value.headers["content-type"] == "text/event-stream")
                #expect(all.content.value.headers["cache-control"] == "no-store")
                // What it shows is what reading shows, under the type's name, with the record's cursor.
                let records = try await http.get("/v1/events").objects()
                #expect(all.content.value.records.map(\.data) == records)
                for (event, record) in zip(all.content.value.records, records) {
                    #expect(event.name == record.text("type"))
                    let (stream, checksum) = (record.text("recordstream"), record.text("recordchecksum"))
                    #expect(event.id == "\(stream ?? ""):\(record.sequence ?? 0):\(checksum ?? "")")
                }
            }
        }

        @Test func aFilteredStreamGoesOnFromWhatItHasScanned() async throws {
            try await served { _, http, _ in
                let peer = EventStreamPeer(http, "?incident=wanted")
                try await peer.untilLive()
                let events = (1...9).map { HTTPEvent.draft($0, incident: $0 % 3 == 0 ? "wanted" : "other") }
                #expect(try await http.post(HTTPEvent.lines(events), as: HTTPEvent.linesType).status == 201)
                let more = HTTPEvent.draft(10, incident: "other")
                #expect(try await http.post(HTTPEvent.text(more), as: HTTPEvent.type).status == 201)
                let last = try await peer.content.wait(for: "a heartbeat behind the last record") { content in
                    content.heartbeats.first { $0.data.number("scannedThrough") == 10 }
                }
                #expect(peer.content.value.sequences == [3, 6, 9])
                #expect(last.data.number("head") == 10)
                let resumed = EventStreamPeer(http, "?incident=wanted", after: last.id)
                try await resumed.untilLive()
                #expect(resumed.content.value.records.isEmpty)
            }
        }

        @Test func saysAtLeastEveryFiveSecondsWhereItStands() async throws {
            try await served { _, http, _ in
                try await publish(1...1, to: http)
                let peer = EventStreamPeer(http)
                try await peer.untilLive()
                try await peer.content.wait(for: "the second heartbeat", limit: .seconds(5)) {
                    $0.heartbeats.count > 1 ? () : nil
                }
                let heartbeat = try #require(peer.content.value.heartbeats.last?.data)
                #expect(
                    heartbeat.names == ["stream", "epoch", "head", "scannedThrough", "clock", "played"]
                )
                #expect(heartbeat.number("head") == 1)
                #expect(heartbeat["played"] == .bool(false))
            }
        }

        /// Whoever comes back with the last id it saw has, in the end, every record once.
        @Test func losesAndDoublesNothingAcrossKills() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--http", "127.0.0.1:\(try FreePort.next())"]
            let (ledger, author) = (Ledger(), try Author(0))
            let total = 6_000
            var publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let load = try Load(author, to: site, ledger)
            let moments = (0..<4).map { _ in Int.random(in: 500..<5_500, using: &random) }.sorted()
            let loadRandom = random.split()
            try await withThrowingTaskGroup(of: [EventStreamPeer.Event].self) { group in
                group.addTask {
                    try await load.run(0..<total, perRequest: 1...10, loadRandom)
                    return []
                }
                group.addTask { try await Self.followAll(total, http) }
                for moment in moments {
                    try await ledger.until(moment)
                    try await publisher.killNow()
                    publisher = try await site.start()
                }
                let events = try await group.reduce(into: []) { $0 += $1 }
                #expect(events.compactMap { $0.data.sequence } == Array(1...UInt64(total)))
                for event in events {
                    let id = try #require(event.data.text("id").flatMap { EventID($0) })
                    #expect(ledger.receipts[id]?.sequence.value == event.data.sequence)
                }
            }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        /// Follows the stream over as many connections as it takes.
        private static func followAll(_ total: Int, _ http: HTTPSite) async throws -> [EventStreamPeer.Event]
        {
            var (records, lastID) = ([EventStreamPeer.Event](), String?.none)
            while records.count < total {
                let peer = EventStreamPeer(http, "?after=0", after: lastID)
                let missing = total - records.count
                let content = try await peer.content.wait(for: "all records or the end") { content in
                    content.hasEnded || content.records.count >= missing ? content : nil
                }
                records += content.records
                lastID = content.events.last?.id ?? lastID
            }
            return records
        }

        @Test func whatRetentionRemovedIsAGap() async throws {
            let first = Watched(UInt64(0))
            try await served { path in
                let journal = try PreparedJournal(at: path, keptByteCount: 3 * 1_024 * 1_024)
                first.change { $0 = journal.firstRetained }
            } _: { _, http, _ in
                let peer = EventStreamPeer(http, "?after=1")
                let kept = PreparedJournal.eventCount - Int(first.value) + 1
                try await peer.until(kept)
                let gap = try #require(peer.content.value.events.first)
                #expect(gap.name == "~gap")
                #expect(gap.data.number("firstMissing") == 2)
                #expect(gap.data.number("lastMissing") == first.value - 1)
                #expect(peer.content.value.sequences.first == first.value)
                // What was removed has no checksum any more; a client that is cut off here asks again.
                #expect(gap.id == "")
                let ids = peer.content.value.events.map(\.id).filter { !$0.isEmpty }
                #expect(ids.allSatisfy { $0.contains(":") && !$0.hasSuffix(":00000000") }, "\(ids.prefix(3))")
                let firstID = try #require(ids.first)
                let resumed = EventStreamPeer(http, after: firstID)
                try await resumed.until(kept - 1)
                #expect(resumed.content.value.sequences.first == first.value + 1)
            }
        }

        @Test func damageEndsTheStream() async throws {
            try await served { path in
                _ = try PreparedJournal(at: path, damagedAtByte: 1_000_000)
            } _: { _, http, _ in
                let content = try await EventStreamPeer(http, "?after=0").end()
                #expect(content.isWhole)
                let last = try #require(content.events.last { $0.name != "~heartbeat" })
                #expect(last.name == "~damaged")
                #expect(last.data.text("reason") == "damaged")
                #expect(last.data.number("sequence") == UInt64(content.records.count + 1))
            }
        }

        @Test(arguments: [
            ("", "55e0e380-3975-4f6a-9eb6-6a483eb0e30e:1:00000000", 409), ("?after=1", nil, 409),
            ("", "yesterday", 400), ("?after=yesterday", nil, 400), ("?limit=1", nil, 400),
        ])
        func aPositionThatIsNoneIsRefused(_ query: String, _ lastID: String?, _ status: Int) async throws {
            try await served { _, http, _ in
                let content = try await EventStreamPeer(http, query, after: lastID).end()
                #expect(content.status == status)
                #expect(content.headers["content-type"] == "application/problem+json")
            }
        }

        @Test func onlySoManyStreamsAreOpen() async throws {
            try await served { _, http, _ in
                let refused = try await SocketThread.run(label: "test.streams") {
                    try Self.open(64, http) { try Self.firstStatus(http) }
                }
                #expect(refused == 503)
                // Those who went give their places back, with the next heartbeat at the latest.
                let peer = try await Self.untilTaken(http)
                #expect(peer.content.value.status == 200)
            }
        }

        private static func untilTaken(_ http: HTTPSite) async throws -> EventStreamPeer {
            let deadline = ContinuousClock.now + .seconds(20)
            while true {
                let peer = EventStreamPeer(http)
                let status = try await peer.content.wait(for: "an answer") { $0.status }
                if status == 200 || .now > deadline { return peer }
            }
        }

        /// Opens streams one within the other, so that all are open while `body` runs.
        private static func open<Result>(
            _ count: Int,
            _ http: HTTPSite,
            _ body: () throws -> Result
        ) throws -> Result {
            guard count > 0 else { return try body() }
            var peer = try HTTPPeer(http.port)
            peer.send(http.request("GET", "/v1/stream"))
            #expect(try peer.head()?.status == 200)
            return try open(count - 1, http, body)
        }

        private static func firstStatus(_ http: HTTPSite) throws -> Int? {
            var peer = try HTTPPeer(http.port)
            peer.send(http.request("GET", "/v1/stream"))
            return try peer.head()?.status
        }

        /// It is waited for, then hung up on; nobody else notices, and memory stays bounded.
        @Test func aSlowReaderHarmsNobody() async throws {
            try await served { _, http, publisher in
                let fast = EventStreamPeer(http)
                try await fast.untilLive()
                let before = try publisher.residentByteCount()
                let (rounds, perRound) = (40, 100)
                let narrative = String(repeating: "x", count: 7_000)
                let firstCount = try await http.slowly { peer in
                    peer.send(http.request("GET", "/v1/stream"))
                    #expect(try peer.head()?.status == 200)
                    for round in 0..<rounds {
                        let events = (1...perRound).map { number in
                            HTTPEvent.draft(round * perRound + number) {
                                $0["data"] = .object([
                                    "by": .string("unknown"), "narrative": .string(narrative),
                                ])
                            }
                        }
                        var author = try HTTPPeer(http.port)
                        author.send(
                            http.request(
                                "POST",
                                "/v1/events",
                                headers: [("Content-Type", HTTPEvent.linesType)],
                                body: Array(HTTPEvent.lines(events).utf8)
                            )
                        )
                        #expect(try author.answer()?.status == 201)
                    }
                    // It reads only now, to find that the other end has hung up before the end.
                    try Self.waitUntilCut(http)
                    var count = 0
                    while let chunk = try peer.chunk() { count += chunk.count }
                    return count
                }
                try await fast.until(rounds * perRound)
                #expect(fast.content.value.sequences == Array(1...UInt64(rounds * perRound)))
                #expect(firstCount < rounds * perRound * 7_000)
                let peak = try publisher.residentByteCount(peak: true)
                print("slow reader: resident MiB before \(before >> 20), at most \(peak >> 20)")
                #expect(peak - before < 128 << 20)
            }
        }

        /// Waits until the publisher counts one stream, the fast one's.
        private static func waitUntilCut(_ http: HTTPSite) throws {
            let deadline = ContinuousClock.now + .seconds(40)
            while .now < deadline {
                var peer = try HTTPPeer(http.port)
                peer.send(http.request("GET", "/metrics"))
                if try peer.answer()?.text.contains("scenewire_publisher_http_streams 1\n") == true { return }
            }
            Issue.record("the slow reader is still connected")
        }

        @Test func endsInGoodOrderWhenThePublisherStops() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let peers = (0..<5).map { _ in EventStreamPeer(http) }
            for peer in peers { try await peer.untilLive() }
            try await publish(1...10, to: http)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit(limit: .seconds(10)) == .status(0))
            for peer in peers {
                let content = try await peer.end()
                #expect(content.isWhole)
                #expect(content.sequences == Array(1...10))
            }
        }
    }
}

extension HTTPSite {
    /// Runs `body` with a connection for which the kernel keeps as little as it can.
    fileprivate func slowly<Result: Sendable>(
        _ body: @escaping @Sendable (inout HTTPPeer) throws -> Result
    ) async throws -> Result {
        let port = port
        return try await SocketThread.run(label: "test.slow") {
            var peer = try HTTPPeer(port, receiveBufferByteCount: 4_096)
            return try body(&peer)
        }
    }
}

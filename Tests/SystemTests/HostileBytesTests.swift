import EventBus
import EventSchema
import Foundation
import Glibc
import SwiftProtobuf
import Testing
import ZeroMQ

extension SystemTests {
    /// Any bytes on any socket get an error or silence; the publisher lives, keeps its memory bounded, and
    /// serves everybody else.
    @Suite(.timeLimit(.minutes(5))) struct HostileBytesTests {
        /// What strangers may make the publisher keep: buffers of connections, and what the allocator holds
        /// back of it.
        private static let growthMax = 128 * 1_024 * 1_024

        private static let silentReaderCount = 3

        /// Starts a publisher, lets `attack` loose on a thread of its own, and sees how it stands after that.
        private func attacked<Loot: Sendable>(
            growthMax: Int = growthMax,
            events: Int = 100,
            test: String = #function,
            _ attack: @escaping @Sendable (PublisherSite, inout SeededGenerator) throws -> Loot
        ) async throws -> Loot {
            let random = SeededGenerator.announced(test)
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let (ledger, author) = (Ledger(), try Author(0))
            let publisher = try await site.start()
            try await Load(author, to: site, ledger).run(0..<events, perRequest: 100...100, random)
            let before = try publisher.residentByteCount()
            let loot = try await SocketThread.run(label: "test.attack") {
                var random = random
                return try attack(site, &random)
            }
            let peak = try publisher.residentByteCount(peak: true)
            print("\(test): resident MiB before \(before >> 20), at most \(peak >> 20)")
            #expect(peak - before < growthMax)

            #expect(publisher.report.value.exit == nil)
            let subscriber = try SubscriberProcess("after", of: site, in: directory)
            try await subscriber.untilLive()
            try await Load(author, to: site, ledger).run(events..<events + 100, perRequest: 1...20, random)
            try await subscriber.until(try await site.status().head)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try await subscriber.process.killNow()
            let received = try JournalCheck.Received(bytes: subscriber.bytes())
            let check = try await JournalCheck(site, ledger, [author], [received], hasStrangers: true)
            #expect(check.faults == [])
            #expect(check.differences == [nil])
            return loot
        }

        @Test func garbageOnTheWire() async throws {
            try await attacked { site, random in
                let greetings: [[UInt8]] = [
                    [], [0], [0xFF], ZMTP.greeting, Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
                    [0x16, 3, 1, 2, 0, 1], ZMTP.frameHeader(claiming: 1 << 31),
                    ZMTP.greeting + ZMTP.frameHeader(claiming: .max),
                    ZMTP.greeting + ZMTP.ready(as: "DEALER") + ZMTP.frameHeader(claiming: 1 << 31),
                    ZMTP.greeting + ZMTP.ready(as: "SUB") + ZMTP.frameHeader(claiming: 1 << 31),
                ]
                for endpoint in [site.live, site.requests] {
                    for greeting in greetings {
                        for _ in 0..<15 {
                            let peer = try RawPeer(endpoint)
                            let count = Int.random(in: 0...4_000, using: &random)
                            peer.send(greeting + random.bytes(count))
                        }
                    }
                }
            }
        }

        @Test func everyTruncatedAndEveryDamagedHandshake() async throws {
            try await attacked { site, random in
                let status = try Self.bytes(of: .status(BusStatusQuery()))
                let sessions = [
                    (site.requests, ZMTP.greeting + ZMTP.ready(as: "DEALER") + ZMTP.frame(status)),
                    (
                        site.live,
                        ZMTP.greeting + ZMTP.ready(as: "SUB") + ZMTP.frame([1] + Array("~stream/".utf8))
                    ),
                ]
                for (endpoint, session) in sessions {
                    for place in session.indices {
                        try RawPeer(endpoint).send(Array(session[..<place]))
                        var damaged = session
                        damaged[place] ^= 0xFF
                        try RawPeer(endpoint).send(damaged)
                        damaged = session
                        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                        try RawPeer(endpoint).send(damaged)
                    }
                }
            }
        }

        /// As consumers do that have a process's number in their names.
        @Test func moreConsumersReportThanThereIsRoomFor() async throws {
            let refused = try await attacked { site, _ in
                let status = try Self.status(of: site)
                var requester = try Requester(site.requests)
                let reports = try (0..<300).map { number -> [[UInt8]] in
                    let body = BusRequest.OneOf_Body.report(
                        .with {
                            $0.consumer = "consumer-\(number)"
                            $0.cursor.stream = status.stream
                        }
                    )
                    return [try Self.bytes(of: body)]
                }
                try requester.send(reports)
                return requester.takeReplies().count { reply in
                    if case .refusal = reply.body { true } else { false }
                }
            }
            #expect(refused == 300 - 256)
        }

        /// A ping to such a peer would end libzmq's whole process.
        @Test func peersThatFloodAndVanish() async throws {
            try await attacked { site, random in
                for endpoint in [site.requests, site.live] {
                    var sockets: [Int32] = []
                    for _ in 0..<8 {
                        let peer = try RawPeer(endpoint)
                        peer.shakeHands(as: endpoint == site.live ? "SUB" : "DEALER")
                        let frames = (0..<2_000).flatMap { _ in ZMTP.frame(random.bytes(100)) }
                        // For longer than the two seconds after which a ping would be due.
                        let end = ContinuousClock.now + .milliseconds(300)
                        while ContinuousClock.now < end, peer.send(frames) {}
                        sockets.append(peer.detach())
                    }
                    for socket in sockets {
                        // Closed by a reset, with everything unread.
                        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
                        setsockopt(
                            socket,
                            SOL_SOCKET,
                            SO_LINGER,
                            &linger,
                            socklen_t(MemoryLayout<linger>.size)
                        )
                        close(socket)
                    }
                }
            }
        }

        @Test func aThousandStrangersWhoSayNothing() async throws {
            try await attacked { site, _ in
                var sockets: [Int32] = []
                defer { for socket in sockets { close(socket) } }
                for number in 0..<1_000 {
                    sockets.append(try RawPeer(number % 2 == 0 ? site.live : site.requests).detach())
                }
            }
        }

        @Test func randomFramesToTheRequestSocket() async throws {
            let replies = try await attacked { site, random in
                var requester = try Requester(site.requests)
                var messages: [[[UInt8]]] = [
                    [[]], [[], []], [[], [], []], .init(repeating: [], count: 200),
                ]
                for _ in 0..<1_000 {
                    let count = Int.random(in: 1...6, using: &random)
                    messages.append(
                        (0..<count).map { _ in random.bytes(Int.random(in: 0...300, using: &random)) }
                    )
                }
                messages.append([random.bytes(1_048_576)])
                try requester.send(messages)
                return requester.takeReplies()
            }
            #expect(replies.count > 0)
            for reply in replies {
                #expect([.malformed, .unsupportedVersion].contains(reply.refusal.fault), "\(reply)")
                #expect(!reply.refusal.detail.isEmpty)
            }
        }

        @Test func unknownVersionsAreRefusedByName() async throws {
            let versions: [UInt32] = [0, 2, 3, .max]
            let replies = try await attacked { site, _ in
                var requester = try Requester(site.requests)
                try requester.send(
                    versions.map { version in
                        [try Self.bytes(of: .status(BusStatusQuery()), version: version)]
                    }
                )
                return requester.takeReplies()
            }
            #expect(replies.count == versions.count)
            for (version, reply) in zip(versions, replies) {
                #expect(reply.id == 1)
                #expect(reply.refusal.fault == .unsupportedVersion)
                #expect(reply.refusal.detail.contains("\(version)"))
            }
        }

        @Test func everyTruncatedAndEveryDamagedRequest() async throws {
            let (replies, expected) = try await attacked { site, random in
                // A true cursor, so that what is whole is answered and not refused.
                let welcome = try Self.welcome(of: site)
                let cursor = BusCursorMark.with {
                    ($0.stream, $0.sequence, $0.checksum) = (
                        welcome.stream, welcome.head, welcome.headChecksum
                    )
                }
                let requests: [BusRequest.OneOf_Body] = [
                    .hello(
                        .with { ($0.consumer, $0.cursor, $0.sentAt) = ("stranger", cursor, 1_747_751_925) }
                    ),
                    .publish(BusPublish()),
                    .publish(.with { $0.playedAt = 1_747_751_925 }),
                    .replay(
                        .with {
                            ($0.stream, $0.epoch, $0.after) = (welcome.stream, welcome.epoch, 3)
                            ($0.topicPrefix, $0.byteLimit) = ("expd/incident-1/", 1_000)
                        }
                    ),
                    .report(.with { ($0.consumer, $0.cursor) = ("stranger", cursor) }),
                    .status(BusStatusQuery()),
                ]
                let payload = try Author(1).parcel(0..<2).bytes
                var requester = try Requester(site.requests)
                var expected = RequestExpectations()
                func send(_ messages: [[[UInt8]]]) throws {
                    for message in messages { expected.add(message) }
                    try requester.send(messages)
                }
                for body in requests {
                    let whole = try Self.bytes(of: body)
                    for damaged in [whole] + Self.damaged(whole, &random) {
                        try send([[damaged], [damaged, payload], [damaged, payload, payload]])
                    }
                }
                let publish = try Self.bytes(of: .publish(BusPublish()))
                try send(Self.damaged(payload, &random).map { [publish, $0] })
                return (requester.takeReplies(), expected)
            }
            #expect(replies.count > 1_000)
            #expect(expected.faults(of: replies) == [])
            // Whole requests are answered, so that the others are refused for their damage alone.
            for kind in [RequestExpectations.Kind.hello, .publish, .replay, .report, .status] {
                #expect(replies.contains { RequestExpectations.Kind($0) == kind }, "\(kind)")
            }
        }

        @Test func hugeCountsAndEmptyEvents() async throws {
            let payloads: [[UInt8]] = [
                [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
                .init(repeating: 0xFF, count: 1_000), .init(repeating: 0, count: EventParcel.countMax + 1),
                .init(repeating: 0, count: 1_000_000), .init(repeating: 0x80, count: 1_000_000),
            ]
            let replies = try await attacked { site, _ in
                let publish = try Self.bytes(of: .publish(BusPublish()))
                var requester = try Requester(site.requests)
                try requester.send(payloads.map { [publish, $0] })
                return requester.takeReplies()
            }
            #expect(replies.count == payloads.count)
            for reply in replies { #expect(reply.refusal.fault == .malformed, "\(reply)") }
        }

        /// Every event of a request is refused with its reason, and the answer still fits the wire.
        @Test func aRequestOfNothingButWrongEventsIsAnswered() async throws {
            let replies = try await attacked { site, _ in
                var requester = try Requester(site.requests)
                let publish = try Self.bytes(of: .publish(BusPublish()))
                try requester.send([[publish, .init(repeating: 0, count: EventParcel.countMax)]])
                return requester.takeReplies()
            }
            let refusals = try #require(replies.first).published.refusals
            #expect(refusals.map(\.index) == Array(0..<UInt32(EventParcel.countMax)))
            #expect(refusals.allSatisfy { $0.reason == .invalid })
            #expect(refusals.prefix(1_000).allSatisfy { !$0.detail.isEmpty })
        }

        /// One who asks for much and reads nothing costs no more than his queue.
        @Test func unreadReplies() async throws {
            try await attacked(growthMax: 160 * 1_024 * 1_024, events: 20_000) { site, random in
                var sockets: [Int32] = []
                defer { for socket in sockets { close(socket) } }
                let status = try Self.status(of: site)
                let replay = try Self.bytes(
                    of: .replay(.with { ($0.stream, $0.epoch) = (status.stream, status.epoch) })
                )
                for number in 0..<Self.silentReaderCount {
                    let peer = try RawPeer(site.requests)
                    guard peer.shakeHands(as: "DEALER") else {
                        throw SpawnError(call: "handshake", code: EPROTO)
                    }
                    for _ in 0..<400 { peer.send(ZMTP.frame(replay)) }
                    // Of no record yet, so that there is nothing to compare.
                    let cursor = BusCursorMark.with { $0.stream = status.stream }
                    let report = try Self.bytes(
                        of: .report(.with { ($0.consumer, $0.cursor) = ("r\(number)", cursor) })
                    )
                    peer.send(ZMTP.frame(report))
                    sockets.append(peer.detach())
                }
                // Their reports were read, so all their questions were.
                let deadline = ContinuousClock.now + .seconds(30)
                while try Self.status(of: site).consumers.count < Self.silentReaderCount {
                    guard .now < deadline else { throw SpawnError(call: "reading reports", code: ETIMEDOUT) }
                }
                _ = try Self.status(of: site)
            }
        }

        @Test func whatIsNoSubscriptionOnTheLiveSocket() async throws {
            try await attacked { site, random in
                let peer = try RawPeer(site.live)
                guard peer.shakeHands(as: "SUB") else { throw SpawnError(call: "handshake", code: EPROTO) }
                for _ in 0..<2_000 {
                    peer.send(ZMTP.frame([UInt8.random(in: 2...255, using: &random)] + random.bytes(20)))
                    peer.send(ZMTP.frame([1], more: true) + ZMTP.frame(random.bytes(20)))
                    peer.send(ZMTP.frame([]))
                    peer.send(ZMTP.frame([0] + random.bytes(20)))
                }
                peer.finish()
            }
        }

        /// Whoever takes back subscriptions that others made leaves them live.
        @Test func nobodyUnsubscribesOthers() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let subscriber = try SubscriberProcess("other", of: site, in: directory)
            try await subscriber.untilLive()
            try await SocketThread.run(label: "test.attack") {
                for prefix in ["~stream/", "~heartbeat/", ""] {
                    let peer = try RawPeer(site.live)
                    guard peer.shakeHands(as: "SUB") else {
                        throw SpawnError(call: "handshake", code: EPROTO)
                    }
                    for _ in 0..<100 { peer.send(ZMTP.frame([0] + Array(prefix.utf8))) }
                    peer.send(ZMTP.frame([1] + Array(prefix.utf8)) + ZMTP.frame([0] + Array(prefix.utf8)))
                    peer.finish()
                }
            }
            let load = try Load(try Author(0), to: site, Ledger())
            try await load.run(0..<100, perRequest: 1...5, SeededGenerator.announced())
            try await subscriber.until(100)
            // Had it lost its subscription it would have been cut off, and gone back to replay.
            let states = subscriber.process.report.value.lines.filter { $0.hasPrefix("state") }
            #expect(states.last == "state live")
            #expect(states.count { $0 == "state live" } == 1, "\(states)")
            #expect(publisher.report.value.exit == nil)
        }

        @Test func aFloodOfSubscriptions() async throws {
            try await attacked { site, random in
                for _ in 0..<4 {
                    let peer = try RawPeer(site.live)
                    guard peer.shakeHands(as: "SUB") else {
                        throw SpawnError(call: "handshake", code: EPROTO)
                    }
                    for _ in 0..<20_000 { peer.send(ZMTP.frame([1] + random.bytes(200))) }
                    peer.finish()
                }
            }
        }

        /// A topic that no event can have is not worth a memory.
        @Test func subscriptionsOfAMebibyte() async throws {
            try await attacked { site, random in
                for _ in 0..<4 {
                    let peer = try RawPeer(site.live)
                    guard peer.shakeHands(as: "SUB") else {
                        throw SpawnError(call: "handshake", code: EPROTO)
                    }
                    for _ in 0..<8 { peer.send(ZMTP.frame([1] + random.bytes(1_000_000))) }
                    peer.finish()
                }
            }
        }

        /// Every truncation, every byte inverted, and one bit of every byte flipped.
        private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
            var all: [[UInt8]] = []
            for place in bytes.indices {
                all.append(Array(bytes[..<place]))
                for mask: UInt8 in [0xFF, 1 << UInt8.random(in: 0..<8, using: &random)] {
                    all.append(bytes)
                    all[all.count - 1][place] ^= mask
                }
            }
            return all
        }

        private static func bytes(of body: BusRequest.OneOf_Body, version: UInt32 = 1) throws -> [UInt8] {
            try BusRequest.with { ($0.version, $0.id, $0.body) = (version, 1, body) }.serializedBytes()
        }

        private static func status(of site: PublisherSite) throws -> BusStatus {
            try answer(of: site, to: .status(BusStatusQuery())).status
        }

        private static func welcome(of site: PublisherSite) throws -> BusWelcome {
            try answer(of: site, to: .hello(BusHello())).welcome
        }

        private static func answer(
            of site: PublisherSite,
            to body: BusRequest.OneOf_Body
        ) throws -> BusReply {
            var requester = try Requester(site.requests)
            try requester.send([[bytes(of: body)]])
            return try #require(requester.takeReplies().first)
        }
    }
}

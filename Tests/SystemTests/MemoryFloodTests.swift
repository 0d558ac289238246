import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// So many send messages without an end that hanging up on one after the other does not help.
    @Suite(.timeLimit(.minutes(5))) struct MemoryFloodTests {
        private static let mebibyte = 1_024 * 1_024
        private static let memoryLimitMegabytes = 192
        private static let peersPerSocket = 24
        private static let limit = Duration.seconds(60)
        /// Frames of one byte, of which libzmq keeps each in some sixty.
        private static let frames = (0..<4_000).flatMap { _ in ZMTP.frame([1], more: true) }

        @Test func aCrowdOfMessagesWithoutAnEndIsHungUpOnAndOthersComeBack() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start([
                "SCENEWIRE_MEMORY_LIMIT_MEGABYTES": "\(Self.memoryLimitMegabytes)"
            ])
            let (ledger, author) = (Ledger(), try Author(0))
            let load = try Load(author, to: site, ledger)
            let subscriber = try SubscriberProcess("follower", of: site, in: directory)
            try await subscriber.untilLive()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await load.run(0..<1_000_000, perRequest: 1...5, perSecond: 200, .announced())
                }
                try await ledger.until(100)
                let isOver = Watched(false)
                for (type, endpoint) in [("SUB", site.live), ("DEALER", site.requests)] {
                    group.addTask {
                        try await SocketThread.run(label: "test.flood") {
                            flood(endpoint, as: type) { isOver.value }
                        }
                    }
                }
                let everybody = "hung up on everybody"
                _ = try await publisher.report.wait(for: everybody, limit: Self.limit) { report in
                    report.exit != nil || report.lines.contains { $0.contains(everybody) } ? true : nil
                }
                isOver.change { $0 = true }
                // The author goes on, and the follower gets what is recorded from now on.
                try await ledger.until(ledger.receipts.count + 200)
                load.stop()
                try await group.waitForAll()
            }
            #expect(publisher.report.value.exit == nil, "\(publisher.report.value)")
            let head = try await site.status().head
            try await subscriber.until(head)
            try await untilBelowLimit(publisher)
            print("MiB at the peak: \(try publisher.residentByteCount(peak: true) / Self.mebibyte)")
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try await subscriber.process.killNow()
            let check = try await JournalCheck(site, ledger, [author], [.init(bytes: subscriber.bytes())])
            #expect(check.faults == [])
            #expect(check.differences == [nil])
        }

        /// Sends frames of one message over each of many connections in turn; whoever was hung up on comes back.
        private func flood(_ endpoint: String, as type: String, until isOver: () -> Bool) {
            var sockets: [Int32?] = .init(repeating: nil, count: Self.peersPerSocket)
            defer { for case let socket? in sockets { close(socket) } }
            let deadline = ContinuousClock.now + Self.limit
            while !isOver(), .now < deadline {
                for index in sockets.indices {
                    if sockets[index] == nil { sockets[index] = connect(endpoint, as: type) }
                    guard let socket = sockets[index] else { continue }
                    if !LoopbackConnection.send(Self.frames, on: socket) {
                        close(socket)
                        sockets[index] = nil
                    }
                }
            }
        }

        /// - Returns: `nil` while nobody listens.
        private func connect(_ endpoint: String, as type: String) -> Int32? {
            guard let peer = try? RawPeer(endpoint), peer.shakeHands(as: type) else { return nil }
            return peer.detach()
        }

        private func untilBelowLimit(_ publisher: ChildProcess) async throws {
            let deadline = ContinuousClock.now + Self.limit
            var megabytes = Int.max
            while megabytes >= Self.memoryLimitMegabytes {
                megabytes = try publisher.residentByteCount() / Self.mebibyte
                guard .now < deadline else {
                    throw WaitedTooLong(what: "less memory", limit: Self.limit, last: "\(megabytes) MiB")
                }
            }
        }
    }
}

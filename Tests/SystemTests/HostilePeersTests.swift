import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// One peer, or a crowd, cannot use up what the publisher needs for the others.
    @Suite(.timeLimit(.minutes(5))) struct HostilePeersTests {
        private static let mebibyte = 1_024 * 1_024
        private static let memoryLimitMegabytes = 256
        /// Bytes that a flood sends at most: one-byte frames take some twenty times as much at the other end.
        private static let floodByteCountMax = 64 * mebibyte

        /// libzmq keeps every frame of a message until its end comes.
        @Test(arguments: ["DEALER", "SUB"])
        func aMessageWithoutAnEndIsHungUpOn(_ type: String) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start([
                "SCENEWIRE_MEMORY_LIMIT_MEGABYTES": "\(Self.memoryLimitMegabytes)"
            ])
            let endpoint = type == "SUB" ? site.live : site.requests
            let isOver = try await SocketThread.run(label: "test.flood") {
                let peer = try RawPeer(endpoint)
                guard peer.shakeHands(as: type) else { return false }
                let frames = (0..<20_000).flatMap { _ in ZMTP.frame([1], more: true) }
                var sent = 0
                while sent < Self.floodByteCountMax {
                    guard peer.send(frames) else { return true }
                    sent += frames.count
                }
                return false
            }
            #expect(isOver, "the flood was not ended")
            _ = try await publisher.report.wait(for: "a line that says who") { report in
                report.lines.contains { $0.contains("Memory is beyond its limit") } ? true : nil
            }
            let peak = try publisher.residentByteCount(peak: true) / Self.mebibyte
            #expect(peak < 4 * Self.memoryLimitMegabytes, "MiB at the peak")
            let results = try await site.connected { try await $0.publish(Author(0).parcel(0..<10)) }
            #expect(results.compactMap(\.receipt).count == 10)
            // It is given back once a second while libzmq still frees it.
            let deadline = ContinuousClock.now + .seconds(30)
            while try publisher.residentByteCount() / Self.mebibyte >= Self.memoryLimitMegabytes {
                try #require(.now < deadline, "memory stays beyond its limit")
                _ = try await site.status()
            }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        @Test func repliesThatNobodyReadsAreBounded() async throws {
            let (peerCount, replyCount) = (24, 32)
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start(["SCENEWIRE_MEMORY_LIMIT_MEGABYTES": "0"])
            let ledger = Ledger()
            try await Load(Author(0), to: site, ledger).run(0..<10_000, perRequest: 200...300, random.split())
            let status = try await site.status()
            let request =
                try BusRequest.with {
                    $0.version = 1
                    $0.id = 1
                    $0.replay = .with { ($0.stream, $0.epoch) = (status.stream, status.epoch) }
                }.serializedBytes() as [UInt8]
            let before = try publisher.residentByteCount() / Self.mebibyte
            let sockets = try await SocketThread.run(label: "test.crowd") {
                try (0..<peerCount).map { _ in
                    let peer = try RawPeer(site.requests)
                    peer.shakeHands(as: "DEALER")
                    peer.send((0..<replyCount).flatMap { _ in ZMTP.frame(request) })
                    return peer.detach()
                }
            }
            defer { for socket in sockets { close(socket) } }
            // Somebody who reads is served meanwhile.
            let subscriber = try SubscriberProcess("reader", of: site, in: directory)
            try await subscriber.until(10_000)
            let peak = try publisher.residentByteCount(peak: true) / Self.mebibyte
            #expect(peak - before < 320, "MiB at the peak, \(before) before")
            try await subscriber.process.killNow()
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        /// Many who ask for what is hardly ever there do not keep out somebody who comes later.
        @Test func aNewcomerDoesNotWaitForACrowdOfQuestions() async throws {
            let (peerCount, questionCount) = (40, 16)
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let ledger = Ledger()
            try await Load(Author(0), to: site, ledger).run(0..<20_000, perRequest: 200...300, random.split())
            let status = try await site.status()
            let question =
                try BusRequest.with {
                    $0.version = 1
                    $0.id = 1
                    $0.replay = .with {
                        ($0.stream, $0.epoch, $0.topicPrefix) = (status.stream, status.epoch, "expd/rare/")
                    }
                }.serializedBytes() as [UInt8]
            let sockets = try await SocketThread.run(label: "test.crowd") {
                try (0..<peerCount).map { _ in
                    let peer = try RawPeer(site.requests)
                    peer.shakeHands(as: "DEALER")
                    peer.send((0..<questionCount).flatMap { _ in ZMTP.frame(question) })
                    return peer.detach()
                }
            }
            let start = ContinuousClock.now
            let subscriber = try SubscriberProcess("newcomer", of: site, in: directory)
            try await subscriber.until(20_000, limit: .seconds(60))
            print(
                "a newcomer behind \(peerCount * questionCount) questions took \(ContinuousClock.now - start)"
            )
            // What is asked by those who are gone is not looked for.
            for socket in sockets { close(socket) }
            let stop = ContinuousClock.now
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            #expect(.now - stop < .seconds(8))
            try await subscriber.process.killNow()
        }

        /// Without a file handle the journal could not open its next segment.
        @Test func aCrowdLeavesHandlesForTheJournal() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let flags = ["--data", site.data, "--live", site.live, "--requests", site.requests]
            let publisher = try ChildProcess(
                "/bin/sh",
                ["-c", "ulimit -n 256; exec \"$0\" \"$@\"", Executable.publisher, "--http", "127.0.0.1:0"]
                    + flags,
                environment: site.environment
            )
            #expect(try await site.isReady(publisher))
            let endpoint = site.requests
            let sockets = try await SocketThread.run(label: "test.crowd") {
                // Some are closed at once; the others stay.
                (0..<400).compactMap { _ in try? RawPeer(endpoint).detach() }
            }
            defer { for socket in sockets { close(socket) } }
            let ledger = Ledger()
            try await Load(Author(0), to: site, ledger).run(0..<20_000, perRequest: 200...300, random.split())
            #expect(publisher.report.value.exit == nil)
            #expect(publisher.report.value.lines.contains { $0.contains("Too many peers") })
            #expect(publisher.report.value.lines.contains { $0.contains("peers.max=128") })
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }
    }
}

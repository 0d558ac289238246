import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

/// The agent as its users meet it: real executables, a real publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SourceAgentTests {
    private let site: SourceSite

    init() throws {
        site = try SourceSite()
    }

    @Test func keepsWhatIsSaidWhileTheLinkIsDownAndSendsItInOrder() async throws {
        let agent = try await site.start("--input", "-")
        await agent.write((1...20).map { SourceSite.line($0) + "\n" }.joined())
        let queued = try await agent.output(lineCount: 20)
        #expect(queued.first == "queued 1 \(SampleEvent.id(1))")
        let fromSocket = try await SourceClient.exchange(site.socket, (21...40).map { SourceSite.line($0) })
        #expect(fromSocket.count == 20)
        #expect(fromSocket.allSatisfy { $0.contains(#""result":"queued""#) })
        let published = try await site.publish(41...60)
        #expect(published.exitCode == 0)
        #expect(published.outputLines.last == "queued 60 \(SampleEvent.id(60))")
        #expect(try await site.states() == [String](repeating: "queued", count: 60))
        let status = try await site.command("status")
        #expect(status.output.contains("agent      running\n"))
        #expect(status.output.contains("queued     60, "))

        try await site.publisher.served { _ in
            try await site.until([String](repeating: "published", count: 60))
            agent.send(SIGTERM)
            #expect(try await agent.end().exitCode == 0)
        }
        let records = try await site.recorded()
        #expect(records.map { $0.text("id") } == (1...60).map { SampleEvent.id($0).description })
        #expect(records.map { $0.number("sequence") } == Array(1...60))
        #expect(records.allSatisfy { $0.text("time") == "2025-05-20T14:38:45.000Z" })
        #expect(records.allSatisfy { $0.text("source") == "cp1" })
        #expect(Set(records.map { $0.number("sourceepoch") }).count == 1)
        #expect(access(site.socket, F_OK) == -1)
    }

    @Test func saysThatItIsThereAndThatItStops() async throws {
        try await site.publisher.served { _ in
            let agent = try await site.start()
            try await site.until("a heartbeat") { try await !site.heartbeats().isEmpty }
            _ = try await site.publish(1...3)
            try await site.until(["published", "published", "published"])
            agent.send(SIGTERM)
            #expect(try await agent.end().exitCode == 0)
        }
        let beats = try await site.heartbeats()
        #expect(beats.count == 2)
        for beat in beats {
            #expect(beat.text("status") == "System")
            #expect(beat.text("source") == "cp1")
            #expect(beat.text("agency") == "expd")
        }
        let data = beats.compactMap { beat -> JSONObject? in
            if case .object(let data)? = beat["data"] { data } else { nil }
        }
        #expect(data.first?.number("lastSequence") == 0)
        #expect(data.first?.number("backlog") == 0)
        #expect(data.first?["signingOff"] == nil)
        // The same machine's clock; a second leaves room for a busy one.
        #expect(abs(data.first?.number("clockOffsetMs") ?? 9_999) < 1_000)
        #expect(data.last?.number("lastSequence") == 3)
        #expect(data.last?["signingOff"] == .bool(true))
        // Heartbeats take no number from the events.
        #expect(try await site.recorded().map { $0.number("sequence") } == [1, 2, 3])
    }

    @Test func aRefusedEntryBlocksNothingAndWaitsForAnOperator() async throws {
        let publisher = try await site.publisher.start(["--clock", "played"])
        let first = SampleEvent.line(999)
        let set = try await site.publisher.scenewire(
            "publish",
            "--json",
            "-",
            "--played-at",
            "2025-05-20T14:00:00Z",
            input: first
        )
        #expect(set.exitCode == 0)
        let agent = try await site.start()
        let actual = SourceSite.line(2) { $0["status"] = .string("Actual") }
        let also = SourceSite.line(4) { $0["status"] = .string("Actual") }
        let lines = [SourceSite.line(1), actual, SourceSite.line(3), also, SourceSite.line(5)]
        _ = try await SourceClient.exchange(site.socket, lines)
        try await site.until(["published", "refused", "published", "refused", "published"])
        try await agent.errors(containing: "refused entry 2")
        let refused = try await site.command("list", "--state", "refused")
        #expect(refused.outputLines.count == 2)
        #expect(refused.outputLines.first?.contains("notActual: /status") == true)

        let dropped = try await site.command("drop", SampleEvent.id(4).description, "--reason", "a slip")
        #expect(dropped.exitCode == 0)
        #expect(dropped.output == "dropped 4 \(SampleEvent.id(4))\n")
        let absent = try await site.command("drop", SampleEvent.id(9).description, "--reason", "a slip")
        #expect(absent.exitCode == 3)
        let late = try await site.command("drop", SampleEvent.id(1).description, "--reason", "a slip")
        #expect(late.exitCode == 1)
        // Refused again, as long as the publisher is the same.
        #expect(try await site.command("retry", "--all").output == "queued 2 \(SampleEvent.id(2))\n")
        try await site.until("a second refusal") {
            let list = try await site.command("list", "--state", "refused", "--format", "json")
            return list.output.contains(#""attempts":2"#)
        }
        publisher.send(SIGTERM)
        _ = try await publisher.end()

        // Another publisher, with a clock of its own, takes its place.
        try FileManager.default.removeItem(atPath: site.publisher.data)
        try await site.publisher.served { _ in
            let again = try await site.command("retry", SampleEvent.id(2).description)
            #expect(again.output == "queued 2 \(SampleEvent.id(2))\n")
            try await site.until(["published", "published", "published", "dropped", "published"])
            agent.send(SIGINT)
            #expect(try await agent.end().exitCode == 0)
        }
        let list = try await site.command("list", "--state", "dropped")
        #expect(list.outputLines.first?.contains("a slip (notActual: /status") == true)
    }

    /// What waits for a publisher that is away is not on its way.
    @Test func whatIsDroppedWhileTheLinkIsDownIsNotSent() async throws {
        let agent = try await site.start()
        try await site.publisher.served { _ in
            _ = try await site.publish(1...1)
            try await site.until(["published"])
        }
        _ = try await site.publish(2...3)
        try await agent.errors(containing: "no answer from")
        let drop = try await site.command("drop", "\(SampleEvent.id(2))", "--reason", "mistyped")
        #expect(drop.exitCode == 0)
        try await site.publisher.served { _ in
            try await site.until(["published", "dropped", "published"])
            agent.send(SIGTERM)
            #expect(try await agent.end().exitCode == 0)
        }
        let ids = try await site.recorded().compactMap { $0.text("id") }
        #expect(ids.contains("\(SampleEvent.id(3))"))
        #expect(!ids.contains("\(SampleEvent.id(2))"))
    }

    @Test func showsWhatTheArchiverHas() async throws {
        let publisher = try await site.publisher.start()
        let agent = try await site.start("--archiver", "vault")
        _ = try await site.publish(1...3)
        try await site.until(["published", "published", "published"])
        let list = try await site.command("list", "--format", "json")
        let entries = try list.outputLines.map { try CloudEvent.parse(Array($0.utf8)) }
        let stream = try #require(StreamID(entries[1].text("stream")))
        let sequence = SequenceNumber(UInt64(entries[1].number("sequence")))
        let record = try #require(try await site.recorded().dropFirst().first)
        let checksum = try #require(UInt32(record.text("recordchecksum"), radix: 16))
        for (consumer, wanted) in [("other", "published"), ("vault", "archived")] {
            let requests = site.publisher.environment["SCENEWIRE_REQUESTS_ENDPOINT"] ?? ""
            let client = try RequestClient(endpoint: requests)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.run() }
                defer { client.close() }
                var report = BusReport()
                report.consumer = consumer
                let cursor = Cursor(stream: stream, sequence: sequence, checksum: checksum)
                report.cursor = BusCursorMark(cursor)
                _ = try await client.ask(.report(report), timeout: .seconds(30))
            }
            try await site.until([wanted, wanted, "published"])
        }
        let archived = try await site.command("list", "--state", "archived")
        #expect(archived.outputLines.count == 2)
        #expect(try await site.command("status").output.contains("archived   2\n"))
        for process in [agent, publisher] {
            process.send(SIGTERM)
            #expect(try await process.end().exitCode == 0)
        }
    }

    @Test func aDirectoryHasOneAgentAndOneSource() async throws {
        let agent = try await site.start()
        let second = try await site.launch([]).end()
        #expect(second.exitCode == 69)
        #expect(second.errors.contains("another agent serves"))
        // The lock ends with its holder, however that ended, and its socket is no obstacle.
        agent.send(SIGKILL)
        _ = try await agent.end()
        #expect(access(site.socket, F_OK) == 0)
        let third = try await site.start()
        third.send(SIGTERM)
        #expect(try await third.end().exitCode == 0)
        let other = try await CommandProcess.scenewire(
            ["source", "run", "--outbox", site.outbox, "--source", "cp2"]
        )
        #expect(other.exitCode == 78)
        #expect(other.errors.contains("is the outbox of source cp1, not of cp2"))
    }

    @Test func endsWhenEverythingIsSent() async throws {
        let agent = try site.launch(["--input", "-", "--until-sent"])
        await agent.write((1...500).map { SourceSite.line($0) + "\n" }.joined())
        agent.endInput()
        // The end of the input is not the end: nothing is sent yet.
        _ = try await agent.output(lineCount: 500)
        let end = try await site.publisher.served { _ in try await agent.end() }
        #expect(end.exitCode == 0)
        #expect(try await site.recorded().count == 500)
    }

    @Test func saysWhenNotEverythingWasTaken() async throws {
        try await site.publisher.served { _ in
            let agent = try site.launch(["--input", "-", "--until-sent"])
            await agent.write("nonsense\n" + SourceSite.line(1) + "\n")
            agent.endInput()
            let report = try await agent.end()
            #expect(report.exitCode == 1)
            #expect(report.errors.contains("line 1: "))
            #expect(report.errors.contains("1 lines were not taken"))
        }
        #expect(try await site.recorded().count == 1)
    }

    @Test func takesTheSameEventOnceAndSaysWhatChanged() async throws {
        let made = try await CommandProcess.scenewire(
            ["outbox", "create", site.outbox, "--source", "cp1", "--agency", "expd"]
        )
        #expect(made.exitCode == 0)
        #expect(try await site.publish(1...2).exitCode == 0)
        let again = try await site.publish(1...3)
        #expect(again.exitCode == 0)
        #expect(
            again.outputLines == [
                "known 1 \(SampleEvent.id(1)) queued", "known 2 \(SampleEvent.id(2)) queued",
                "queued 3 \(SampleEvent.id(3))",
            ]
        )
        let changed = SourceSite.line(1) { $0["severity"] = .string("Minor") }
        let conflict = try await CommandProcess.scenewire(
            ["publish", "--json", "-", "--outbox", site.outbox],
            input: changed
        )
        #expect(conflict.exitCode == 1)
        #expect(conflict.output.hasPrefix("refused \(SampleEvent.id(1)) id "))
    }

    @Test func saysThatThereIsNoOutbox() async throws {
        for arguments in [
            ["publish", "--json", "-", "--outbox", site.outbox], ["outbox", "list", site.outbox],
            ["outbox", "retry", site.outbox, "--all"], ["outbox", "status", site.outbox],
            ["source", "run", "--outbox", site.outbox],
        ] {
            let report = try await CommandProcess.scenewire(arguments, input: SourceSite.line(1))
            #expect(report.exitCode == 3, "\(arguments)")
            #expect(report.errors.contains("there is no outbox in"))
        }
        #expect(access(site.outbox, F_OK) == -1)
    }

    @Test func isNotHarmedByWhatComesOverItsSocket() async throws {
        let agent = try await site.start()
        let path = site.socket
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let tooLong = [UInt8](repeating: UInt8(ascii: "a"), count: 2 * 1_024 * 1_024)
        let answers = try await SocketThread.run(label: "test.hostile") {
            var answers: [String] = []
            var random = SystemRandomNumberGenerator()
            // Noise, whole and cut short, and connections that end before they have said anything.
            for _ in 0..<50 {
                let client = try SourceClient(path)
                let noise = (0..<Int.random(in: 0...20_000, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                _ = client.write(noise)
                if Bool.random(using: &random) { client.endWriting() }
            }
            // Every byte of an event cut off: none of it is taken.
            let line = Array(SourceSite.line(1).utf8)
            for count in stride(from: 0, to: line.count, by: 7) {
                let client = try SourceClient(path)
                _ = client.write(Array(line[..<count]))
                client.endWriting()
                _ = client.readLines(1)
            }
            let deep = Array((String(repeating: "[", count: 100_000) + "\n").utf8)
            for bytes in [tooLong + [UInt8(ascii: "\n")], deep, Array("{}\n".utf8)] {
                let client = try SourceClient(path)
                _ = client.write(bytes)
                answers += client.readLines(1)
            }
            return answers
        }
        #expect(answers.count == 3)
        #expect(answers.allSatisfy { $0.contains(#""result":"invalid""#) })
        #expect(answers.first?.contains("is longer than") == true)
        let good = try await SourceClient.exchange(path, [SourceSite.line(1)])
        #expect(good.first?.contains(#""result":"queued""#) == true)
        #expect(try await site.states() == ["queued"])
        #expect(agent.report.value.exitCode == nil)
    }

    @Test func servesOnlySoManyAtOnce() async throws {
        let agent = try await site.start()
        let path = site.socket
        let refusal = try await SocketThread.run(label: "test.crowd") {
            let crowd = try (0..<32).map { _ in try SourceClient(path) }
            // Once each has an answer, all of them are being served.
            for client in crowd {
                _ = client.write(Array("{}\n".utf8))
                _ = client.readLines(1)
            }
            let refusal = try SourceClient(path).readLines(1)
            withExtendedLifetime(crowd) {}
            return refusal
        }
        #expect(refusal.first?.contains(#""reason":"overloaded""#) == true)
        try await site.until("room again") {
            try await SourceClient.exchange(path, [SourceSite.line(1)]).first?.contains("overloaded") == false
        }
        agent.send(SIGTERM)
        #expect(try await agent.end().exitCode == 0)
    }

    /// A program that never reads its results holds up itself alone, also at the end.
    @Test func isNotHeldUpByAProgramThatDoesNotRead() async throws {
        let agent = try await site.start()
        let path = site.socket
        let sleeper = try await SocketThread.run(label: "test.sleeper") {
            let client = try SourceClient(path)
            let lines = Array(String(repeating: "{}\n", count: 10_000).utf8)
            // Longer than anything between the two holds.
            while client.writeUntilFull(lines) > 0 { usleep(100_000) }
            return client
        }
        let good = try await SourceClient.exchange(path, [SourceSite.line(1)])
        #expect(good.first?.contains(#""result":"queued""#) == true)
        let start = ContinuousClock.now
        agent.send(SIGTERM)
        #expect(try await agent.end().exitCode == 0)
        #expect(ContinuousClock.now - start < .seconds(10))
        withExtendedLifetime(sleeper) {}
    }
}

import EventSchema
import Foundation
import Testing

/// The command as its users meet it: real executables, a real publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CommandTests {
    private let site: PublisherSite

    init() throws {
        site = try PublisherSite()
    }

    @Test func publishesShowsChecksAndDumpsTheSameEvents() async throws {
        let shown = try await site.served { _ in
            let published = try await site.publish(1...3)
            #expect(published.exitCode == 0)
            // Once, though three events are about it.
            #expect(published.errorLines.count == 1)
            #expect(published.errors.contains("note: the incident 2025-0520-001 of expd was never declared"))
            #expect(published.outputLines.count == 3)
            for (position, line) in published.outputLines.enumerated() {
                let words = line.split(separator: " ").map(String.init)
                try #require(words.count == 4)
                #expect(words[0] == "recorded")
                #expect(words[1] == "\(position + 1)")
                #expect((try? Timestamp(rfc3339: words[2])) != nil)
                #expect(words[3] == SampleEvent.id(position + 1).description)
            }

            let text = try await site.scenewire("tail", "--from", "1", "--count", "3")
            #expect(text.exitCode == 0)
            #expect(text.sequences == [1, 2, 3])
            #expect(
                text.outputLines.dropFirst(2).allSatisfy {
                    $0.contains("[Exercise]") && $0.hasSuffix("from the garage.")
                }
            )

            let status = try await site.scenewire("status", "--format", "json")
            #expect(status.exitCode == 0)
            let document = try CloudEvent.parse(Array(status.output.utf8))
            #expect(document["head"] == .number("3"))
            #expect(document["firstRetained"] == .number("1"))

            let running = try await site.scenewire("journal", "verify", site.data)
            #expect(running.exitCode == 0)
            return try await site.scenewire("tail", "--from", "1", "--count", "3", "--format", "json")
        }
        #expect(shown.exitCode == 0)
        for (position, line) in shown.outputLines.enumerated() {
            var document = try CloudEvent.parse(Array(line.utf8))
            for name in document.names where name.hasPrefix("record") && name != "recordedtime" {
                document[name] = nil
            }
            #expect(try CloudEvent.decode(document).bytes == SampleEvent.event(position + 1).bytes)
        }
        let dumped = try await site.scenewire("journal", "dump", site.data)
        #expect(dumped.exitCode == 0)
        #expect(dumped.output == shown.output)
        let beyond = try await site.scenewire("journal", "dump", site.data, "--from", "99")
        #expect(beyond.exitCode == 3 && beyond.output.isEmpty, "\(beyond)")
        #expect(beyond.errors.contains("there is no record 99 yet"))
        let part = try await site.scenewire("journal", "dump", site.data, "--from", "2", "--count", "1")
        #expect(part.outputLines == [shown.outputLines[1]])
        let verified = try await site.scenewire("journal", "verify", site.data)
        #expect(verified.exitCode == 0)
        #expect(verified.output.contains("verdict      intact\n"))
        #expect(verified.output.contains("records      1 to 3\n"))
    }

    @Test func talksOverTCPAsToldByFlags() async throws {
        let publisher = try await site.start(
            ["--live", "tcp://127.0.0.1:*", "--requests", "tcp://127.0.0.1:*"],
            environment: [:]
        )
        let lines = publisher.report.value.errorLines
        let (live, requests) = (
            try endpoint("Broadcasting", lines), try endpoint("Answering requests", lines)
        )
        let published = try await CommandProcess.scenewire(
            ["publish", "--json", "-", "--requests", requests],
            input: SampleEvent.line(1)
        )
        #expect(published.exitCode == 0)
        let shown = try await CommandProcess.scenewire(
            ["tail", "--from", "1", "--count", "1", "--live", live, "--requests", requests])
        #expect(shown.exitCode == 0)
        #expect(shown.sequences == [1])
    }

    private func endpoint(_ message: String, _ lines: [String]) throws -> String {
        let line = try #require(lines.first { $0.contains(message) })
        let start = try #require(line.range(of: "tcp://"))
        return String(line[start.lowerBound...].prefix { !" \"".contains($0) })
    }

    @Test func namesWhatWasPublishedBefore() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...2)
            let again = try await site.publish(1...3)
            #expect(again.exitCode == 0)
            #expect(
                again.outputLines.map { $0.prefix { $0 != " " } } == ["duplicate", "duplicate", "recorded"]
            )
            let other = SampleEvent.line(1) { $0["severity"] = .string("Minor") }
            let conflict = try await site.scenewire("publish", "--json", "-", input: other)
            #expect(conflict.exitCode == 1)
            #expect(conflict.output.hasPrefix("refused \(SampleEvent.id(1)) /id "))
        }
    }

    @Test func anEventWithAnIDThatWasFilledInIsADuplicate() async throws {
        let line = SampleEvent.line(1) { $0["recordedtime"] = nil }
        try await site.served { _ in
            #expect(try await site.scenewire("publish", "--json", "-", input: line).exitCode == 0)
            let again = try await site.scenewire("publish", "--json", "-", input: line)
            #expect(again.exitCode == 0)
            #expect(again.output.hasPrefix("duplicate 1 "))
        }
    }

    @Test func reportsBadLinesAndGoesOn() async throws {
        let lines = [
            SampleEvent.line(1), "{\"type\":", "", "[1]", SampleEvent.line(2) { $0["time"] = nil },
            "nonsense",
            SampleEvent.line(3),
        ]
        let input = lines.joined(separator: "\n")
        try await site.served { _ in
            let text = try await site.scenewire("publish", "--json", "-", input: input)
            #expect(text.exitCode == 1)
            #expect(
                text.outputLines.map { $0.suffix(36) } == ["\(SampleEvent.id(1))", "\(SampleEvent.id(3))"]
            )
            for (line, fault) in [(2, "not JSON"), (4, "an array"), (5, "/time is missing"), (6, "not JSON")]
            {
                #expect(
                    text.errorLines.contains {
                        $0.hasPrefix("scenewire: line \(line): ") && $0.contains(fault)
                    },
                    "line \(line)"
                )
            }
            #expect(text.errorLines.last == "scenewire: 4 of 6 not recorded")

            let json = try await site.scenewire("publish", "--json", "-", "--results", "json", input: input)
            let results = try json.outputLines.map { try CloudEvent.parse(Array($0.utf8)) }
            #expect(results.map { $0["line"] } == [1, 2, 4, 5, 6, 7].map { .number("\($0)") })
            let words = ["duplicate", "invalid", "invalid", "invalid", "invalid", "duplicate"]
            #expect(results.map { $0["result"] } == words.map { .string($0) })
            #expect(results[3]["field"] == .string("/time"))
        }
    }

    @Test func readsFilesOfEveryForm() async throws {
        let documents = [SampleEvent.document(1), SampleEvent.document(2)]
        let array = String(decoding: JSONValue.array(documents.map { .object($0) }).text, as: UTF8.self)
        let pretty = SampleEvent.line(3).replacingOccurrences(of: ",\"", with: ",\n\"")
        try await site.served { _ in
            for (name, text, count) in [
                ("array", array, 2), ("pretty", pretty, 1), ("lines", SampleEvent.line(4), 1),
            ] {
                let path = "\(site.path)/\(name).json"
                try text.write(toFile: path, atomically: false, encoding: .utf8)
                let published = try await site.scenewire("publish", "--json", path)
                #expect(published.exitCode == 0, "\(published)")
                #expect(published.outputLines.count == count)
            }
            #expect(try await site.publish(1...4).outputLines.allSatisfy { $0.hasPrefix("duplicate") })
        }
    }

    @Test func fillsInWhatItIsGiven() async throws {
        let line = SampleEvent.line(1) { $0["source"] = nil }
        try await site.served { _ in
            let without = try await site.scenewire("publish", "--json", "-", input: line)
            #expect(without.exitCode == 1)
            let with = try await site.scenewire(
                "publish",
                "--json",
                "-",
                "--default",
                "source=cp9",
                input: line
            )
            #expect(with.exitCode == 0)
            let shown = try await site.scenewire("tail", "--from", "1", "--count", "1", "--format", "json")
            #expect(shown.output.contains("\"source\":\"cp9\""))
        }
    }

    @Test func publishesALineAsSoonAsItIsTyped() async throws {
        try await site.served { _ in
            let publish = try site.launch("publish", "--json", "-")
            for number in 1...3 {
                await publish.write(SampleEvent.line(number) + "\n")
                #expect(try await publish.output(lineCount: number).count == number)
            }
            publish.endInput()
            #expect(try await publish.end().exitCode == 0)
        }
    }

    @Test func publishesMoreThanOneRequestHolds() async throws {
        try await site.served { _ in
            let published = try await site.publish(1...4_000)
            #expect(published.exitCode == 0)
            #expect(published.outputLines.count == 4_000)
            #expect(published.outputLines.last?.hasPrefix("recorded 4000 ") == true)
        }
    }

    @Test func copiesAStreamWithoutChangingItsEvents() async throws {
        let dump = try await site.served { _ in
            _ = try await site.publish(1...5)
            return try await site.scenewire("journal", "dump", site.data)
        }
        let other = try PublisherSite()
        try await other.served { _ in
            let copied = try await other.scenewire("publish", "--json", "-", input: dump.output)
            #expect(copied.exitCode == 0)
            #expect(try await other.publish(1...5).outputLines.allSatisfy { $0.hasPrefix("duplicate") })
        }
    }

    @Test func takesAPlayersTime() async throws {
        try await site.served(["--clock", "played"]) { _ in
            let played = try await site.scenewire(
                "publish",
                "--json",
                "-",
                "--played-at",
                "2025-05-20T09:40:00-05:00",
                input: SampleEvent.line(1)
            )
            #expect(played.output == "recorded 1 2025-05-20T14:40:00.000Z \(SampleEvent.id(1))\n")
            let actual = try await site.scenewire(
                "publish",
                "--json",
                "-",
                "--played-at",
                "2025-05-20T14:41:00Z",
                input: SampleEvent.line(2) { $0["status"] = .string("Actual") }
            )
            #expect(actual.exitCode == 1)
            #expect(actual.output.hasPrefix("refused \(SampleEvent.id(2)) /status "))
        }
    }

    @Test func waitsForAPublisherThatRestarts() async throws {
        let first = try await site.start()
        _ = try await site.publish(1...1)
        first.send(SIGTERM)
        _ = try await first.end()
        let publish = try site.launch("publish", "--json", "-", "--timeout", "60")
        await publish.write(SampleEvent.line(2) + "\n")
        publish.endInput()
        let second = try await site.start()
        let report = try await publish.end()
        #expect(report.exitCode == 0)
        #expect(report.output.hasPrefix("recorded 2 "))
        second.send(SIGTERM)
        _ = try await second.end()
    }

    /// At once, with what to do about it; whoever says how long to wait waits so long.
    @Test(arguments: [nil, "0.3"] as [String?]) func saysThatThePublisherIsAbsent(_ timeout: String?)
        async throws
    {
        let began = ContinuousClock.now
        let publish = try await CommandProcess.scenewire(
            ["publish", "--json", "-"] + (timeout.map { ["--timeout", $0] } ?? []),
            input: SampleEvent.line(1),
            environment: site.environment
        )
        #expect(ContinuousClock.now - began < .seconds(8))
        #expect(publish.exitCode == 69)
        #expect(publish.output == "")
        let endpoint = site.environment["SCENEWIRE_REQUESTS_ENDPOINT"] ?? ""
        #expect(
            publish.errorLines == [
                "scenewire: nobody listens on \(endpoint), so nothing was recorded (event \(SampleEvent.id(1)))",
                "  start a publisher: scenewire-publisher --data DIR --requests \(endpoint)",
                "  keep it for later: add --outbox DIR", "  look around:       scenewire doctor",
                "  offer it again:    the same documents; those with an id are never recorded twice",
            ]
        )
        for arguments in [["status"], ["tail"]] {
            let report = try await CommandProcess.scenewire(arguments, environment: site.environment)
            #expect(report.exitCode == 69)
            #expect(report.output == "")
            #expect(report.errorLines.first == "scenewire: nobody listens on \(endpoint)")
            #expect(report.errors.contains("start a publisher: scenewire-publisher --data DIR"))
        }
    }

    /// A publisher that answered once is waited for, as long as an answer may take, also while it is started again.
    @Test func goesOnBehindARestartInMidStream() async throws {
        let first = try await site.start()
        let publish = try site.launch("publish", "--json", "-")
        await publish.write(SampleEvent.line(1) + "\n")
        _ = try await publish.report.wait(for: "a receipt", limit: CommandProcess.limit) {
            $0.output.contains("recorded 1 ") ? true : nil
        }
        first.send(SIGTERM)
        _ = try await first.end()
        await publish.write(SampleEvent.line(2) + "\n")
        // Nothing can be waited for: what is tested is that nothing happens for much longer than nobody is waited for.
        try await Task.sleep(for: .seconds(5))
        let second = try await site.start()
        publish.endInput()
        let report = try await publish.end()
        #expect(report.exitCode == 0, "\(report)")
        #expect(report.output.contains("recorded 2 "))
        second.send(SIGTERM)
        _ = try await second.end()
    }

    /// What flags made is the same event again with its id and times, and never recorded twice.
    @Test func saysHowAnEventFromFlagsIsOfferedAgain() async throws {
        let environment = site.environment.merging([
            "SCENEWIRE_AGENCY": "expd", "SCENEWIRE_SOURCE": "cp1", "SCENEWIRE_TLP": "AMBER",
            "SCENEWIRE_STATUS": "Exercise", "SCENEWIRE_AUTHOR_ID": "u17", "SCENEWIRE_INCIDENT": "EX-1",
            "SCENEWIRE_AUTHOR_ROLE": "dispatcher",
        ]) { $1 }
        let words = ["publish", "note", "--observed-at", "-1m", "Caller says so."]
        let absent = try await CommandProcess.scenewire(words, environment: environment)
        #expect(absent.exitCode == 69)
        let line = try #require(absent.errorLines.last)
        let flags = try #require(line.components(separatedBy: "add ").last).split(separator: " ").map(
            String.init
        )
        try #require(flags.count == 10)
        let again = ["publish", "note", "Caller says so.", "--force"] + flags
        try await site.served { _ in
            let first = try await CommandProcess.scenewire(again, environment: environment)
            #expect(
                first.output.hasPrefix("recorded 1 ") && first.output.hasSuffix(" \(flags[1])\n"),
                "\(first)"
            )
            let second = try await CommandProcess.scenewire(again, environment: environment)
            #expect(second.output.hasPrefix("duplicate 1 "), "\(second)")
        }
    }

    @Test func stopsWhenNobodyReadsTheReceipts() async throws {
        try await site.served { _ in
            let publish = try site.launch("publish", "--json", "-", reader: .gone)
            await publish.write(SampleEvent.line(1) + "\n")
            let report = try await publish.end()
            #expect(report.exitCode == 1)
            #expect(report.errors.contains("nobody reads the output any more"))
        }
    }

    @Test func readsNothingFromAnEmptyInput() async throws {
        let report = try await site.scenewire("publish", "--json", "-", input: "\n")
        #expect(report.exitCode == 0)
        #expect(report.output == "")
    }

    @Test func followsFromNowOn() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...3)
            let tail = try site.launch("tail", "--count", "2")
            try await tail.errors(containing: "scenewire: live")
            _ = try await site.publish(4...6)
            let report = try await tail.end()
            #expect(report.exitCode == 0)
            #expect(report.sequences == [4, 5])
        }
    }

    @Test func followsAPartFromAnyPlace() async throws {
        try await site.served { _ in
            let lines = (1...6).map { number in
                SampleEvent.line(number) { $0["subject"] = .string("EX-\(number % 2)") } + "\n"
            }
            _ = try await site.scenewire("publish", "--json", "-", input: lines.joined())
            let shown = try await site.scenewire(
                "tail",
                "--from",
                "3",
                "--count",
                "2",
                "--agency",
                "expd",
                "--incident",
                "EX-1"
            )
            #expect(shown.sequences == [3, 5])
            #expect(shown.exitCode == 0)
        }
    }

    @Test func goesOnWhenThePublisherWasGone() async throws {
        let first = try await site.start()
        _ = try await site.publish(1...1)
        let tail = try site.launch("tail", "--from", "1")
        // Two lines of heading stand above the first.
        _ = try await tail.output(lineCount: 3)
        first.send(SIGTERM)
        _ = try await first.end()
        try await tail.errors(containing: "cut off")
        let second = try await site.start()
        _ = try await site.publish(2...2)
        #expect(try await tail.output(lineCount: 4)[3].hasPrefix("     2 "))
        tail.send(SIGINT)
        #expect(try await tail.end().exitCode == 0)
        second.send(SIGTERM)
        _ = try await second.end()
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func endsAtASignal(_ signal: Int32) async throws {
        try await site.served { _ in
            let tail = try site.launch("tail")
            try await tail.errors(containing: "scenewire: live")
            tail.send(signal)
            #expect(try await tail.end().exitCode == 0)
        }
    }

    @Test func endsAtASignalWhileItsReaderSleeps() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...2_000)
            let tail = try site.launch("tail", "--from", "1", "--format", "json", reader: .asleep)
            try await tail.errors(containing: "replaying")
            tail.send(SIGTERM)
            #expect(try await tail.end().exitCode == 0)
        }
    }

    @Test func endsWhenItsReaderIsGone() async throws {
        try await site.served { _ in
            let quiet = try site.launch("tail", reader: .gone)
            #expect(try await quiet.end().exitCode == 0)
            _ = try await site.publish(1...1)
            let busy = try site.launch("tail", "--from", "1", reader: .gone)
            #expect(try await busy.end().exitCode == 0)
        }
    }

    @Test func saysThatThereIsNoSuchRecordYet() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...1)
            let report = try await site.scenewire("tail", "--from", "3")
            #expect(report.exitCode == 3)
            #expect(report.errors == "scenewire: there is no record 3 yet; the last is 1\n")
            // The next one may be waited for.
            let next = try site.launch("tail", "--from", "2", "--count", "1")
            try await next.errors(containing: "scenewire: live")
            _ = try await site.publish(2...2)
            #expect(try await next.end().sequences == [2])
        }
    }

    @Test func endsWhenTheStreamBecomesAnotherOne() async throws {
        let first = try await site.start()
        _ = try await site.publish(1...2)
        let tail = try site.launch("tail", "--from", "1")
        _ = try await tail.output(lineCount: 4)
        first.send(SIGTERM)
        _ = try await first.end()
        let fork = try await site.scenewire("journal", "fork", site.data, "--format", "json")
        #expect(fork.exitCode == 0)
        #expect(fork.output.contains("\"sequence\":2"))
        let second = try await site.start()
        let report = try await tail.end()
        #expect(report.exitCode == 4)
        #expect(report.errorLines.last?.contains("diverged") == true)
        second.send(SIGTERM)
        _ = try await second.end()
    }

    @Test func findsDamageInAJournal() async throws {
        try await site.served { _ in _ = try await site.publish(1...3) }
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: site.data).filter {
                $0.hasSuffix(".seg") && $0 != "spare.seg"
            }
            .first
        )
        let path = "\(site.data)/\(name)"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[4_300] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: path))
        let text = try await site.scenewire("journal", "verify", site.data)
        #expect(text.exitCode == 4)
        #expect(text.output.contains("verdict      damaged"))
        #expect(text.output.contains("\(path) at offset 4096 (sequence 1)"))
        let json = try await site.scenewire("journal", "verify", site.data, "--format", "json")
        #expect(json.exitCode == 4)
        #expect(try CloudEvent.parse(Array(json.output.utf8))["isIntact"] == .bool(false))
        let dump = try await site.scenewire("journal", "dump", site.data)
        #expect(dump.exitCode == 4)
        #expect(dump.output == "")
        #expect(dump.errors.contains("at offset 4096"))
    }

    @Test(arguments: ["verify", "dump", "fork"])
    func saysThatThereIsNoJournal(_ command: String) async throws {
        let report = try await site.scenewire("journal", command, site.path)
        #expect(report.exitCode == 3)
        #expect(report.errors == "scenewire: there is no journal in \(site.path)\n")
        #expect(try await site.scenewire("journal", command, site.path + "/none").exitCode == 3)
    }

    @Test func forksNothingThatIsInUse() async throws {
        try await site.served { _ in
            let report = try await site.scenewire("journal", "fork", site.data)
            #expect(report.exitCode == 69)
        }
    }

    @Test(arguments: [
        ["--help"], ["help", "tail"], ["publish", "--help"], ["publish", "documents", "--help"],
        ["tail", "-h"], ["status", "--help"],
        ["journal", "--help"], ["journal", "verify", "--help"], ["journal", "dump", "--help"],
        ["journal", "fork", "--help"], ["--version"], [],
    ])
    func explainsItself(_ arguments: [String]) async throws {
        let report = try await CommandProcess.scenewire(arguments)
        #expect(report.exitCode == 0)
        #expect(report.errors == "")
        #expect(!report.output.isEmpty)
        if arguments.last?.hasSuffix("help") == true, arguments.count > 1, arguments[0] != "journal" {
            #expect(report.output.contains("Exit codes: 0 "))
        }
    }

    @Test(
        arguments: [
            (["nonsense"], 2), (["tail", "--from", "x"], 2), (["publish"], 2),
            (["status", "--requests", "tcp://10.0.0.1:5557"], 78), (["tail", "--live", "nonsense"], 78),
            (["publish", "--json", "/nonexistent/file"], 3),
        ] as [([String], Int32)]
    )
    func saysWhatIsWrongWithItsArguments(_ arguments: [String], _ exitCode: Int32) async throws {
        let report = try await CommandProcess.scenewire(arguments)
        #expect(report.exitCode == exitCode)
        #expect(report.output == "")
        #expect(!report.errors.isEmpty)
    }

    @Test func keepsDataOutOfItsSocketsWhenItsOutputIsClosed() async throws {
        try await site.served { _ in
            let shell = "exec \"$0\" publish --json - >&-"
            let scenewire = CommandProcess.path("scenewire")
            let publish = try CommandProcess(
                at: "/bin/sh",
                ["-c", shell, scenewire],
                environment: site.environment
            )
            await publish.write(SampleEvent.line(1) + "\n")
            publish.endInput()
            #expect(try await publish.end().exitCode == 0)
        }
    }
}

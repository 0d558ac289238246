import EventSchema
import Foundation
import Testing

/// Streams as people play them: real executables, a real publisher, an invented stream.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PlayTests {
    private let site: PublisherSite

    init() throws {
        site = try PublisherSite()
    }

    /// 20 May 2025, 14:00:00 UTC.
    private static let start: Int64 = 1_747_749_600_000

    private static func time(_ milliseconds: Int64) -> String {
        Timestamp(nanoseconds: (start + milliseconds) * 1_000_000).rfc3339
    }

    /// An event that was entered so many milliseconds after the start, and happened five seconds before.
    private static func line(
        _ number: Int,
        at milliseconds: Int64,
        _ change: (inout JSONObject) -> Void = { _ in }
    ) -> String {
        SampleEvent.line(number) { document in
            document["time"] = .string(time(milliseconds - 5_000))
            document["recordedtime"] = .string(time(milliseconds))
            change(&document)
        }
    }

    private func file(_ name: String, _ lines: [String]) throws -> String {
        let path = "\(site.path)/\(name).ndjson"
        try lines.map { $0 + "\n" }.joined().write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    private func records(_ count: Int) async throws -> [JSONObject] {
        let shown = try await site.scenewire("tail", "--from", "1", "--count", "\(count)", "--format", "json")
        #expect(shown.exitCode == 0, "\(shown)")
        return try shown.outputLines.map { try CloudEvent.parse(Array($0.utf8)) }
    }

    /// Whoever interrupts learns what was done, and a shell that it was interrupted.
    @Test func saysWhatWasDoneWhenItIsInterrupted() async throws {
        let path = try file("long", [Self.line(1, at: 0), Self.line(2, at: 3_600_000)])
        try await site.served(["--clock", "played"]) { _ in
            let playing = try CommandProcess(
                "scenewire",
                ["play", path, "--results", "text"],
                environment: site.environment
            )
            _ = try await playing.output(lineCount: 1)
            playing.send(SIGINT)
            let report = try await playing.end()
            #expect(report.exitCode == 128 + SIGINT, "\(report)")
            #expect(
                report.errors.contains(
                    "interrupted: played 1 event: 1 recorded, 0 duplicates, 0 not recorded; playing it again "
                )
            )
        }
    }

    @Test func saysWhatWasAnsweredWhenPublishingIsInterrupted() async throws {
        try await site.served { _ in
            let publishing = try CommandProcess(
                "scenewire",
                ["publish", "--json", "-", "--format", "lines"],
                environment: site.environment
            )
            await publishing.write(SampleEvent.line(1) + "\n")
            _ = try await publishing.output(lineCount: 1)
            publishing.send(SIGINT)
            let report = try await publishing.end()
            #expect(report.exitCode == 128 + SIGINT, "\(report)")
            #expect(report.errors.contains("interrupted: 1 event answered, 0 not recorded; "), "\(report)")
        }
    }

    @Test func tellsThePublisherTheStreamsOwnTime() async throws {
        let times: [Int64] = [0, 1_000, 1_000, 61_500, 3_600_000]
        let path = try file("stream", times.enumerated().map { Self.line($0.offset + 1, at: $0.element) })
        try await site.served(["--clock", "played"]) { _ in
            let played = try await site.scenewire("play", path, "--speed", "max", "--results", "text")
            #expect(played.exitCode == 0, "\(played)")
            #expect(played.outputLines.count == 5)
            #expect(played.errors.contains("played 5 events: 5 recorded, 0 duplicates, 0 not recorded"))
            let records = try await records(5)
            #expect(records.map { $0["recordtime"] } == times.map { .string(Self.time($0)) })
            #expect(records.map { $0["id"] } == (1...5).map { .string(SampleEvent.id($0).description) })
            #expect(records.allSatisfy { $0["recordclock"] == .string("played") })

            let again = try await site.scenewire("play", path, "--speed", "max")
            #expect(again.exitCode == 0)
            #expect(again.output == "")
            #expect(again.errors.contains("0 recorded, 5 duplicates"))
        }
    }

    @Test func keepsToTheStreamsTimesAtAnySpeed() async throws {
        let path = try file("stream", (0...20).map { Self.line($0 + 1, at: Int64($0) * 1_000) })
        try await site.served(["--clock", "played"]) { _ in
            let began = ContinuousClock.now
            let played = try await site.scenewire("play", path, "--speed", "20")
            let length = ContinuousClock.now - began
            #expect(played.exitCode == 0, "\(played)")
            // Twenty seconds at twenty times the speed, and nothing added up from event to event.
            #expect(length >= .milliseconds(1_000))
            #expect(length < .milliseconds(5_000))
            #expect(try await records(21).last?["recordtime"] == .string(Self.time(20_000)))
        }
    }

    @Test func letsAPlayedClockRunBetweenEvents() async throws {
        let path = try file("stream", [Self.line(1, at: 0), Self.line(2, at: 400_000)])
        try await site.served(["--clock", "played"]) { _ in
            let play = try site.launch("play", path, "--speed", "100", "--results", "text")
            _ = try await play.output(lineCount: 1)
            var clocks: Set<String> = []
            while play.report.value.outputLines.count < 2 {
                let status = try await site.scenewire("status", "--format", "json")
                if case .string(let clock)? = try CloudEvent.parse(Array(status.output.utf8))["clock"] {
                    clocks.insert(clock)
                }
            }
            #expect(try await play.end().exitCode == 0)
            #expect(clocks.contains { $0 > Self.time(0) && $0 < Self.time(400_000) })
        }
    }

    @Test func playsADumpAsItWasPublished() async throws {
        let dump = try await site.served { _ in
            _ = try await site.publish(1...3)
            return try await site.scenewire("journal", "dump", site.data)
        }
        let other = try PublisherSite()
        let path = try file("dump", dump.outputLines)
        try await other.served(["--clock", "played"]) { _ in
            #expect(try await other.scenewire("play", path, "--speed", "max").exitCode == 0)
            let shown = try await other.scenewire("tail", "--from", "1", "--count", "3", "--format", "json")
            for (line, original) in zip(shown.outputLines, dump.outputLines) {
                let (copy, original) = (
                    try CloudEvent.parse(Array(line.utf8)), try CloudEvent.parse(Array(original.utf8))
                )
                #expect(copy["recordtime"] == original["recordtime"])
                #expect(copy["id"] == original["id"])
            }
        }
    }

    @Test func weavesFilesTogetherAndKeepsTheOrderOfEach() async throws {
        // The third line of the first file was entered late: it stays behind the second.
        let one = try file("one", [Self.line(1, at: 0), Self.line(3, at: 2_000), Self.line(4, at: 1_500)])
        let two = try file("two", [Self.line(2, at: 1_000), Self.line(5, at: 3_000)])
        try await site.served(["--clock", "played"]) { _ in
            #expect(try await site.scenewire("play", one, two, "--speed", "max").exitCode == 0)
            let records = try await records(5)
            #expect(records.map { $0["id"] } == (1...5).map { .string(SampleEvent.id($0).description) })
            #expect(records[3]["recordtime"] == .string(Self.time(2_000)))
        }
    }

    @Test func playsAPart() async throws {
        let path = try file("stream", (0...5).map { Self.line($0 + 1, at: Int64($0) * 60_000) })
        try await site.served(["--clock", "played"]) { _ in
            let part = try await site.scenewire(
                "play",
                path,
                "--speed",
                "max",
                "--from",
                "+1m",
                "--until",
                Self.time(180_000)
            )
            #expect(part.errors.contains("played 2 events: 2 recorded"))
            #expect(
                try await records(2).map { $0["recordtime"] }
                    == [60_000, 120_000].map { .string(Self.time($0)) }
            )
        }
    }

    @Test func shiftsAllTimesAndNamesTheEventsAnew() async throws {
        let path = try file(
            "stream",
            [
                Self.line(1, at: 0),
                Self.line(2, at: 50) {
                    $0["type"] = .string("record.retracted")
                    $0["amends"] = .string(SampleEvent.id(1).description)
                    $0["data"] = .object(["reason": .string("duplicate")])
                },
                Self.line(3, at: 100) {
                    $0["type"] = .string("deadline.set")
                    $0["data"] = .object([
                        "deadlineId": .string("DL1"), "by": .string("subject"),
                        "due": .string(Self.time(1_800_000)),
                    ])
                },
            ]
        )
        try await site.served { _ in
            let played = try await site.scenewire("play", path, "--shift-to-now")
            #expect(played.exitCode == 0, "\(played)")
            let records = try await records(3)
            let times = try records.map { record in
                guard case .string(let text)? = record["recordedtime"] else { throw CancellationError() }
                return try Timestamp(rfc3339: text).nanoseconds
            }
            #expect(abs(Timestamp.now.nanoseconds - times[0]) < 60_000_000_000)
            #expect(times.map { $0 - times[0] } == [0, 50_000_000, 100_000_000])
            let ids = try records.map { try text($0["id"]) }
            #expect(Set(ids).count == 3)
            #expect(ids.allSatisfy { $0.dropFirst(14).first == "8" })
            #expect(try text(records[1]["amends"]) == ids[0])
            guard case .object(let data)? = records[2]["data"] else { throw CancellationError() }
            #expect(try Timestamp(rfc3339: text(data["due"])).nanoseconds - times[0] == 1_800_000_000_000)

            // The same shift makes the same events; another makes others.
            let zero = Timestamp(nanoseconds: times[0]).rfc3339
            #expect(played.errors.contains("--shift-to \(zero)"))
            let again = try await site.scenewire("play", path, "--speed", "max", "--shift-to", zero)
            #expect(again.errors.contains("0 recorded, 3 duplicates, 0 not recorded"), "\(again)")
            let other = try await site.scenewire("play", path, "--speed", "max", "--shift-to", "-1h")
            #expect(other.errors.contains("3 recorded, 0 duplicates"))
        }
    }

    private func text(_ value: JSONValue?) throws -> String {
        guard case .string(let text)? = value else { throw CancellationError() }
        return text
    }

    @Test func refusesWhatIsActualUnlessItIsMeant() async throws {
        let path = try file(
            "stream",
            [
                Self.line(1, at: 0) { $0["status"] = .string("Actual") }, Self.line(2, at: 10),
            ]
        )
        try await site.served { _ in
            let refused = try await site.scenewire("play", path, "--speed", "max", "--shift-to-now")
            #expect(refused.exitCode == 1)
            #expect(refused.errors.contains("line 1: /status is Actual; --as-exercise makes it an exercise"))
            #expect(refused.errors.contains("played 2 events: 1 recorded, 0 duplicates, 1 not recorded"))
            let exercise = try await site.scenewire(
                "play",
                path,
                "--speed",
                "max",
                "--shift-to-now",
                "--as-exercise"
            )
            #expect(exercise.exitCode == 0)
            let actual = try await site.scenewire(
                "play",
                path,
                "--speed",
                "max",
                "--shift-to",
                "-2h",
                "--actual"
            )
            #expect(actual.exitCode == 0)
            let statuses = try await records(5).map { try text($0["status"]) }
            #expect(statuses == ["Exercise", "Exercise", "Exercise", "Actual", "Exercise"])
        }
    }

    @Test func makesAnExerciseForAPlayedClock() async throws {
        let path = try file("stream", [Self.line(1, at: 0) { $0["status"] = .string("Actual") }])
        try await site.served(["--clock", "played"]) { _ in
            #expect(try await site.scenewire("play", path, "--speed", "max").exitCode == 1)
            #expect(try await site.scenewire("play", path, "--speed", "max", "--actual").exitCode == 1)
            #expect(try await site.scenewire("play", path, "--speed", "max", "--as-exercise").exitCode == 0)
            let record = try #require(try await records(1).first)
            #expect(record["status"] == .string("Exercise"))
            #expect(record["id"] != .string(SampleEvent.id(1).description))
            #expect(record["recordtime"] == .string(Self.time(0)))
        }
    }

    @Test func goesOnAfterThePublisherWasKilled() async throws {
        let path = try file("stream", (0..<60).map { Self.line($0 + 1, at: Int64($0) * 1_000) })
        let first = try await site.start(["--clock", "played"])
        let play = try site.launch("play", path, "--speed", "15", "--results", "text", "--timeout", "1")
        _ = try await play.output(lineCount: 10)
        first.send(SIGKILL)
        _ = try await first.end()
        try await play.errors(containing: "trying again")
        let second = try await site.start(["--clock", "played"])
        let report = try await play.end()
        #expect(report.exitCode == 0, "\(report)")
        let records = try await records(60)
        #expect(records.map { $0["id"] } == (1...60).map { .string(SampleEvent.id($0).description) })
        #expect(records.map { $0["recordtime"] } == (0..<60).map { .string(Self.time(Int64($0) * 1_000)) })
        second.send(SIGTERM)
        _ = try await second.end()
    }

    @Test func reportsWhatIsNoEventAndGoesOn() async throws {
        let path = try file(
            "stream",
            [
                Self.line(1, at: 0), "{\"type\":", "", "[1]", "{\"id\":\"x\"}", "{\"time\":\"noon\"}",
                Self.line(2, at: 10) { $0["severity"] = .string("Awful") }, Self.line(3, at: 20),
            ]
        )
        try await site.served(["--clock", "played"]) { _ in
            let played = try await site.scenewire("play", path, "--speed", "max")
            #expect(played.exitCode == 1)
            for (line, fault) in [
                (2, "not JSON"), (4, "an array"), (5, "has neither recordtime nor recordedtime nor time"),
                (6, "/time is no time"), (7, "/severity is \"Awful\""),
            ] {
                #expect(
                    played.errorLines.contains { $0.contains("line \(line): ") && $0.contains(fault) },
                    "line \(line): \(played)"
                )
            }
            #expect(played.errorLines.last == "scenewire: 5 of 7 not recorded")
        }
    }

    @Test func namesEventsThatHaveNoIdByWhatTheySay() async throws {
        let lines = (1...2).map { Self.line($0, at: 0) { $0["id"] = nil } }
        try await site.served(["--clock", "played"]) { _ in
            let first = try await site.scenewire(
                "play",
                "-",
                "--speed",
                "max",
                input: lines.joined(separator: "\n")
            )
            #expect(first.errors.contains("2 recorded, 0 duplicates"))
            let again = try await site.scenewire(
                "play",
                "-",
                "--speed",
                "max",
                input: lines.joined(separator: "\n")
            )
            #expect(again.errors.contains("0 recorded, 2 duplicates"))
        }
    }

    @Test func saysWhatItNeeds() async throws {
        let path = try file("stream", [Self.line(1, at: 0)])
        #expect(try await site.scenewire("play", path, "--timeout", "0.3").exitCode == 69)
        #expect(try await site.scenewire("play", site.path + "/none").exitCode == 3)
        for arguments in [
            [], [path, "--speed", "0"], [path, "--speed", "fast"],
            [path, "--shift-to-now", "--shift-to", "now"],
            [path, "--as-exercise", "--actual"], ["-", "-"], [path, "--from", "noon"],
        ] {
            let report = try await CommandProcess.scenewire(["play"] + arguments)
            #expect(report.exitCode == 2, "\(arguments)")
        }
        try await site.served { _ in
            let wall = try await site.scenewire("play", path)
            #expect(wall.exitCode == 1)
            #expect(wall.errors.contains("this publisher's clock is the wall's"))
        }
    }
}

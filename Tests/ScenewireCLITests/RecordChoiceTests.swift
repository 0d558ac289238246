import EventSchema
import Foundation
import Testing

/// What `tail` shows and what `wait` waits for, with a real publisher.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RecordChoiceTests {
    private let site: PublisherSite

    init() throws {
        site = try PublisherSite()
    }

    /// 1 shots Extreme EX-1; 2 note Minor EX-1; 3 released Moderate EX-2; 4 shots Extreme EX-2 of another agency.
    private static let lines = [
        SampleEvent.line(1) { $0["subject"] = .string("EX-1") },
        SampleEvent.line(2) {
            $0["subject"] = .string("EX-1")
            $0["type"] = .string("log.entry")
            $0["severity"] = .string("Minor")
            $0["data"] = .object(["text": .string("Quiet.")])
        },
        SampleEvent.line(3) {
            $0["subject"] = .string("EX-2")
            $0["type"] = .string("hostage.released")
            $0["severity"] = .string("Moderate")
            $0["data"] = .object(["count": .number("1"), "manner": .string("released")])
        },
        SampleEvent.line(4) {
            $0["subject"] = .string("EX-2")
            $0["agency"] = .string("kcpd")
        },
    ]

    @Test func showsWhatFits() async throws {
        try await site.served(["--clock", "played"]) { _ in
            for (number, line) in Self.lines.enumerated() {
                let time = "2025-05-20T1\(number):00:00Z"
                let report = try await site.scenewire(
                    "publish",
                    "--json",
                    "-",
                    "--played-at",
                    time,
                    input: line
                )
                #expect(report.exitCode == 0)
            }
            for (arguments, expected) in [
                (["--incident", "EX-2"], [3, 4]), (["--incident", "EX-2", "--agency", "kcpd"], [4]),
                (["--agency", "expd"], [1, 2, 3]), (["--type", "shots.fired"], [1, 4]),
                (["--type", "hostage.*", "--type", "log.entry"], [2, 3]),
                (["--severity", "moderate"], [1, 3, 4]), (["--severity", "Extreme"], [1, 4]),
                (["--trend", "de-escalation"], [3]), (["--trend", "deescalation"], [3]),
                (["--trend", "escalation", "--incident", "EX-1"], [1]),
            ] as [([String], [Int])] {
                let shown = try await shown(["--from", "1", "--count", "\(expected.count)"] + arguments)
                #expect(shown == expected, "\(arguments)")
            }
            // By the publisher's clock, which stands at 13:00.
            #expect(try await shown(["--since", "-90m", "--count", "2"]) == [3, 4])
            #expect(try await shown(["--since", "2025-05-20T11:00:00Z", "--count", "3"]) == [2, 3, 4])
            #expect(try await shown(["--since", "2025-05-20T06:00:00-05:00", "--count", "3"]) == [2, 3, 4])
            #expect(try await shown(["--since", "-10d", "--count", "4"]) == [1, 2, 3, 4])
        }
    }

    private func shown(_ arguments: [String]) async throws -> [Int] {
        let report = try await CommandProcess.scenewire(
            ["tail", "--template", "{sequence}{mark}"] + arguments,
            environment: site.environment
        )
        #expect(report.exitCode == 0, "\(report)")
        return report.outputLines.compactMap { Int($0.prefix { $0.isNumber }) }
    }

    @Test func showsATemplateAndSaysWhatNoTypeIs() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...1)
            let report = try await site.scenewire(
                "tail",
                "--from",
                "1",
                "--count",
                "1",
                "--template",
                "{sequence} {type} {narrative}",
                "--type",
                "shots.fired",
                "--type",
                "shot.fired"
            )
            #expect(report.output == "[Exercise] 1 shots.fired One report heard from the garage.\n")
            #expect(report.errors.contains("there is no event type shot.fired; perhaps shots.fired is meant"))
        }
    }

    private static let heartbeat = SampleEvent.line(9) {
        $0["type"] = .string("source.heartbeat")
        $0["subject"] = nil
        $0["data"] = .object(["lastSequence": .number("8")])
    }

    /// What software writes is not in the way of people, and there when it is asked for.
    @Test func leavesOutWhatSoftwareWrites() async throws {
        try await site.served { _ in
            let input = (Self.lines[..<2] + [Self.heartbeat] + Self.lines[2...]).joined(separator: "\n")
            let published = try await site.scenewire("publish", "--json", "-", input: input)
            #expect(published.exitCode == 0)
            for (arguments, expected) in [
                (["--from", "1"], [1, 2, 4, 5]), (["--from", "1", "--system"], [1, 2, 3, 4, 5]),
                (["--from", "1", "--type", "source.*"], [3]), (["--last", "3"], [2, 4, 5]),
                (["--last", "3", "--system"], [3, 4, 5]), (["--last", "1", "--type", "shots.fired"], [5]),
                (["--last", "2", "--agency", "expd"], [2, 4]), (["--last", "100"], [1, 2, 4, 5]),
            ] as [([String], [Int])] {
                let sequences = try await shown(arguments + ["--count", "\(expected.count)"])
                #expect(sequences == expected, "\(arguments)")
            }
        }
    }

    @Test func endsWhenWhatWasWaitedForHasCome() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...2)
            let wait = try site.launch("wait", "--type", "shots.*", "--count", "2", "--timeout", "60")
            try await wait.errors(containing: "scenewire: live")
            _ = try await site.publish(3...4)
            let report = try await wait.end()
            #expect(report.exitCode == 0)
            #expect(report.sequences == [3, 4])
        }
    }

    @Test func countsThePastWhenItIsToldTo() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...2)
            let past = try await site.scenewire("wait", "--from", "1", "--count", "2", "--timeout", "60")
            #expect(past.exitCode == 0)
            #expect(past.sequences.count == 2)
            let since = try await site.scenewire("wait", "--since", "-1h", "--timeout", "60")
            #expect(since.exitCode == 0)
            #expect(since.sequences.count == 1)
        }
    }

    @Test func endsWith124WhenTheTimeIsOver() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...1)
            let nothing = try await site.scenewire("wait", "--timeout", "200ms")
            #expect(nothing.exitCode == 124)
            #expect(nothing.output == "")
            #expect(nothing.errors.contains("the time is over; 0 of 1 records have come"))
            let other = try await site.scenewire(
                "wait",
                "--from",
                "1",
                "--type",
                "hostage.*",
                "--timeout",
                "1s"
            )
            #expect(other.exitCode == 124)
            let tooFew = try await site.scenewire("wait", "--from", "1", "--count", "2", "--timeout", "1s")
            #expect(tooFew.exitCode == 124)
            #expect(tooFew.sequences.count == 1)
            #expect(tooFew.errors.contains("1 of 2 records have come"))
        }
    }

    @Test func saysThatThereIsNoPublisherToWaitFor() async throws {
        let report = try await site.scenewire("wait", "--timeout", "300ms")
        #expect(report.exitCode == 69)
    }

    @Test(arguments: [
        ["tail", "--type", "a*b"], ["tail", "--severity", "awful"], ["tail", "--trend", "up"],
        ["tail", "--since", "someday"], ["tail", "--since", "-1h", "--from", "1"],
        ["tail", "--last", "3", "--from", "1"], ["tail", "--last", "0"], ["tail", "--last", "10001"],
        ["tail", "--template", "{nonsense}"], ["tail", "--format", "template"],
        ["tail", "--format", "json", "--template", "{type}"], ["wait", "--count", "0"],
        ["wait", "--timeout", "soon"], ["wait", "--timeout", "-1"],
    ])
    func refusesWhatIsNoChoice(_ arguments: [String]) async throws {
        let report = try await CommandProcess.scenewire(arguments)
        #expect(report.exitCode == 2, "\(report)")
        #expect(report.output == "")
    }
}

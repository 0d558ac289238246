import Foundation
import Testing

@testable import ScenewireCLI

/// `scenewire rules test`.
@Suite(.timeLimit(.minutes(2))) struct RulesTestCommandTests {
    private let files = try? RuleFiles()

    private func run(_ text: String) async throws -> (report: CommandProcess.Report, file: String) {
        let file = try #require(files).tests(text)
        return (try await CommandProcess.scenewire(["rules", "test", file]), file)
    }

    @Test func theShippedRulesRaiseWhatTheirTestsSay() async throws {
        let report = try await CommandProcess.scenewire(["rules", "test", RuleFiles.shippedTests])
        #expect(report.exitCode == 0, "\(report)")
        let last = try #require(report.outputLines.last)
        #expect(last.hasSuffix(" tests, 0 failed"), "\(last)")
        #expect(report.outputLines.dropLast().allSatisfy { $0.hasPrefix("ok      ") })
    }

    /// The shipped tests notice whichever threshold is moved, up or down.
    @Test(arguments: [
        ("clock: contact lost\n    after: 15 min", "clock: contact lost\n    after: 16 min", "R08"),
        ("clock: contact lost\n    after: 15 min", "clock: contact lost\n    after: 14 min", "R08"),
        ("above: 2 s", "above: 3 s", "R20"), ("lag: {above: 5 min}", "lag: {above: 4 min}", "R21"),
        ("before_contact: 10 min", "before_contact: 9 min", "R12"),
    ])
    func aThresholdThatIsMovedFails(_ old: String, _ new: String, _ rule: String) async throws {
        let files = try #require(files)
        _ = try files.edited(old, new, as: "rules.yml")
        let tests = try String(contentsOfFile: RuleFiles.shippedTests, encoding: .utf8)
        let report = try await CommandProcess.scenewire([
            "rules", "test", try files.write(tests, as: "x.test.yml"),
        ])
        #expect(report.exitCode == 1, "\(report)")
        let failed = report.outputLines.filter { $0.hasPrefix("failed  ") }
        #expect(!failed.isEmpty && failed.allSatisfy { $0.contains(rule) }, "\(failed)")
    }

    @Test func aFailureShowsWhatWasExpectedAndWhatCame() async throws {
        let (report, file) = try await run(
            """
            tests:
              - name: wrong
                start: 2025-06-01T10:00:00-05:00
                events:
                  - {at: +0m, type: incident.declared, data: {class: barricade, location: LOC-T}}
                  - {at: +5m, type: shots.fired, data: {by: subject}}
                expect:
                  - {at: +4m, raised: R02}
                  - {at: +5m, raised: {rule: R01, severity: Severe}}
                  - {at: +16m, raised: [{rule: R17, at: +14m}], resolved: R12}
              - name: right
                expect: {at: +1m}
            """
        )
        #expect(report.exitCode == 1)
        #expect(report.errors == "scenewire: 1 of 2 tests failed\n")
        let lines = report.outputLines.map { $0.trimmingCharacters(in: .whitespaces) }
        let shots = "R01 at +5m (15:05:00Z), Extreme, key \"00000000-0000-7000-8000-000000000002\""
        let silence = "\"Nothing was entered for 10 min, since 15:05:00 UTC\""
        #expect(
            lines.dropLast() == [
                "failed  wrong",
                "\(file):9:9, by +4m (15:04:00Z):",
                "expected, but not raised: R02",
                "\(file):10:9, by +5m (15:05:00Z):",
                "raised \(shots): severity is Extreme, expected Severe",
                "\(file):11:9, by +16m (15:16:00Z):",
                "raised R17 at +15m (15:15:00Z), Severe, key \"TEST-1\": at is +15m (15:15:00Z), expected "
                    + "+14m (15:14:00Z)",
                "not expected, but raised: R12 at +15m (15:15:00Z), Moderate, key \"TEST-1\": \(silence)",
                "expected, but not resolved: R12",
                "ok      right",
            ]
        )
        #expect(lines.last?.contains("2 tests, 1 failed; no test raises R02, R03") == true)
    }

    @Test func whatComesAfterTheLastExpectationIsNotExpected() async throws {
        let (report, _) = try await run(
            """
            tests:
              - name: late
                events: {at: +5m, type: shots.fired, data: {by: subject}}
                expect: {at: +1m}
            """
        )
        #expect(report.exitCode == 1)
        #expect(report.output.contains("after the last expectation, until +5m (12:05:00Z):"))
        #expect(report.output.contains("not expected, but raised: R01"))
    }

    /// Each slip, and where it is said to be.
    @Test(arguments: [
        ("{at: +5m, type: shots.fired, data: {by: subject, ronds: 2}}", "5:56", #""ronds" is no key here"#),
        ("{at: +5m, type: shots.fird}", "5:23", "is no type that there is"),
        ("{at: +5m, typ: shots.fired}", "5:17", #""typ" is no key here"#),
        ("{at: 5, type: shots.fired, data: {by: subject}}", "5:12", "a distance from the start such as +5m"),
        ("{type: shots.fired, data: {by: subject}}", "5:7", "events[0].at: missing"),
        (
            "{at: +5m, type: shots.fired, data: {by: nobody}}", "5:7",
            #"/data/by: the word "nobody" is unknown"#
        ),
        (
            "{at: +5m, type: shots.fired, data: {by: subject, rounds: many}}", "5:64",
            "allowed is a whole number, not negative"
        ),
        (
            "{at: +5m, type: shots.fired, incident: a b, data: {by: subject}}", "5:46",
            #"/subject is "a b"; allowed is"#
        ),
        ("{at: +5m, type: shots.fired}", "5:7", "/data/by is missing"),
        ("{at: +5m, publisher: gone}", "5:7", "publisher: silent, publisher: heard"),
        ("{at: +5m, type: shots.fired, amends: shots, data: {by: subject}}", "5:44", #"/amends is "shots""#),
        ("shots", "5:7", "is not a mapping"),
        (
            "{at: +5m, behind: archivr}", "5:25",
            #""archivr" is no consumer of which a rule of the file tells; allowed: archiver"#
        ),
        ("{at: +5m, caught_up: metrics}", "5:28", "allowed: archiver"),
    ])
    func aSlipInAnEventIsAFaultWithItsPlace(_ event: String, _ place: String, _ reason: String) async throws {
        let (report, file) = try await run(
            "tests:\n  - name: x\n    events:\n    - \(event)\n    expect: {at: +9m}\n"
        )
        #expect(report.exitCode == 65 && report.output.isEmpty)
        let line = try #require(report.errorLines.first)
        #expect(line.hasPrefix("\(file):\(place): tests[0].events[0]"), "\(line)")
        #expect(line.contains(reason), "\(line)")
    }

    @Test(arguments: [
        ("tests: [{name: x}]", "expect: missing"),
        ("tests: [{name: x, expect: {at: +1m}, evnts: []}]", #""evnts" is no key here"#),
        ("tests: [{name: x, only: R99, expect: {at: +1m}}]", #""R99" is no rule of the file"#),
        ("tests: [{name: x, expect: {at: +1m, raised: R98}}]", #""R98" is no rule of the file"#),
        ("tests: [{name: x, expect: {at: +1m, raised: {rule: R01, sev: x}}}]", #""sev" is no key here"#),
        ("tests: [{name: x, expect: {at: +1m, raised: {rule: R01, severity: bad}}}]", "allowed: Extreme,"),
        ("tests: [{name: x, expect: [{at: +2m}, {at: +1m}]}]", "is before the one above"),
        ("tests: [{name: x, start: noon, expect: {at: +1m}}]", "allowed: RFC 3339 with its zone"),
        ("defaults: {narrative: x}\ntests: []", #""narrative" is no key here"#),
        ("defaults: {time: +1m}\ntests: []", #""time" is no key here"#),
        ("tests: [{name: x, name: y}]", "name set twice"), ("tests: [", "is not YAML"),
        ("x: 1", #""x" is no key here"#), ("", "tests: missing"),
        (
            """
            tests:
              - {name: x, expect: {at: +9m},
                 events: [{at: +1m, publisher: silent}, {at: +2m, type: source.heartbeat}]}
            """, "nothing comes until publisher: heard"
        ),
        (
            """
            tests:
              - {name: x, expect: {at: +9m},
                 events: [{at: +2m, type: source.heartbeat}, {at: +1m, type: source.heartbeat}]}
            """, "comes before the one above"
        ),
    ])
    func aSlipInATestIsAFault(_ text: String, _ reason: String) async throws {
        let (report, _) = try await run(text)
        #expect(report.exitCode == 65 && report.output.isEmpty)
        #expect(report.errors.contains(reason), "\(report)")
    }

    @Test func theRulesOfATestAreChecked() async throws {
        let files = try #require(files)
        _ = try files.write("version: 1\nrules: [{id: R01}]", as: "rules.yml")
        let file = try files.write("rules: rules.yml\ntests: []", as: "x.test.yml")
        let faulty = try await CommandProcess.scenewire(["rules", "test", file])
        #expect(faulty.exitCode == 65 && faulty.errors.contains("\(files.path)/rules.yml:2:9: rules[0]"))
        let absent = try files.write("rules: none.yml\ntests: []", as: "y.test.yml")
        #expect(try await CommandProcess.scenewire(["rules", "test", absent]).exitCode == 3)
        #expect(try await CommandProcess.scenewire(["rules", "test", "\(files.path)/none"]).exitCode == 3)
        #expect(try await CommandProcess.scenewire(["rules", "test"]).exitCode == 2)
    }

    /// A faulty file does not keep the others from being tested.
    @Test func severalFilesAreTested() async throws {
        let files = try #require(files)
        let faulty = try files.write("rules: [", as: "y.test.yml")
        let file = try files.tests("tests: [{name: quiet, expect: {at: +1m}}]")
        let report = try await CommandProcess.scenewire(["rules", "test", faulty, file, file])
        #expect(report.exitCode == 65)
        #expect(report.outputLines.filter { $0 == "ok      quiet" }.count == 2)
    }

    /// What `scenewire query --format json` shows can be pasted into a test.
    @Test func aDocumentIsAnEvent() async throws {
        let (report, _) = try await run(
            """
            tests:
              - name: pasted
                expect:
                  at: 2025-05-20T14:40:00Z
                  raised: {rule: R01, incident: EX-1, agency: expd, late: false}
                events:
                  - {"specversion": "1.0", "id": "0196ee21-f508-7001-8000-000000000011", "source": "cp1",
                     "type": "shots.fired", "datacontenttype": "application/json",
                     "dataschema": "urn:scenewire:v1:shots.fired", "subject": "EX-1",
                     "time": "2025-05-20T14:38:45.000Z", "agency": "expd", "status": "Exercise",
                     "sourceepoch": 1, "sequence": "00000000000000000017", "tlp": "AMBER",
                     "recordedtime": "2025-05-20T14:39:00.000Z", "authorid": "u17",
                     "authorrole": "dispatcher", "severity": "Extreme", "urgency": "Immediate",
                     "certainty": "Possible", "data": {"by": "unknown", "rounds": 1},
                     "recordstream": "6b0d3c1e-0000-4000-8000-000000000001", "recordepoch": 1,
                     "recordsequence": "00000000000000000019", "recordtime": "2025-05-20T14:39:05.000Z",
                     "recordchecksum": "00000000"}
            """
        )
        #expect(report.exitCode == 0, "\(report)")
    }

    /// Two expectations of which the first fits both alerts and the second one of them.
    @Test func expectationsArePairedSoThatAsManyAsPossibleAreMet() async throws {
        let (report, _) = try await run(
            """
            tests:
              - name: paired
                only: R01
                events:
                  - {at: +1m, type: shots.fired, data: {by: subject}}
                  - {at: +2m, type: shots.fired, data: {by: subject}}
                expect:
                  - {at: +3m, raised: [R01, {rule: R01, at: +1m}]}
            """
        )
        #expect(report.exitCode == 0, "\(report)")
    }
}

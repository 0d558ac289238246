import ArchiveStore
import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import ScenewireCLI

/// `scenewire rules replay`.
@Suite(.timeLimit(.minutes(2))) struct RulesReplayTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)

    private let files: RuleFiles
    private var archive: String { files.path + "/archive.sqlite" }

    init() throws {
        files = try RuleFiles()
    }

    /// Archives a scenario, published as its recorded times say.
    ///
    /// - Parameter missing: The numbers of records that the archive does not have.
    private func store(_ scenario: String, missing: [ClosedRange<Int>] = []) async throws {
        let text = try Data(contentsOf: URL(filePath: "\(RuleFiles.repository)/Scenarios/\(scenario).ndjson"))
        let writer = RecordWriter(stream: Self.stream, epoch: 1)
        var batches: [RecordBatch] = []
        for (index, event) in try EventBatch.decode(Array(text), format: .lines).enumerated()
        where !missing.contains(where: { $0.contains(index + 1) }) {
            var bytes: [UInt8] = []
            writer.append(
                event: event.bytes.span.bytes,
                sequence: SequenceNumber(UInt64(index + 1)),
                publishedAt: event.outline.recordedAt,
                flags: .playedClock,
                salt: (1, UInt64(index + 1)),
                to: &bytes
            )
            batches.append(try RecordBatch(verifying: bytes))
        }
        let archive = try Archive(FilePath(archive))
        let gaps = missing.map {
            SequenceNumber(UInt64($0.lowerBound))...SequenceNumber(UInt64($0.upperBound))
        }
        _ = try await archive.store(batches, gaps: gaps, of: Self.stream, receivedAt: .now)
        try archive.close()
    }

    private func replay(_ arguments: [String] = [], rules: String? = nil) async throws
        -> CommandProcess.Report
    {
        try await CommandProcess.scenewire(
            ["rules", "replay", "--archive", archive, "--rules", rules ?? RuleFiles.shipped] + arguments,
            environment: ["TZ": "UTC"]
        )
    }

    /// The oracles of AlertRulesTests' ScenarioAlertTests.
    @Test(arguments: [("a-hostage-standoff", 27, 16), ("b-robbery", 15, 7)])
    func aScenarioRaisesTheOraclesAlerts(_ name: String, _ raised: Int, _ resolved: Int) async throws {
        try await store(name)
        let report = try await replay()
        #expect(report.exitCode == 0 && report.errors.isEmpty, "\(report)")
        #expect(report.outputLines.last == "\(raised) raised, \(resolved) resolved")
        #expect(report.outputLines.count == raised + resolved + 1)
    }

    @Test func aLineSaysWhenHowBadAndWhat() async throws {
        try await store("a-hostage-standoff")
        let lines = try await replay(["--incident", "2025-0520-001"]).outputLines
        let ring =
            "Severe    R17  2025-0520-001  2025-0520-001  [Exercise] The inner ring is not established 15 min"
            + " after the declaration"
        #expect(lines.first == "2025-05-20 14:21:48.000+00:00  +  \(ring)")
        #expect(lines.contains("2025-05-20 14:27:50.000+00:00  -  \(ring)"))
        // An alert about a source is about no incident.
        #expect(lines.last == "26 raised, 15 resolved")
        #expect(try await replay(["--status", "actual"]).output == "0 raised, 0 resolved\n")
        #expect(try await replay(["--status", "exercise"]).outputLines.last == "27 raised, 16 resolved")
    }

    @Test func programsGetOneDocumentALine() async throws {
        try await store("b-robbery")
        let report = try await replay(["--format", "json"])
        let documents = try report.outputLines.map { try CloudEvent.parse(Array($0.utf8)) }
        #expect(documents.count == 22 && report.errors == "scenewire: 15 raised, 7 resolved\n")
        let first = try #require(documents.first)
        #expect(first["kind"] == .string("raised") && first["rule"] == .string("R06"))
        #expect(first["at"] == .string("2025-05-20T09:15:50.000Z") || first["at"] != nil)
        #expect(first["needsAcknowledgement"] == .bool(true))
    }

    @Test func againstAnotherThresholdOnlyThatIsShown() async throws {
        try await store("a-hostage-standoff")
        let other = try files.edited(
            "clock: contact lost\n    after: 15 min",
            "clock: contact lost\n    after: 10 min",
            as: "other.yml"
        )
        let report = try await replay(["--against", other])
        #expect(report.exitCode == 0, "\(report)")
        let lines = report.outputLines
        #expect(
            lines.map { String($0.prefix(50)) }.dropLast() == [
                "2025-05-20 15:28:40.000+00:00  +  Severe    R08  2",
                "2025-05-20 18:25:20.000+00:00  +  Severe    R08  2",
                "2025-05-20 18:30:20.000+00:00  -  Severe    R08  2",
            ]
        )
        #expect(lines.last == "R08: 1 only with \(RuleFiles.shipped), 2 only with \(other)")
        let same = try await replay(["--against", RuleFiles.shipped])
        #expect(same.exitCode == 0 && same.output == "no differences\n")
    }

    @Test func whatIsRaisedOtherwiseIsOneEntry() async throws {
        try await store("b-robbery")
        let rule =
            "severity: Extreme\n    acknowledge: true\n    audience: [command, medics]\n    text: \"Shots"
        let other = try files.edited(
            rule,
            "severity: Severe\n    acknowledge: true\n    audience: [command]\n    text: \"SHOTS",
            as: "other.yml"
        )
        let lines = try await replay(["--against", other]).outputLines
        #expect(lines.count == 2 && lines.last == "R01: 1 changed")
        let line = try #require(lines.first)
        #expect(line.contains("  ~  Extreme   R01  "))
        #expect(line.contains("severity Extreme → Severe; text \"Shots fired by"))
        #expect(line.contains("→ \"SHOTS fired by"))
        #expect(line.hasSuffix("; audience command, medics → command"))
        let json = try await replay(["--against", other, "--format", "json"]).outputLines
        let document = try CloudEvent.parse(Array(try #require(json.first).utf8))
        #expect(json.count == 1 && document["change"] == .string("changed"))
        #expect(document.names == ["change", "before", "after"])
    }

    /// Entries of one rule that change places give its alerts other ids; they are the same alerts all the same.
    @Test func theOrderOfARulesPartsIsNoDifference() async throws {
        try await store("a-hostage-standoff")
        let text = try String(contentsOfFile: RuleFiles.shipped, encoding: .utf8)
        let parts = text.components(separatedBy: "  - id: R03\n")
        try #require(parts.count == 3)
        let end = try #require(parts[2].range(of: "\n  - id: R04"))
        let (second, rest) = (parts[2][..<end.lowerBound], parts[2][end.lowerBound...])
        let swapped = parts[0] + "  - id: R03\n" + second + "  - id: R03\n" + parts[1] + rest
        let report = try await replay(["--against", try files.write(swapped, as: "other.yml")])
        #expect(report.output == "no differences\n", "\(report)")
    }

    @Test func whatIsMissingIsSaid() async throws {
        try await store("b-robbery", missing: [1...3, 10...10])
        let report = try await replay()
        #expect(report.exitCode == 0)
        #expect(
            report.errorLines == [
                "scenewire: stream \(Self.stream) begins with record 4 in this archive: what rests on earlier "
                    + "ones is not judged", "scenewire: stream \(Self.stream): record 10 is missing",
            ]
        )
        #expect(report.outputLines.filter { $0.contains("  R19  ") }.count == 2)
    }

    @Test func errorsEndWithTheirNumbers() async throws {
        #expect(try await replay().exitCode == 3)
        try await store("b-robbery")
        #expect(try await replay(rules: files.path + "/none.yml").exitCode == 3)
        let faulty = try files.write("version: 2", as: "faulty.yml")
        let report = try await replay(["--against", faulty])
        #expect(report.exitCode == 78 && report.errors.contains("\(faulty):1:10: version"))
        let status = try await replay(["--status", "real"])
        #expect(status.exitCode == 2 && status.errors.contains("Please provide one of"))
    }
}

import ArchiveStore
import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import ScenewireCLI

/// `scenewire query` and `scenewire export` as their users meet them.
@Suite(.timeLimit(.minutes(2))) struct QueryTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)

    private let files: RuleFiles
    private var archive: String { files.path + "/archive.sqlite" }

    init() throws {
        files = try RuleFiles()
    }

    /// Archives events, each published a second after the one before.
    private func store(_ events: [[UInt8]]) async throws {
        var bytes: [UInt8] = []
        for (index, event) in events.enumerated() {
            RecordWriter(stream: Self.stream, epoch: 1).append(
                event: event.span.bytes,
                sequence: SequenceNumber(UInt64(index + 1)),
                publishedAt: SampleEvent.recordedAt.advanced(byNanoseconds: Int64(index) * 1_000_000_000),
                salt: (1, UInt64(index + 1)),
                to: &bytes
            )
        }
        let archive = try Archive(FilePath(archive))
        _ = try await archive.store(
            [RecordBatch(verifying: bytes)],
            of: Self.stream,
            receivedAt: SampleEvent.recordedAt
        )
        try archive.close()
    }

    private func scenewire(_ command: String, _ arguments: String...) async throws -> CommandProcess.Report {
        try await CommandProcess.scenewire(
            [command, "--archive", archive] + arguments,
            environment: ["TZ": "UTC"]
        )
    }

    private static func note(_ number: Int) throws -> [UInt8] {
        try SampleEvent.event(number) {
            $0["type"] = .string("log.entry")
            $0["severity"] = .string("Minor")
            $0["data"] = .object(["text": .string("Caller says that one shot was fired, loud.")])
        }.bytes
    }

    private static func bare(_ document: inout JSONObject) {
        document["data"] = .object(["by": .string("subject"), "rounds": .number("2")])
    }

    @Test func everyRowOfASpreadsheetHasContent() async throws {
        try await store([Self.note(1), SampleEvent.event(2, Self.bare).bytes])
        let report = try await scenewire("query", "--format", "csv")
        #expect(report.exitCode == 0, "\(report)")
        let lines = report.output.components(separatedBy: "\r\n")
        #expect(lines[0].hasSuffix(",narrative,text,sentence"))
        let said = "\"Caller says that one shot was fired, loud.\""
        #expect(lines[1].hasSuffix(",,\(said),\(said)"))
        #expect(lines[2].hasSuffix(",,,2 shots by subject"))
    }

    @Test func whatWasSaidIsFoundAndExported() async throws {
        try await store([Self.note(1), SampleEvent.event(2, Self.bare).bytes])
        let found = try await scenewire("query", "--text", "caller", "--format", "ndjson")
        #expect(found.errors.isEmpty && found.outputLines.count == 1, "\(found)")
        let exported = try await scenewire("export").outputLines.map { try CloudEvent.parse(Array($0.utf8)) }
        #expect(
            exported.map { $0["recordtext"] } == [.string("Caller says that one shot was fired, loud."), nil]
        )
    }

    /// The lines are those of `tail`, and say what they are sorted by.
    @Test func aTableHasAHeadingAndOneOrder() async throws {
        try await store([
            Self.note(1), SampleEvent.event(2) { $0["time"] = .string("2025-05-20T08:00:00Z") }.bytes,
            SampleEvent.event(3) {
                $0["type"] = .string("source.heartbeat")
                $0["data"] = .object([:])
            }.bytes,
        ])
        let report = try await scenewire("query")
        #expect(report.exitCode == 0 && report.errors.isEmpty, "\(report)")
        #expect(report.outputLines[0] == "Tue 20 May 2025, times +00:00, in the order of observation")
        #expect(report.outputLines[1].hasPrefix("     #  OBSERVED  SEVERITY    INCIDENT"))
        #expect(report.sequences == [2, 1])
        #expect(report.outputLines[3].hasSuffix("[Exercise] Caller says that one shot was fired, loud."))
        #expect(try await scenewire("query", "--system").sequences.sorted() == [1, 2, 3])
        let none = try await scenewire("query", "--text", "nowhere")
        #expect(none.exitCode == 0 && none.output.isEmpty && none.errors == "scenewire: no record fits\n")
    }

    /// What is not there is told from what merely does not fit.
    @Test func whatTheArchiveDoesNotKnowIsSaid() async throws {
        try await store([Self.note(1), SampleEvent.event(2).bytes])
        let incident = "2025-0520-001"
        #expect(try await scenewire("query", "--incident", incident, "--type", "shots").sequences == [2])
        #expect(try await scenewire("query", "--incident", incident, "--type", "custody").exitCode == 0)
        let output = files.path + "/nothing.ndjson"
        for report in [
            try await scenewire("query", "--incident", "2025-0520-01"),
            try await scenewire("export", "--incident", "2025-0520-01", "--output", output),
        ] {
            #expect(report.exitCode == 3 && report.output.isEmpty, "\(report)")
            #expect(report.errorLines.first?.contains("there is no incident 2025-0520-01 in ") == true)
            #expect(report.errors.contains("perhaps \(incident) is meant"), "\(report)")
        }
        #expect(!FileManager.default.fileExists(atPath: output))
        let type = try await scenewire("query", "--type", "shots.fird")
        #expect(type.exitCode == 3 && type.errors.contains("perhaps shots.fired is meant"), "\(type)")
        let status = try await scenewire("query", "--status", "real")
        #expect(status.exitCode == 2 && status.errors.contains("Please provide one of"), "\(status)")
    }

    @Test func theLastRecordsStandInTheSameOrder() async throws {
        try await store((1...3).map { try SampleEvent.event($0).bytes })
        let all = try await scenewire("query").sequences
        #expect(try await scenewire("query", "--last", "2").sequences == all.suffix(2))
        #expect(try await scenewire("query", "--limit", "2").sequences == Array(all.prefix(2)))
        #expect(try await scenewire("query", "--last", "1", "--limit", "1").exitCode == 2)
        #expect(try await scenewire("query", "--last", "0").exitCode == 2)
    }

    @Test func whatLooksLikeAnOperatorIsAWord() async throws {
        try await store([Self.note(1)])
        let report = try await scenewire("query", "--text", "caller OR shot")
        #expect(report.output.isEmpty)
        #expect(report.errors.contains("OR is searched for like any other word"), "\(report)")
    }

    @Test func aFileThatIsThereIsNotReplaced() async throws {
        try await store([Self.note(1)])
        let copy = files.path + "/copy"
        func make(_ arguments: String...) async throws -> CommandProcess.Report {
            try await CommandProcess.scenewire(arguments + ["--archive", archive])
        }
        #expect(try await make("export", "--output", copy).exitCode == 0)
        let export = try await make("export", "--output", copy)
        #expect(export.exitCode == 1 && export.errors.contains("remove it, or name another file"))
        let backup = try await make("archive", "backup", copy)
        #expect(backup.exitCode == 1 && backup.errors.contains("exists already; --force replaces it"))
        #expect(try await make("archive", "backup", copy, "--force").exitCode == 0)
        #expect(try await make("export", "--output", "-").outputLines.count == 1)
    }

    /// An archiver makes the file before it writes its tables.
    @Test func anEmptyFileIsNoArchiveYet() async throws {
        #expect(FileManager.default.createFile(atPath: archive, contents: nil))
        let report = try await scenewire("query")
        #expect(report.exitCode == 3 && report.errors.contains("is empty: an archiver is just making it"))
    }

    @Test func aRecordIsNamedByItsIDItsBeginningOrItsNumber() async throws {
        try await store((1...3).map { try SampleEvent.event($0).bytes })
        let id = SampleEvent.id(2).description
        for (reference, expected) in [
            (id, [2]), ("2", [2]), ("#3", [3]), ("0196ed9e-9c40", [1, 2, 3]), ("ffffffff", []),
        ] {
            #expect(try await scenewire("query", "--id", reference).sequences == expected, "\(reference)")
        }
        #expect(try await scenewire("query", "--id", "nonsense").exitCode == 2)
    }
}

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

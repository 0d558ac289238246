import EventSchema
import Foundation
import Testing

/// Events from flags as people publish them: real executables, a real publisher.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PublishTypeTests {
    private let site: PublisherSite

    init() throws {
        site = try PublisherSite()
    }

    @Test func recordsTheSameEventOfEveryTypeAsItsDocument() async throws {
        let samples = SchemaTable.events.enumerated().map {
            TypeSample($0.element, isFull: true, number: 1_000 + $0.offset)
        }
        try await site.served { _ in
            for sample in samples {
                let published = try await CommandProcess.scenewire(
                    sample.arguments,
                    environment: site.environment
                )
                #expect(published.exitCode == 0, "\(sample.event.type): \(published)")
                #expect(published.output.hasPrefix("recorded "))
            }
            // The same bytes are a duplicate, any others a conflict.
            let documents = samples.map { JSONValue.object($0.document).text + [UInt8(ascii: "\n")] }
            let input = String(decoding: documents.joined(), as: UTF8.self)
            let again = try await site.scenewire("publish", "--json", "-", input: input)
            #expect(again.exitCode == 0, "\(again.errors)")
            #expect(again.outputLines.count == samples.count)
            #expect(again.outputLines.allSatisfy { $0.hasPrefix("duplicate ") })
        }
    }

    @Test func showsTheEventInsteadOfPublishingIt() async throws {
        let sample = TypeSample(try #require(SchemaTable.event("shots.fired")), isFull: true)
        let shown = try await CommandProcess.scenewire(sample.arguments + ["--dry-run"])
        #expect(shown.exitCode == 0, "\(shown)")
        #expect(shown.errors == "")
        #expect(
            try CloudEvent.decode(Array(shown.output.utf8)).bytes == CloudEvent.decode(sample.document).bytes
        )
    }

    @Test func publishesAShortFormWithTheEnvironment() async throws {
        let environment = site.environment.merging([
            "SCENEWIRE_STATUS": "Exercise", "SCENEWIRE_TLP": "AMBER", "SCENEWIRE_AGENCY": "expd",
            "SCENEWIRE_SOURCE": "cp1", "SCENEWIRE_AUTHOR_ID": "u17", "SCENEWIRE_AUTHOR_ROLE": "dispatcher",
            "SCENEWIRE_INCIDENT": "EX-1",
        ]) { $1 }
        try await site.served { _ in
            let report = try await CommandProcess.scenewire(
                ["publish", "shots", "--by", "sniper", "--force", "Two rounds, kitchen."],
                environment: environment
            )
            #expect(report.exitCode == 0)
            #expect(report.output.hasPrefix("recorded 1 "))
            #expect(report.errors.contains(#"note: /data/by: the word "sniper" is unknown"#))
            let shown = try await site.scenewire("tail", "--from", "1", "--count", "1")
            #expect(
                shown.output.contains(
                    "  [Exercise] Shots by sniper: Two rounds, kitchen.\n"
                )
            )
        }
    }

    /// A stream is no event: the publisher, which is not there, is not asked for one.
    @Test func takesNoShortNameForAStream() async throws {
        let report = try await site.scenewire(
            "publish",
            "archive.checkpoint",
            "--stream",
            "17",
            "--sequence",
            "1",
            "--tree-size",
            "1",
            "--root-sha256",
            String(repeating: "0", count: 64)
        )
        #expect(report.exitCode == 2, "\(report)")
        #expect(!report.errors.contains("nobody listens"), "\(report)")
    }

    /// An event names others shortly; what it means is said, and what means several is refused with them.
    @Test func namesOtherEventsShortly() async throws {
        try await site.served { _ in
            _ = try await site.publish(1...3)
            let environment = site.environment.merging([
                "SCENEWIRE_AGENCY": "expd", "SCENEWIRE_SOURCE": "cp1", "SCENEWIRE_TLP": "AMBER",
                "SCENEWIRE_STATUS": "Exercise", "SCENEWIRE_AUTHOR_ID": "u17",
                "SCENEWIRE_AUTHOR_ROLE": "dispatcher", "SCENEWIRE_INCIDENT": "EX-1",
            ]) { $1 }
            func retract(_ reference: String) async throws -> CommandProcess.Report {
                try await CommandProcess.scenewire(
                    ["publish", "retract", "--reason", "enteredInError", "--amends", reference, "--force"],
                    environment: environment
                )
            }
            let id = SampleEvent.id(2)
            let whole = String(id.description.dropLast(1))
            #expect(try await retract(id.description.filter { $0 != "-" }).exitCode == 2)
            for reference in ["2", "#2"] {
                let report = try await retract(reference)
                #expect(report.exitCode == 0, "\(report)")
                #expect(report.errors.contains("--amends \(reference) is \(id): 1 shot by unknown"))
            }
            let several = try await retract(whole)
            #expect(several.exitCode == 2)
            #expect(several.output == "")
            #expect(several.errorLines.first?.hasSuffix(": 3 records begin so; name one of them") == true)
            #expect(
                several.errorLines.dropFirst().map { $0.prefix(42) }
                    == (1...3).map { "  #\($0)  \(SampleEvent.id($0))" }
            )
            #expect(try await retract("99").exitCode == 3)
            // Decimal digits may be the beginning of an id, unless a # says that they are a number.
            let decimal = "48291300-0000-7000-8000-000000000001"
            let line = SampleEvent.line(9) { $0["id"] = .string(decimal) }
            _ = try await site.scenewire("publish", "--json", "-", input: line + "\n")
            let found = try await retract("482913")
            #expect(found.errors.contains("--amends 482913 is \(decimal): "), "\(found)")
            #expect(try await retract("#482913").exitCode == 3)
            #expect(try await retract("019661").exitCode == 3)
            #expect(try await retract("ffffff").exitCode == 3)
            #expect(try await retract("nonsense").exitCode == 2)
        }
    }

    @Test(
        arguments: [
            (["shots", "--by", "subject"], "are missing"), (["shots", "--observed-at", "-1h"], "--by"),
            (["shots"], "--by"),
            (["shot.fired"], "no event type"),
            ([], "Nothing to publish"),
            (["shots", "--by", "subject", "--status", "Real"], "--agency"),
            (
                [
                    "shots", "--by", "subject", "--agency", "expd", "--incident", "EX-1", "--source", "cp1",
                    "--author-id", "u1", "--author-role", "dispatcher", "--tlp", "AMBER", "--status", "Real",
                ], "--status is \"Real\""
            ),
        ]
    )
    func saysWhatIsWrong(_ arguments: [String], _ expected: String) async throws {
        let report = try await CommandProcess.scenewire(["publish"] + arguments)
        #expect(report.exitCode == 2)
        #expect(report.output == "")
        #expect(report.errors.contains(expected), "\(report)")
    }
}

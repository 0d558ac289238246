import EventSchema
import Foundation
import Testing

@testable import ScenewireCLI

/// What looks like a mistake is said before it is on record for ever: real executables, a real publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct MistakeTests {
    private let site: PublisherSite
    private static let variables = [
        "SCENEWIRE_STATUS": "Exercise", "SCENEWIRE_TLP": "AMBER", "SCENEWIRE_AGENCY": "expd",
        "SCENEWIRE_SOURCE": "cp1", "SCENEWIRE_AUTHOR_ID": "u17", "SCENEWIRE_AUTHOR_ROLE": "dispatcher",
    ]

    init() throws {
        site = try PublisherSite()
    }

    private func publish(_ arguments: String...) async throws -> CommandProcess.Report {
        try await CommandProcess.scenewire(
            ["publish"] + arguments,
            environment: site.environment.merging(Self.variables) { $1 }
        )
    }

    private func declare(_ incident: String) async throws {
        let report = try await publish(
            "declare",
            "--class",
            "BARICADE",
            "--location",
            "LOC-T",
            "--incident",
            incident
        )
        try #require(report.exitCode == 0, "\(report)")
    }

    private func expectRefusal(_ words: [String], _ arguments: String...) async throws {
        let environment = site.environment.merging(Self.variables) { $1 }
        let report = try await CommandProcess.scenewire(["publish"] + arguments, environment: environment)
        #expect(report.exitCode == 1, "\(report)")
        #expect(report.output == "")
        #expect(report.errors.contains("nothing was recorded, since this looks like a mistake:"))
        for word in words { #expect(report.errors.contains(word), "\(word): \(report)") }
        #expect(report.errorLines.last == "  If it is meant so: the same with --force")
        let forced = ["publish"] + arguments + ["--force"]
        let meant = try await CommandProcess.scenewire(forced, environment: environment)
        #expect(meant.exitCode == 0 && meant.output.hasPrefix("recorded "), "\(meant)")
    }

    @Test func refusesWhatIsNotMeantUnlessItIs() async throws {
        try await site.served { _ in
            try await declare("EX-100")
            try await expectRefusal(["it belongs to no incident", "--incident"], "note", "Quiet.")
            try await expectRefusal(
                ["the incident EX-101 of expd was never declared", "perhaps EX-100 is meant"],
                "note",
                "--incident",
                "EX-101",
                "Quiet."
            )
            try await expectRefusal(
                ["it amends \(SampleEvent.id(77)), and there is no such record"],
                "retract",
                "--reason",
                "enteredInError",
                "--incident",
                "EX-100",
                "--amends",
                "\(SampleEvent.id(77))"
            )
            try await expectRefusal(
                ["it happened at ", "which is 2 h 59 min from now"],
                "note",
                "--incident",
                "EX-100",
                "--observed-at",
                "+3h",
                "Quiet."
            )
            try await expectRefusal(
                [
                    "/data/by is the unknown word \"sbject\"", "perhaps subject is meant",
                    "known are subject,",
                ],
                "shots",
                "--by",
                "sbject",
                "--incident",
                "EX-100"
            )
            for place in ["41.2", "longitude=-88.1", "{\"latitude\":41.2}"] {
                try await expectRefusal(
                    ["/data/location has a ", " and no "],
                    "note",
                    "--incident",
                    "EX-100",
                    "--location",
                    place,
                    "Quiet."
                )
            }
        }
    }

    @Test func refusesAPositionThatWouldBeAName() async throws {
        try await site.served { _ in
            try await declare("EX-100")
            for place in ["41.2 -88.1", "41.2;-88.1", "N41.2 W88.1"] {
                try await expectRefusal(
                    ["/data/location/label is \"\(place)\"", "a position is latitude,longitude"],
                    "note",
                    "--incident",
                    "EX-100",
                    "--location",
                    place,
                    "Quiet."
                )
            }
            let address = try await publish(
                "note",
                "--incident",
                "EX-100",
                "--location",
                "12 Mill Lane, Springfield",
                "Quiet."
            )
            #expect(address.exitCode == 0, "\(address)")
        }
    }

    /// What is real and what is exercised under one number are two incidents.
    @Test func refusesAnotherStatusThanTheIncidents() async throws {
        try await site.served { _ in
            try await declare("EX-100")
            try await expectRefusal(
                ["EX-100 of expd is declared as Exercise, and this is Actual, which is kept apart"],
                "note",
                "--incident",
                "EX-100",
                "--status",
                "Actual",
                "Quiet."
            )
        }
    }

    @Test func refusesAnAmendmentThatDoesNotFit() async throws {
        try await site.served { _ in
            try await declare("EX-100")
            try await declare("EX-101")
            let shots = try await publish(
                "shots",
                "--incident",
                "EX-100",
                "--by",
                "subject",
                "--rounds",
                "2",
                "Kitchen."
            )
            let number = try #require(shots.outputLines.first?.split(separator: " ")[1]).description
            for (change, words) in [
                ("/data/rouds,2", ["/data/rouds: unknown", "perhaps rounds is meant", "shots.fired has "]),
                ("/data/rounds,many", ["/data/rounds is ", "shots.fired cannot be corrected so"]),
                ("/data/by,subjct", ["/data/by is the unknown word \"subjct\"", "perhaps subject is meant"]),
                ("/time,yesterday", ["/time is \"yesterday\""]),
                ("/id,zzz", ["/id cannot be corrected; allowed are /certainty, /severity, /time, /urgency"]),
                ("/data/rounds/first,2", ["/data/rounds/first cannot be corrected"]),
            ] {
                try await expectRefusal(
                    words,
                    "correct",
                    "--incident",
                    "EX-100",
                    "--amends",
                    number,
                    "--reason",
                    "Heard again.",
                    "--changes",
                    change
                )
            }
            try await expectRefusal(
                ["/data/txt of ", " would not be withheld", "it is not there"],
                "record.redacted",
                "--incident",
                "EX-100",
                "--amends",
                number,
                "--basis",
                "juvenile",
                "--visible-to",
                "RED",
                "--pointers",
                "/data/txt"
            )
            try await expectRefusal(
                [
                    "it is about the incident EX-101 of expd, and amends",
                    "is about the incident EX-100 of expd",
                ],
                "retract",
                "--incident",
                "EX-101",
                "--amends",
                number,
                "--reason",
                "enteredInError"
            )
            let fitting = try await publish(
                "correct",
                "--incident",
                "EX-100",
                "--amends",
                number,
                "--reason",
                "Heard again.",
                "--changes",
                "/data/rounds,3"
            )
            #expect(fitting.exitCode == 0, "\(fitting)")
            let known = try await publish(
                "record.redacted",
                "--incident",
                "EX-100",
                "--amends",
                number,
                "--basis",
                "juvenile",
                "--visible-to",
                "RED",
                "--pointers",
                "/data/narrative"
            )
            #expect(known.exitCode == 0, "\(known)")
        }
    }

    @Test func takesWhatIsInOrder() async throws {
        try await site.served { _ in
            try await declare("EX-1")
            let note = try await publish(
                "note",
                "--incident",
                "EX-1",
                "--location",
                "41.2, -88.1",
                "Quiet."
            )
            #expect(note.exitCode == 0, "\(note)")
            #expect(note.errors == "scenewire: location: 41.2 north, 88.1 west\n")
            let retracted = try await publish(
                "retract",
                "--reason",
                "enteredInError",
                "--incident",
                "EX-1",
                "--amends",
                String(try #require(note.outputLines.first).suffix(36))
            )
            #expect(retracted.exitCode == 0, "\(retracted)")
            #expect(retracted.errors == "")
        }
    }

    /// The publisher does not know yet what waits in the outbox.
    @Test func findsWhatWaitsInTheOutbox() async throws {
        let outbox = site.path + "/outbox"
        let made = try await site.scenewire("outbox", "create", outbox, "--source", "cp1", "--agency", "expd")
        #expect(made.exitCode == 0)
        try await site.served { _ in
            let undeclared = try await publish("note", "--incident", "EX-1", "--outbox", outbox, "Quiet.")
            #expect(undeclared.exitCode == 1)
            #expect(undeclared.errors.contains("EX-1 of expd was never declared"))
            let declared = try await publish(
                "declare",
                "--class",
                "BARICADE",
                "--location",
                "LOC-T",
                "--incident",
                "EX-1",
                "--outbox",
                outbox
            )
            #expect(declared.exitCode == 0, "\(declared)")
            let note = try await publish("note", "--incident", "EX-1", "--outbox", outbox, "Quiet.")
            #expect(note.exitCode == 0 && note.output.hasPrefix("queued "), "\(note)")
        }
        // Nobody can be asked, and the outbox is for just that.
        let alone = try await publish("note", "--incident", "EX-2", "--outbox", outbox, "Quiet.")
        #expect(alone.exitCode == 0, "\(alone)")
    }

    @Test func tellsProgramsBesideTheReceipts() async throws {
        let lines = [
            SampleEvent.line(1) {
                $0["subject"] = nil
                $0["type"] = .string("log.entry")
                $0["data"] = .object(["text": .string("Quiet.")])
            },
            SampleEvent.line(2) { $0["time"] = .string("2099-01-01T00:00:00Z") },
            SampleEvent.line(3) { $0["amends"] = .string(SampleEvent.id(88).description) },
            SampleEvent.line(4) { $0["data"] = .object(["by": .string("sbject")]) },
            SampleEvent.line(5) {
                $0["data"] = .object([
                    "by": .string("subject"), "location": .object(["latitude": .number("41.2")]),
                ])
            },
            SampleEvent.line(6) { $0["amends"] = .string(SampleEvent.id(5).description) },
        ]
        try await site.served { _ in
            let input = lines.joined(separator: "\n")
            let report = try await site.scenewire("publish", "--json", "-", input: input)
            #expect(report.exitCode == 0)
            #expect(report.outputLines.count == 6)
            for words in [
                "line 1: note: it belongs to no incident", "line 2: note: it happened at 2099-01-01",
                "note: it amends \(SampleEvent.id(88)), and there is no such record",
                #"line 4: note: /data/by: the word "sbject" is unknown; perhaps "subject" is meant"#,
                "line 5: note: /data/location has a latitude and no longitude",
                "note: the incident 2025-0520-001 of expd was never declared",
            ] {
                #expect(report.errors.contains(words), "\(words): \(report)")
            }
            #expect(report.errorLines.count == 6, "\(report)")
            let again = try await site.scenewire("publish", "--json", "-", input: input)
            #expect(again.exitCode == 0 && again.outputLines.allSatisfy { $0.hasPrefix("duplicate") })
        }
    }

    @Test(
        arguments: [
            ("41.2,-88.1", nil, 41.2, -88.1), ("41.2, -88.1", nil, 41.2, -88.1),
            ("-33.9,151.2,12.5", nil, -33.9, 151.2), ("LOC-T,41.2,-88.1", "LOC-T", 41.2, -88.1),
            ("label=12,latitude=41.2,longitude=-88.1", "12", 41.2, -88.1),
            ("41.2,-88.1,label=CP", "CP", 41.2, -88.1),
            ("Boathouse, Pier 9,41.2,-88.1", "Boathouse, Pier 9", 41.2, -88.1),
            ("label=12, side B, rear,latitude=41.2,longitude=-88.1", "12, side B, rear", 41.2, -88.1),
        ] as [(String, String?, Double, Double)]
    )
    func readsLatitudeFirst(_ text: String, _ label: String?, _ north: Double, _ east: Double) throws {
        let value = try FlagValue.json(text, for: FlagHelp.field("Event", "location"), at: .now)
        guard case .object(let object) = value else { throw SpawnError(call: "no object", code: 0) }
        #expect(object["label"] == label.map { .string($0) })
        #expect(object["latitude"] == .number("\(north)"))
        #expect(object["longitude"] == .number("\(east)"))
    }
}

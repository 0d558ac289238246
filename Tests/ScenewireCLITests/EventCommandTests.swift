import ArgumentParser
import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct EventCommandTests {
    /// 20 May 2025, 14:39:00 UTC.
    private let now = SampleEvent.recordedAt

    @Test(arguments: SchemaTable.events.map(\.type), [true, false])
    func saysWhatTheDocumentSays(_ type: String, isFull: Bool) throws {
        let sample = TypeSample(try #require(SchemaTable.event(type)), isFull: isFull)
        #expect(try event(sample.arguments).bytes == CloudEvent.decode(sample.document).bytes)
    }

    @Test func existsForEveryTypeAndNoOther() {
        let commands = PublishGroup.eventCommands.flatMap(\.subcommands)
        let names = commands.compactMap { $0.configuration.commandName }
        #expect(names == SchemaTable.events.map(\.type))
        let short = commands.flatMap { $0.configuration.aliases }
        #expect(Set(short).count == short.count)
    }

    @Test func makesAReadableExampleThatWorksForEveryType() throws {
        for event in SchemaTable.events {
            let example = FlagHelp.example(of: event, name: event.type)
            var arguments = Self.words(example.dropFirst("scenewire ".count))
            arguments += ["--status", "Exercise", "--tlp", "GREEN", "--agency", "expd", "--source", "cp1"]
            arguments += ["--author-id", "u17", "--author-role", "dispatcher"]
            #expect(throws: Never.self, "\(example)") { try self.event(arguments) }
        }
    }

    @Test(arguments: [
        ("shots", "shots.fired"), ("contact", "negotiation.contact.established"), ("note", "log.entry"),
        ("perimeter", "perimeter.changed"), ("deadline", "deadline.set"), ("released", "hostage.released"),
        ("surrender", "subject.surrendered"), ("custody", "subject.incustody"),
        ("declare", "incident.declared"),
    ])
    func hasShortForms(_ short: String, of type: String) {
        let command = PublishGroup.eventCommands.flatMap(\.subcommands).first {
            $0.configuration.aliases.contains(short)
        }
        #expect(command?.configuration.commandName == type)
    }

    @Test func takesWhatStaysTheSameFromTheEnvironment() throws {
        let environment = [
            "SCENEWIRE_STATUS": "Exercise", "SCENEWIRE_TLP": "amber+strict", "SCENEWIRE_AGENCY": "expd",
            "SCENEWIRE_SOURCE": "cp1", "SCENEWIRE_AUTHOR_ID": "u17", "SCENEWIRE_AUTHOR_ROLE": "dispatcher",
            "SCENEWIRE_AUTHOR_AGENCY": "kcpd", "SCENEWIRE_AUTHOR_ON_BEHALF_OF": "ic",
            "SCENEWIRE_INCIDENT": "EX-7", "SCENEWIRE_RECORD_CLASS": "a", "SCENEWIRE_CLOCK_SYNC": "NTP",
        ]
        let event = try event(["publish", "note", "Quiet."], environment).decoded()
        #expect(event.status == "Exercise")
        #expect(event.tlp == "AMBER+STRICT")
        #expect(event.incident == "EX-7")
        #expect(event.author.agency == "kcpd")
        #expect(event.author.onBehalfOf == "ic")
        #expect(event.clock.sync == "ntp")
        #expect(event.recordClass == "a")
        #expect(event.logEntry.text == "Quiet.")
        #expect(
            try self.event(["publish", "note", "--incident", "EX-8", "Quiet."], environment).incident
                == "EX-8"
        )
    }

    @Test func neverGuessesWhetherAnEventIsReal() {
        let arguments = ["publish", "shots", "--by", "subject"] + Self.envelope.dropFirst(2)
        let message = problem(arguments)
        #expect(message == "--status is missing; nothing is guessed")
    }

    @Test(
        arguments: [
            (
                ["shots", "--by", "subject", "--rounds", "two"],
                "--rounds is \"two\"; allowed is a whole number"
            ),
            (["shots", "--by", "subject", "--rounds=-1"], "--rounds is \"-1\""),
            (["shots", "--by", "subject", "--rounds", "0x10"], "--rounds is \"0x10\""),
            (
                ["shots", "--by", "subject", "--rounds", "100001"],
                "--rounds is \"100001\"; allowed is 0 to 100000"
            ),
            (
                ["shots", "--by", "subject", "--severity", "Awful"],
                "--severity is \"Awful\"; allowed is Extreme"
            ),
            (
                ["shots", "--by", "subject", "--observed-at", "noon"],
                "--observed-at is \"noon\"; allowed is a local time"
            ),
            (["shots", "--by", "subject", "--observed-at", "2025-05-20T14:38:45"], "--observed-at is"),
            (["shots", "--by", "!"], "--by is \"!\""),
            (["contact", "--channel", "throwPhone", "--party", "role=subject"], "--party/ref is missing"),
            (
                ["contact", "--channel", "throwPhone", "--party", "S1,name=x"],
                "--party is \"name\"; allowed is one of"
            ),
            (
                ["contact", "--channel", "throwPhone", "--party", "S1,a,b,c"],
                "--party has more values than fields"
            ),
            (
                ["contact", "--channel", "throwPhone", "--party", "S1,ref=S2"],
                "--party says ref more than once"
            ),
            (
                ["contact", "--channel", "throwPhone", "--party", "{\"ref\":"],
                "--party is \"{\"ref\":\"; allowed is a JSON"
            ),
            (["shots", "--by", "subject", "--location", "T,200"], "--location/latitude is \"200.0\""),
            (["shots", "--by", "subject", "--amends", "7"], "--amends is \"7\"; allowed is a UUID"),
            (["shots", "--by", "subject", "--source-epoch", "2"], "--source-sequence is missing"),
            (["shots", "--by", "subject", "--narrative", "a", "b"], "the narrative is given twice"),
            (["correct", "--changes", "/data/rounds,2", "--reason", "typo"], "--amends is missing"),
        ]
    )
    func namesTheFlagAndWhatIsAllowed(_ arguments: [String], _ expected: String) {
        let message = problem(["publish"] + arguments + Self.envelope)
        #expect(message.hasPrefix(expected), "\(message)")
    }

    @Test(arguments: [
        ["publish", "shots", "--by"], ["publish", "shot.fired"],
        ["publish", "shots", "--by", "subject", "--nonsense", "1"],
        ["publish", "shots", "--by", "subject", "one", "two"],
    ])
    func refusesWhatIsNoCommandLine(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Scenewire.parseAsRoot(arguments) }
    }

    @Test func acceptsAnUnknownWordOfAnOpenVocabulary() throws {
        let event = try event(["publish", "shots", "--by", "sniper"] + Self.envelope)
        #expect(
            event.outline.notes(of: event.bytes.span.bytes) == [#"/data/by: the word "sniper" is unknown"#]
        )
    }

    @Test(arguments: [
        ("BARICADE", "BARICADE"), ("baricade", "BARICADE"), ("barricade", "BARICADE"), ("siege", "siege"),
    ])
    func spellsWordsAsTheirStandardDoes(_ given: String, _ word: String) throws {
        let arguments = ["publish", "declare", "--class", given, "--location", "LOC-T"] + Self.envelope
        #expect(try event(arguments).decoded().incidentDeclared.incidentClass == word)
    }

    @Test(arguments: [
        ("-5m", Int64(-300)), ("now", 0), ("+1h30m", 5_400), ("2025-05-20T14:38:00Z", -60),
    ])
    func countsTimesFromNow(_ text: String, _ seconds: Int64) throws {
        let arguments = ["publish", "shots", "--by", "subject", "--observed-at", text] + Self.envelope
        let observed = try event(arguments).outline.observedAt
        #expect(observed.nanoseconds == now.nanoseconds + seconds * 1_000_000_000)
    }

    @Test func makesARunALifeOfItsOwn() throws {
        let outline = try event(["publish", "shots", "--by", "subject"] + Self.envelope).outline
        #expect(outline.sourceEpoch == 1_747_751_940)
        #expect(outline.sourceSequence == 1)
        #expect(outline.observedAt == now)
        #expect(outline.recordedAt == now)
    }

    @Test func makesTheSameEventOfTheSameCommandLineWithAnIDAndATime() throws {
        let arguments =
            ["publish", "shots", "--by", "subject", "--id", "\(SampleEvent.id(1))"] + Self.envelope
        let time = ["--observed-at", "2025-05-20T14:38:45Z"]
        let later = Timestamp(nanoseconds: now.nanoseconds + 90_000_000_000)
        #expect(try event(arguments + time).bytes == event(arguments + time, at: later).bytes)
        #expect(try event(arguments).bytes != event(arguments, at: later).bytes)
    }

    @Test func takesMessagesInOrderByNameAndAsJSON() throws {
        let forms = [
            "S1,subject,adult", "ref=S1,role=subject,age-group=adult", "S1,ageGroup=adult,role=subject",
            "S1,,adult,role=subject", #"{"ref":"S1","role":"subject","ageGroup":"adult"}"#,
        ]
        for form in forms {
            let arguments = ["publish", "surrender", "--subject", form] + Self.envelope
            let person = try event(arguments).decoded().subjectSurrendered.subject
            #expect(person.ref == "S1" && person.role == "subject" && person.ageGroup == "adult", "\(form)")
        }
    }

    @Test func takesACorrectionsValueAsJSONOrText() throws {
        for (given, expected) in [
            ("2", "2"), ("kitchen", "\"kitchen\""), ("true", "true"), ("1][2", "\"1][2\""),
            ("=A car", "\"=A car\""), ("2 = two", "\"2 = two\""),
        ] {
            let change = #"{"pointer":"/data/rounds","value":\#(expected)}"#
            let arguments = ["publish", "correct", "--reason", "typo", "--amends", "\(SampleEvent.id(9))"]
            let short = try event(arguments + ["--changes", "/data/rounds,\(given)"] + Self.envelope)
            let json = try event(arguments + ["--changes", change] + Self.envelope)
            #expect(try short.decoded().recordCorrected == json.decoded().recordCorrected, "\(given)")
        }
    }

    private static let envelope = [
        "--status", "Exercise", "--tlp", "GREEN", "--agency", "expd", "--source", "cp1", "--author-id",
        "u17", "--author-role", "dispatcher", "--incident", "EX-1",
    ]

    @discardableResult
    private func event(
        _ arguments: [String],
        _ environment: [String: String] = [:],
        at time: Timestamp? = nil
    ) throws -> ValidEvent {
        let command = try #require(try Scenewire.parseAsRoot(arguments) as? any EventCommand)
        let draft = try FlagDraft(
            type: Swift.type(of: command).type,
            inputs: command.envelope.inputs + command.inputs,
            narrative: command.narrative
        )
        return try draft.event(at: time ?? now) { environment[$0] }
    }

    private func problem(_ arguments: [String]) -> String {
        do {
            try event(arguments)
            return "no problem"
        } catch {
            return "\(error)"
        }
    }

    /// The words of a command line, where double quotes hold words together.
    private static func words(_ line: some StringProtocol) -> [String] {
        let parts = String(line).split(separator: "\"", omittingEmptySubsequences: false)
        return parts.enumerated().flatMap { number, part -> [String] in
            if number % 2 == 1 { return [String(part)] }
            return String(part).split(separator: " ").map { String($0) }
        }
    }
}

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("90", Int64(90_000)), ("90s", 90_000), ("1h30m", 5_400_000), ("250ms", 250), ("2d", 172_800_000),
        ("1.5h", 5_400_000), ("0", 0), ("0.001", 1),
    ])
    func isRead(_ text: String, asMilliseconds milliseconds: Int64) {
        #expect(DurationText.nanoseconds(text) == milliseconds * 1_000_000)
    }

    @Test(arguments: [
        "", "-5", "5x", "m", "1h30", "1 h", "1e3", "५m", "999999d", ".", "1..2", "5mm", "nan", "inf",
    ])
    func refusesAnythingElse(_ text: String) {
        #expect(DurationText.nanoseconds(text) == nil)
    }
}

@Suite struct MomentTests {
    private let origin = Timestamp(nanoseconds: 1_000_000_000)

    @Test func countsFromItsOrigin() {
        #expect(Moment("-1s")?.time(from: origin).nanoseconds == 0)
        #expect(Moment("+1s")?.time(from: origin).nanoseconds == 2_000_000_000)
        #expect(Moment("now")?.time(from: origin) == origin)
        #expect(Moment("1970-01-01T01:00:00+01:00")?.time(from: origin).nanoseconds == 0)
    }

    @Test func staysWithinTime() {
        let end = Timestamp(nanoseconds: .max)
        #expect(Moment("+1s")?.time(from: end) == end)
        #expect(Moment("-1s")?.time(from: Timestamp(nanoseconds: .min)).nanoseconds == .min)
    }

    @Test(arguments: ["", "-", "5m", "yesterday", "2025-05-20", "2025-05-20T14:38:45", "--5m"])
    func refusesAnythingElse(_ text: String) {
        #expect(Moment(text) == nil)
    }
}

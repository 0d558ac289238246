import EventSchema
import FoundationEssentials
import SwiftProtobuf
import Testing

/// A change to the sample event.
private typealias Change = @Sendable (inout Event) -> Void

/// What the check refuses, and that it says where, what and what instead.
@Suite struct EventOutlineTests {
    private func problem(_ bytes: [UInt8]) -> EventProblem? {
        do {
            _ = try ValidEvent(checking: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func problem(_ change: (inout Event) -> Void) throws -> EventProblem? {
        problem(try Sample.event(change).serializedBytes())
    }

    /// The sample with more bytes behind it.
    private func problem(adding field: [UInt8]) throws -> EventProblem? {
        let bytes: [UInt8] = try Sample.event.serializedBytes()
        return problem(bytes + field)
    }

    private static let missing: [(String, Change)] = [
        ("/id", { $0.id = Data() }),
        ("/type", { $0.type = "" }),
        ("/agency", { $0.agency = "" }),
        ("/status", { $0.status = "" }),
        ("/source", { $0.source = "" }),
        ("/sourceepoch", { $0.sourceEpoch = 0 }),
        ("/sequence", { $0.sourceSequence = 0 }),
        ("/time", { $0.clearObservedAt() }),
        ("/recordedtime", { $0.clearRecordedAt() }),
        ("/authorid", { $0.clearAuthor() }),
        ("/authorid", { $0.author.id = "" }),
        ("/authorrole", { $0.author.role = "" }),
        ("/severity", { $0.severity = "" }),
        ("/urgency", { $0.urgency = "" }),
        ("/certainty", { $0.certainty = "" }),
        ("/tlp", { $0.tlp = "" }),
        ("/subject", { $0.incident = "" }),
        ("/data/by", { $0.shotsFired.by = "" }),
        (
            "/data/text",
            {
                $0.type = "log.entry"; $0.logEntry.text = ""
            }
        ),
        ("/data", { $0.payload = nil }),
    ]

    @Test(arguments: missing)
    fileprivate func refusesMissing(pointer: String, change: Change) throws {
        let problem = try problem(change)
        #expect(problem?.pointer == pointer)
        #expect(problem?.fault == .missing)
        #expect(problem?.allowed.isEmpty == false)
    }

    @Test(arguments: [
        ("incident.declared", "/data/location"),
        ("record.retracted", "/amends"),
        ("record.corrected", "/amends"),
        ("command.established", "/data/location"),
    ])
    func refusesATypeWithoutTheEnvelopeFieldItNeeds(type: String, pointer: String) throws {
        let field = pointer == "/amends" ? "amends" : "location"
        let description = try #require(SchemaTable.event(type))
        #expect(description.requires.contains(field))
        // The generator always gives what is required; its event without that field must fail.
        let number = try #require(
            SchemaTable.message("Event")?.fields.first { $0.name == field }?.number
        )
        var generator = EventGenerator(seed: 1)
        let bytes = generator.event(type)
        let problem = problem(Self.without(number, bytes))
        #expect(problem?.pointer == pointer)
        #expect(problem?.fault == .missing)
    }

    private static let markings: [(String, String, Change)] = [
        ("/status", "Real", { $0.status = "Real" }),
        ("/severity", "severe", { $0.severity = "severe" }),
        ("/urgency", "Now", { $0.urgency = "Now" }),
        ("/certainty", "Sure", { $0.certainty = "Sure" }),
        ("/tlp", "WHITE", { $0.tlp = "WHITE" }),
        ("/sensitivity/1", "secret", { $0.sensitivity = ["victim", "secret"] }),
    ]

    @Test(arguments: markings)
    fileprivate func refusesAnUnknownMarkingAndNamesTheKnown(
        pointer: String,
        word: String,
        change: Change
    ) throws {
        let problem = try #require(try problem(change))
        #expect(problem.pointer == pointer)
        #expect(problem.fault == .value(word))
        let name = String(pointer.dropFirst().prefix { $0 != "/" })
        let field = try #require(SchemaTable.message("Event")?.fields.first { $0.attribute == name })
        let words = try #require(field.vocabulary.flatMap(SchemaTable.vocabulary)).words
        #expect(problem.allowed == words.joined(separator: ", "))
        #expect(problem.description.contains("\"\(word)\"; allowed is \(words[0])"))
    }

    private static let malformed: [(String, String, Change)] = [
        ("/agency", "EXPD", { $0.agency = "EXPD" }),
        ("/agency", "-a", { $0.agency = "-a" }),
        ("/subject", "a/b", { $0.incident = "a/b" }),
        ("/subject", ".a", { $0.incident = ".a" }),
        ("/source", "c p", { $0.source = "c p" }),
        ("/type", "Shots.Fired", { $0.type = "Shots.Fired" }),
        ("/type", "shots..fired", { $0.type = "shots..fired" }),
        ("/type", "shots.", { $0.type = "shots." }),
        ("/traceparent", "00-0", { $0.traceparent = "00-0" }),
        ("/data/by", "some\u{7}one", { $0.shotsFired.by = "some\u{7}one" }),
        ("/data/by", " a", { $0.shotsFired.by = " a" }),
        ("/authoragency", "X", { $0.author.agency = "X" }),
        ("/releasableto/0", "X", { $0.releasableTo = ["X"] }),
    ]

    @Test(arguments: malformed)
    fileprivate func refusesAMalformedName(
        pointer: String,
        value: String,
        change: Change
    ) throws {
        let problem = try problem(change)
        #expect(problem?.pointer == pointer)
        #expect(problem?.fault == .value(value))
    }

    @Test func acceptsNamesAtTheirLimitAndRefusesThemOneBeyond() throws {
        let limits: [(String, Int, WritableKeyPath<Event, String>, Character)] = [
            ("/agency", SchemaLimits.agencyByteCountMax, \.agency, "a"),
            ("/subject", SchemaLimits.nameByteCountMax, \.incident, "A"),
            ("/source", SchemaLimits.nameByteCountMax, \.source, "9"),
            ("/data/by", SchemaLimits.wordByteCountMax, \.shotsFired.by, "w"),
        ]
        for (pointer, limit, path, character) in limits {
            #expect(try problem { $0[keyPath: path] = String(repeating: character, count: limit) } == nil)
            let beyond = String(repeating: character, count: limit + 1)
            let problem = try problem { $0[keyPath: path] = beyond }
            #expect(problem?.pointer == pointer)
            #expect(problem?.fault == .value(beyond))
        }
    }

    @Test func acceptsATypeAtItsLimitAndRefusesItOneBeyond() {
        var generator = EventGenerator(seed: 3)
        #expect(problem(generator.event(String(repeating: "a", count: SchemaLimits.typeByteCountMax))) == nil)
        let beyond = String(repeating: "a", count: SchemaLimits.typeByteCountMax + 1)
        #expect(problem(generator.event(beyond))?.pointer == "/type")
    }

    @Test func countsTextInScalars() throws {
        #expect(try problem { $0.narrative = String(repeating: "🚓", count: 8_000) } == nil)
        let problem = try problem { $0.narrative = String(repeating: "é", count: 8_001) }
        #expect(problem?.pointer == "/data/narrative")
        #expect(problem?.fault == .length(8_001))
        #expect(problem?.allowed == "at most 8000 characters")
    }

    @Test(arguments: ["\u{0}", "\u{1B}[2J", "\u{7F}", "\u{9B}", "\u{C}"])
    func refusesControlCharactersInText(text: String) throws {
        let problem = try problem { $0.narrative = "abcdefgh" + text }
        #expect(problem?.pointer == "/data/narrative")
        #expect(problem?.fault == .characters)
    }

    @Test func acceptsTabAndLineEndsInText() throws {
        #expect(try problem { $0.narrative = "one\ttwo\r\nthree\u{A0}four" } == nil)
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0xF0, 0x9F, 0x9A], [0x80],
        ] as [[UInt8]]
    )
    func refusesTextThatIsNotUTF8(text: [UInt8]) throws {
        let bytes: [UInt8] = try Sample.event { $0.clearNarrative() }.serializedBytes()
        let problem = problem(bytes + EventGenerator.field(21, Array("ok ".utf8) + text))
        #expect(problem?.pointer == "/data/narrative")
        #expect(problem?.fault == .characters)
    }

    private static let outOfRange: [(String, Change)] = [
        ("/data/location/longitude", { $0.location.longitude = 180.000_1 }),
        ("/data/location/latitude", { $0.location.latitude = -90.000_1 }),
        ("/data/location/ce", { $0.location.ce = -1 }),
        ("/data/location/longitude", { $0.location.longitude = .nan }),
        ("/data/location/latitude", { $0.location.latitude = .infinity }),
        ("/data/location/precisionLimit", { $0.location.precisionLimit = 10 }),
        ("/data/rounds", { $0.shotsFired.rounds = 100_001 }),
    ]

    @Test(arguments: outOfRange)
    fileprivate func refusesANumberOutOfRange(pointer: String, change: Change) throws {
        let problem = try problem(change)
        #expect(problem?.pointer == pointer)
        if case .value? = problem?.fault {} else { Issue.record("the fault names the number") }
    }

    @Test func acceptsNumbersAtTheirLimits() throws {
        #expect(
            try problem {
                $0.location = .with {
                    $0.longitude = 180; $0.latitude = -90; $0.ce = 0
                }
                $0.shotsFired.rounds = 100_000
                $0.sourceEpoch = .max
                $0.sourceSequence = .max
            } == nil
        )
    }

    @Test func refusesATimeThatNoTimestampHolds() throws {
        for nanoseconds: Int32 in [-1, 1_000_000_000] {
            let problem = try problem { $0.observedAt.nanos = nanoseconds }
            #expect(problem?.pointer == "/time")
        }
        #expect(try problem { $0.recordedAt.seconds = 9_223_372_037 }?.pointer == "/recordedtime")
        #expect(try problem { $0.recordedAt.seconds = .min }?.pointer == "/recordedtime")
    }

    @Test func refusesAnIdentifierOfAnotherLength() throws {
        for count in [1, 15, 17] {
            let problem = try problem { $0.amends = Data(repeating: 1, count: count) }
            #expect(problem?.pointer == "/amends")
            #expect(problem?.fault == .length(count))
        }
        #expect(try problem { $0.related = [Data(Sample.other.bytes), Data([1])] }?.pointer == "/related/1")
    }

    @Test func namesTheElementOfAList() throws {
        let problem = try problem {
            $0.type = "hostage.reported"
            $0.hostageReported = .with {
                $0.count = 2
                $0.persons = [
                    .with { $0.ref = "H1" },
                    .with {
                        $0.ref = "H2"; $0.role = "!"
                    },
                ]
            }
        }
        #expect(problem?.pointer == "/data/persons/1/role")
        #expect(
            problem?.description
                == "/data/persons/1/role is \"!\"; allowed is "
                + "a word of letters, digits and spaces, at most 64 bytes"
        )
    }

    @Test func refusesASingleFieldGivenTwice() throws {
        let cases: [(String, [UInt8])] = [
            ("/agency", EventGenerator.field(3, Array("expd".utf8))),
            ("/sourceepoch", [7 << 3, 1]),
            ("/data/location", EventGenerator.field(20, [])),
            ("/data", EventGenerator.field(135, [])),
            ("/data", EventGenerator.field(134, [])),
        ]
        for (pointer, field) in cases {
            let problem = try problem(adding: field)
            #expect(problem?.pointer == pointer)
            #expect(problem?.fault == .duplicated)
        }
    }

    @Test func refusesATypeThatIsNotItsPayloads() throws {
        let problem = try problem { $0.type = "force.used" }
        #expect(problem?.pointer == "/type")
        #expect(problem?.fault == .conflict("is force.used, but the payload is of shots.fired"))
        // A type from a later version cannot have a payload of this one.
        #expect(try self.problem { $0.type = "weather.changed" }?.pointer == "/type")
    }

    @Test func refusesBytesThatAreNotThisProtobuf() throws {
        let cases: [(String, [UInt8])] = [
            ("", [0x07]), ("", [0x03]), ("", [0x0B, 0x0C]), ("", [0x00, 0x00]), ("", [0x80]),
            ("", [UInt8](repeating: 0xFF, count: 11)), ("/#30", EventGenerator.varint(30 << 3 | 2) + [5, 0]),
            ("/#30", EventGenerator.varint(30 << 3 | 1) + [0, 0]),
            ("/sensitivity/0", EventGenerator.varint(16 << 3 | 0) + [1]),
            ("/sensitivity/0", EventGenerator.varint(16 << 3 | 2) + [9, 65]),
            ("/textreleasable", EventGenerator.varint(19 << 3) + [0x80]),
        ]
        for (pointer, field) in cases {
            let problem = try problem(adding: field)
            #expect(problem?.pointer == pointer, "\(field)")
            #expect(problem?.fault == .encoding, "\(field)")
        }
    }

    @Test func refusesNumbersThatDecodersWouldCut() throws {
        let bool = try problem(adding: EventGenerator.varint(19 << 3) + [2])
        #expect(bool?.pointer == "/textreleasable")
        let epoch: [UInt8] = try Sample.event { $0.sourceEpoch = 0 }.serializedBytes()
        let large = problem(epoch + [7 << 3] + EventGenerator.varint(1 << 32 | 1))
        #expect(large?.pointer == "/sourceepoch")
    }

    @Test func acceptsAnEventAtTheSizeLimitAndRefusesOneBeyond() throws {
        let bytes: [UInt8] = try Sample.event.serializedBytes()
        let head = EventGenerator.varint(9_000 << 3 | 2)
        let room = SchemaLimits.eventByteCountMax - bytes.count - head.count - 3
        let full = bytes + head + EventGenerator.varint(UInt64(room)) + [UInt8](repeating: 0, count: room)
        #expect(full.count == SchemaLimits.eventByteCountMax)
        #expect(problem(full) == nil)
        let beyond = problem(full + [0])
        #expect(beyond?.pointer == "")
        #expect(beyond?.fault == .length(SchemaLimits.eventByteCountMax + 1))
    }

    @Test func acceptsListsAtTheirLimitAndRefusesOneElementMore() throws {
        let limit = SchemaLimits.elementCountMax
        #expect(try problem { $0.sensitivity = .init(repeating: "victim", count: limit) } == nil)
        let problem = try problem { $0.sensitivity = .init(repeating: "victim", count: limit + 1) }
        #expect(problem?.pointer == "/sensitivity/\(limit)")
        #expect(problem?.fault == .length(limit + 1))
    }

    @Test func acceptsAndNotesWhatItDoesNotKnow() throws {
        let event = try ValidEvent(
            checking: Sample.event {
                $0.shotsFired.by = "bystander"
                $0.shotsFired.weapon = "crossbow"
                $0.extraJson = Data(#"{"x":1,"data":{"caliber":9}}"#.utf8)
            }.serializedBytes() + EventGenerator.field(9_000, [1])
        )
        #expect(event.outline.carriesUnknown)
        #expect(
            event.outline.notes(of: event.bytes.span.bytes) == [
                "/x: the member is unknown",
                "/data/caliber: unknown, or holds unknown members",
                "/data/by: the word \"bystander\" is unknown",
                "/data/weapon: the word \"crossbow\" is unknown",
                "the event: the protobuf field 9000 is unknown",
            ]
        )
    }

    @Test func acceptsAnUnknownTypeAndSaysSo() throws {
        let event = try ValidEvent(
            checking: Sample.event {
                $0.type = "weather.changed"
                $0.payload = nil
                $0.incident = ""
            }
        )
        #expect(event.outline.category == .unknown)
        #expect(event.outline.payloadNumber == nil)
        #expect(event.incident == nil)
        #expect(event.outline.notes(of: event.bytes.span.bytes).first?.hasPrefix("/type: ") == true)
    }

    @Test func limitsItsNotes() throws {
        let fields = (0..<100).flatMap { _ in EventGenerator.field(9_000, []) }
        let event = try ValidEvent(checking: Sample.event.serializedBytes() + fields)
        #expect(event.outline.notes(of: event.bytes.span.bytes).count == SchemaLimits.noteCountMax)
    }

    @Test(arguments: [
        (#"[1]"#, "/extra_json"),
        (#"{"id":"x"}"#, "/extra_json/id"),
        (#"{"authorrole":"x"}"#, "/extra_json/authorrole"),
        (#"{"protobuf":"x"}"#, "/extra_json/protobuf"),
        (#"{"data":1}"#, "/extra_json/data"),
        (#"{"data":{"rounds":1}}"#, "/extra_json/data/rounds"),
        (#"{"data":{"narrative":"x"}}"#, "/extra_json/data/narrative"),
        (#"{"data":{"location":{"label":"x"}}}"#, "/extra_json/data/location/label"),
        (#"{"data":{"location":[]}}"#, "/extra_json/data/location"),
        (#"{"data":{"location":{"area":[1]}}}"#, "/extra_json/data/location/area"),
        (#"{"#, "/extra_json"),
    ])
    func refusesExtraMembersThatContradictTheSchema(json: String, pointer: String) throws {
        #expect(try problem { $0.extraJson = Data(json.utf8) }?.pointer == pointer)
    }

    @Test func boundsJSONText() throws {
        func correction(_ depth: Int) throws -> EventProblem? {
            try problem {
                $0.type = "record.corrected"
                $0.amends = Data(Sample.other.bytes)
                $0.recordCorrected = .with {
                    $0.reason = "recount"
                    $0.changes = [
                        .with {
                            $0.pointer = "/data/count"
                            $0.value =
                                String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                        }
                    ]
                }
            }
        }
        #expect(try correction(SchemaLimits.jsonFieldDepthMax) == nil)
        #expect(try correction(SchemaLimits.jsonFieldDepthMax + 1)?.pointer == "/data/changes/0/value")
    }

    @Test func routesWithoutAnIncident() throws {
        let event = try ValidEvent(
            checking: Sample.event {
                $0.type = "source.heartbeat"
                $0.sourceHeartbeat = .with { $0.signingOff = true }
                $0.incident = ""
            }
        )
        #expect(event.outline.category == .system)
        let route = EventOutline.route(of: event.bytes.span.bytes)
        #expect(route?.agency == event.outline.agencyRange)
        #expect(route?.incident.isEmpty == true)
        #expect(EventOutline.route(of: [UInt8]().span.bytes) == nil)
        #expect(EventOutline.route(of: [0x0A, 0x05].span.bytes) == nil)
    }

    @Test func whatAnEventIsAboutIsFoundWithoutCheckingIt() throws {
        let other = EventID.random()
        let bytes = try Sample.event { $0.amends = other.data }.eventBytes()
        let found = EventOutline.references(of: bytes.span.bytes)
        let about = try #require(found)
        let outline = try EventOutline.check(bytes.span.bytes)
        #expect(about.type == outline.typeRange && about.incident == outline.incidentRange)
        #expect(about.amends.count == EventID.byteCount)
        let amended = EventID(bytes.span.bytes, at: about.amends.lowerBound)
        #expect(amended == other)
        let status = String(decoding: bytes[about.status], as: UTF8.self)
        #expect(status == outline.status.word)
        for length in 0..<bytes.count {
            let part = Array(bytes[..<length])
            _ = EventOutline.references(of: part.span.bytes)
        }
        #expect(EventOutline.references(of: [UInt8]().span.bytes) == nil)
        #expect(EventOutline.references(of: [0x0A, 0x05].span.bytes) == nil)
    }

    /// The message without one of its fields.
    private static func without(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        guard var event = try? Event(serializedBytes: bytes) else { return [] }
        if number == 20 { event.clearLocation() }
        if number == 23 { event.amends = Data() }
        return (try? event.serializedBytes()) ?? []
    }
}

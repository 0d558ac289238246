import EventSchema
import FoundationEssentials
import SwiftProtobuf
import Testing

@Suite struct CloudEventTests {
    private static let json = """
        {"specversion":"1.0","id":"0196ED9E-9c40-7000-8000-000000000001","source":"cp1","type":"shots.fired",\
        "time":"2025-05-20T09:38:45-05:00","subject":"2025-0520-001","recordedtime":"2025-05-20T14:39:00Z",\
        "agency":"expd","status":"Exercise","severity":"Extreme","urgency":"Immediate",\
        "certainty":"Possible","tlp":"AMBER","sourceepoch":1,"sequence":"13","authorid":"a.recorder",\
        "authorrole":"commandPostRecorder",\
        "data":{"by":"unknown","rounds":1,"narrative":"One report heard from the garage.",\
        "location":{"label":"LOC-T"}}}
        """

    /// The document above with members replaced; `nil` removes one.
    private func document(_ changes: [String: JSONValue?]) throws -> JSONObject {
        var document = try CloudEvent.parse(Array(Self.json.utf8))
        for (name, value) in changes { document[name] = value }
        return document
    }

    private func problem(_ changes: [String: JSONValue?]) throws -> EventProblem? {
        let document = try document(changes)
        do {
            _ = try CloudEvent.decode(document)
            return nil
        } catch {
            return error
        }
    }

    @Test func readsWhatACommandPostWrites() throws {
        #expect(try CloudEvent.decode(Array(Self.json.utf8)).decoded() == Sample.event)
    }

    @Test func writesEveryAttribute() throws {
        let event = Sample.event {
            $0.author.agency = "county"
            $0.author.onBehalfOf = "incidentCommander"
            $0.sensitivity = ["juvenile", "victim"]
            $0.releasableTo = ["ems", "county"]
            $0.recordClass = "open"
            $0.textReleasable = false
            $0.clock = .with {
                $0.sync = "ntp"; $0.offsetMs = -12; $0.uncertaintyMs = 3
            }
            $0.amends = Data(Sample.other.bytes)
            $0.related = [Data(Sample.id.bytes), Data(Sample.other.bytes)]
            $0.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        }
        let document = try CloudEvent.document(of: ValidEvent(checking: event).bytes.span.bytes)
        let expected: JSONObject = [
            "specversion": .string("1.0"),
            "id": .string("0196ed9e-9c40-7000-8000-000000000001"),
            "type": .string("shots.fired"),
            "source": .string("cp1"),
            "agency": .string("expd"),
            "subject": .string("2025-0520-001"),
            "status": .string("Exercise"),
            "sourceepoch": .number("1"),
            "sequence": .string("00000000000000000013"),
            "time": .string("2025-05-20T14:38:45.000Z"),
            "recordedtime": .string("2025-05-20T14:39:00.000Z"),
            "authorid": .string("a.recorder"),
            "authorrole": .string("commandPostRecorder"),
            "authoragency": .string("county"),
            "authoronbehalfof": .string("incidentCommander"),
            "severity": .string("Extreme"),
            "urgency": .string("Immediate"),
            "certainty": .string("Possible"),
            "tlp": .string("AMBER"),
            "sensitivity": .string("juvenile victim"),
            "releasableto": .string("ems county"),
            "recordclass": .string("open"),
            "textreleasable": .bool(false),
            "clocksync": .string("ntp"),
            "clockoffsetms": .number("-12"),
            "clockuncertaintyms": .number("3"),
            "amends": .string(Sample.other.description),
            "related": .string("\(Sample.id) \(Sample.other)"),
            "traceparent": .string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            "datacontenttype": .string("application/json"),
            "dataschema": .string("urn:scenewire:v1:shots.fired"),
            "data": .object([
                "by": .string("unknown"),
                "rounds": .number("1"),
                "narrative": .string("One report heard from the garage."),
                "location": .object(["label": .string("LOC-T")]),
            ]),
        ]
        #expect(document == expected)
        #expect(try CloudEvent.decode(document).decoded() == event)
    }

    /// Attribute names of CloudEvents: lower-case letters and digits, at most 20 of them.
    @Test func attributeNamesFollowCloudEvents() throws {
        for field in try #require(SchemaTable.message("Event")).fields {
            guard let attribute = field.attribute else { continue }
            let parts = field.message.flatMap(SchemaTable.message)?.fields ?? []
            let names = parts.isEmpty ? [attribute] : parts.map { attribute + $0.jsonName.lowercased() }
            for name in names {
                #expect(name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) })
                #expect(name.utf8.count <= 20)
            }
        }
    }

    @Test(
        arguments: [
            ("specversion", nil, "/specversion"),
            ("specversion", .string("0.3"), "/specversion"),
            ("specversion", .number("1.0"), "/specversion"),
            ("type", nil, "/type"),
            ("type", .number("1"), "/type"),
            ("id", nil, "/id"),
            ("id", .string("13"), "/id"),
            ("id", .number("13"), "/id"),
            ("time", .string("2025-05-20T14:38:45"), "/time"),
            ("time", .string("2025-05-20T14:38:45.1234567891Z"), "/time"),
            ("time", .string("3025-05-20T14:38:45Z"), "/time"),
            ("time", .string("yesterday"), "/time"),
            ("sequence", .string("+13"), "/sequence"),
            ("sequence", .string("018446744073709551616"), "/sequence"),
            ("sequence", .string(""), "/sequence"),
            ("sequence", .number("-1"), "/sequence"),
            ("sequence", .number("1.5"), "/sequence"),
            ("sourceepoch", .string("one"), "/sourceepoch"),
            ("sourceepoch", .string("+1"), "/sourceepoch"),
            ("sourceepoch", .string("4294967296"), "/sourceepoch"),
            ("sourceepoch", .number("4294967296"), "/sourceepoch"),
            ("sensitivity", .string("victim  juvenile"), "/sensitivity/1"),
            ("sensitivity", .array([]), "/sensitivity"),
            ("related", .string("x"), "/related"),
            ("textreleasable", .string("yes"), "/textreleasable"),
            ("dataschema", .number("1"), "/dataschema"), ("dataschema", .string(""), "/dataschema"),
            ("dataschema", .string("no uri"), "/dataschema"),
            // What CloudEvents does not let an attribute be called, or be.
            ("Weather", .string("rain"), "/Weather"), ("weather_now", .string("rain"), "/weather_now"),
            ("weather-now", .string("rain"), "/weather-now"), ("w\u{E9}", .string("rain"), "/w\u{E9}"),
            ("weatherattheperimeter", .string("rain"), "/weatherattheperimeter"),
            ("", .string("rain"), "/"), ("weather", .object([:]), "/weather"),
            ("weather", .array([]), "/weather"), ("weather", .number("1.5"), "/weather"),
            ("weather", .number("2147483648"), "/weather"), ("weather", .string("a\u{7}"), "/weather"),
            ("weather", .string("a\u{FFFE}"), "/weather"),
            ("datacontenttype", .string("text/plain"), "/datacontenttype"),
            ("datacontenttype", .number("1"), "/datacontenttype"),
            ("data_base64", .string("AAAA"), "/data_base64"),
            ("data_base64", .number("1"), "/data_base64"),
            ("data", .string("x"), "/data"),
            ("data", nil, "/data/by"),
            ("data", .object(["by": .null]), "/data/by"),
            ("data", .object(["by": .string("officer"), "rounds": .string("1")]), "/data/rounds"),
            ("data", .object(["by": .string("officer"), "location": .array([])]), "/data/location"),
            (
                "data",
                .object(["by": .string("officer"), "location": .object(["longitude": .number("1e400")])]),
                "/data/location/longitude"
            ),
            (
                "data",
                .object(["by": .string("officer"), "location": .object(["area": .array([.object([:])])])]),
                "/data/location/area/0/longitude"
            ),
            (
                "data",
                .object(["by": .string("officer"), "location": .object(["area": .array([.null])])]),
                "/data/location/area/0"
            ),
            ("data", .object(["by": .string("officer"), "hits": .number("1")]), "/data/hits"),
            ("authorrole", nil, "/authorrole"),
            ("protobuf", .string("***"), "/protobuf"),
            ("protobuf", .string("AAAA"), "/protobuf"),
            ("protobuf", .bool(true), "/protobuf"),
        ] as [(String, JSONValue?, String)]
    )
    func refuses(name: String, value: JSONValue?, at pointer: String) throws {
        #expect(try problem([name: value])?.pointer == pointer)
    }

    @Test func saysThatATimeWithoutZoneHasNone() throws {
        #expect(
            try problem(["time": .string("2025-05-20T14:38:45")])?.description
                == "/time is \"2025-05-20T14:38:45\"; allowed is "
                + "a time with its zone: Z, or an offset such as -05:00"
        )
    }

    @Test func nullAndAnEmptyListAreTheSameAsNone() throws {
        let event = try CloudEvent.decode(
            document([
                "traceparent": .null, "recordclass": .null, "datacontenttype": .null, "dataschema": .null,
                "data_base64": .null, "protobuf": .null,
                "data": .object([
                    "by": .string("unknown"), "rounds": .number("1.0"), "weapon": .null,
                    "narrative": .string("One report heard from the garage."),
                    "location": .object(["label": .string("LOC-T"), "area": .array([])]),
                ]),
            ])
        )
        #expect(try event.decoded() == Sample.event)
    }

    @Test(arguments: ["1", "1.0", "10e-1", "0.1e1"])
    func wholeNumbersMayBeWrittenAsFractions(digits: String) throws {
        let event = try CloudEvent.decode(document(["sourceepoch": .number(digits)]))
        #expect(event.outline.sourceEpoch == 1)
    }

    @Test func largestNumbersAreExact() throws {
        let event = try CloudEvent.decode(document(["sequence": .number("18446744073709551615")]))
        #expect(event.outline.sourceSequence == .max)
        #expect(
            try CloudEvent.document(of: event.bytes.span.bytes)["sequence"] == .string("18446744073709551615")
        )
    }

    @Test func keepsAnotherContentTypeAndSchema() throws {
        let type = JSONValue.string("application/json; charset=utf-8")
        let schema = JSONValue.string("https://example.org/shots")
        let event = try CloudEvent.decode(document(["datacontenttype": type, "dataschema": schema]))
        let again = try CloudEvent.document(of: event.bytes.span.bytes)
        #expect(again["datacontenttype"] == type)
        #expect(again["dataschema"] == schema)
    }

    @Test(
        arguments: [
            .string("anything"), .number("1.00"), .array([.null]), .object([:]),
            .object(["a": .object(["b": .number("1E3")])]),
            .object([
                "narrative": .string("wind"), "location": .object(["label": .string("X"), "more": .null]),
            ]), nil,
        ] as [JSONValue?]
    )
    func keepsTheDataOfAnUnknownTypeWhole(data: JSONValue?) throws {
        let document = try document(["type": .string("weather.changed"), "data": data])
        let event = try CloudEvent.decode(document)
        #expect(try CloudEvent.document(of: event.bytes.span.bytes)["data"] == data)
        #expect(try CloudEvent.decode(CloudEvent.encode(event.bytes)).bytes == event.bytes)
    }

    /// A record of an older version may hold, as unknown data, what this version knows as a payload.
    @Test func showsDataThatWasUnknownWhenItWasRecorded() throws {
        let bytes: [UInt8] = try Sample.event {
            $0.payload = nil
            $0.extraJson = Data(#"{"data":{"by":"officer"},"agency":"other"}"#.utf8)
        }.serializedBytes()
        let document = try CloudEvent.document(of: bytes.span.bytes)
        guard case .object(let data)? = document["data"] else {
            Issue.record("no data")
            return
        }
        #expect(data["by"] == .string("officer"))
        #expect(document["agency"] == .string("expd"))
        #expect(document["protobuf"] != nil)
    }

    @Test func takesTheBytesBesideTheMembersExactly() throws {
        let bytes = try Sample.event.serializedBytes() + EventGenerator.field(9_000, [1, 2, 3])
        var document = try CloudEvent.document(of: bytes.span.bytes)
        #expect(document["protobuf"] == .string(Data(bytes).base64EncodedString()))
        #expect(try CloudEvent.decode(document).bytes == bytes)
        // The same instant in another zone says the same.
        document["time"] = .string("2025-05-20T09:38:45-05:00")
        #expect(try CloudEvent.decode(document).bytes == bytes)
        document["time"] = .string("2025-05-20T14:38:46Z")
        let problem = #expect(throws: EventProblem.self) { try CloudEvent.decode(document) }
        #expect(problem?.pointer == "/protobuf")
        #expect(problem?.fault == .conflict("says something else than the members beside it"))
    }

    @Test func refusesToEncodeWhatIsNotProtobuf() {
        #expect(throws: EventProblem.self) { try CloudEvent.encode([0x0A, 0x05, 0x01]) }
    }

    /// Names that the JSON form gives a meaning are no unknown members: JSON would not take them back.
    @Test(
        arguments: EventGenerator.documentNames.map { (name: $0, value: JSONValue.string("1.0")) } + [
            ("datacontenttype", .string("application/json")), ("datacontenttype", .string("text/plain")),
            ("datacontenttype", .string("application/jsonr.")), ("datacontenttype", .number("1")),
            ("datacontenttype", .null), ("dataschema", .string("urn:scenewire:v1:shots.fired")),
            ("dataschema", .null),
        ]
    )
    func knownNamesAreNoUnknownMembers(name: String, value: JSONValue) throws {
        let extra = JSONValue.object([name: value]).storedText
        let event = Sample.event { $0.extraJson = Data(extra) }
        let problem = #expect(throws: EventProblem.self) { try ValidEvent(checking: event) }
        #expect(problem?.pointer.hasPrefix("/extra_json/\(name)") == true)
    }

    @Test(arguments: ["id", "amends"]) func aNilUUIDNamesNothing(name: String) throws {
        let none = JSONValue.string("00000000-0000-0000-0000-000000000000")
        #expect(try problem([name: none])?.pointer == "/\(name)")
    }

    /// Names are compared as bytes, as every other reader of JSON does.
    @Test func namesThatLookAlikeAreTwo() throws {
        let looks: JSONObject = [
            "by": .string("unknown"), "\u{E9}": .number("1"), "e\u{301}": .number("2"),
        ]
        let event = try CloudEvent.decode(document(["data": .object(looks)]))
        guard case .object(let data)? = try CloudEvent.document(of: event.bytes.span.bytes)["data"] else {
            Issue.record("no data")
            return
        }
        #expect(data["\u{E9}"] == .number("1"))
        #expect(data["e\u{301}"] == .number("2"))
    }

    @Test(arguments: [
        ("weather", JSONValue.string("rain")), ("w1", .bool(false)), ("1", .number("-2147483648")),
        ("weatherattheperimete", .string("")),
    ])
    func keepsWhatAnAttributeMayBe(name: String, value: JSONValue) throws {
        let event = try CloudEvent.decode(document([name: value]))
        #expect(try CloudEvent.document(of: event.bytes.span.bytes)[name] == value)
        #expect(try CloudEvent.document(of: event.bytes.span.bytes)["protobuf"] == nil)
    }

    @Test func nullIsNoAttribute() throws {
        #expect(
            try CloudEvent.decode(document(["weather": .null])).bytes
                == ValidEvent(checking: Sample.event).bytes
        )
    }

    /// An older version took any name and any value; every SDK reads what is made of them.
    @Test func showsOldAttributesUnderNamesThatCloudEventsHas() throws {
        let extra = #"{"Amends":"x","weather":[1.50],"a-b":1,"A_B":2,"x1":"\u0007","n":5e9,"none":null}"#
        let bytes: [UInt8] = try Sample.event { $0.extraJson = Data(extra.utf8) }.serializedBytes()
        #expect(throws: EventProblem.self) { try ValidEvent(checking: bytes) }
        let document = try CloudEvent.document(of: bytes.span.bytes)
        let shown: JSONObject = [
            "xamends": .string("x"), "weather": .string("[1.50]"), "xab": .string("1"),
            "xab2": .string("2"), "x1": .string("\u{FFFD}"), "n": .string("5e9"),
        ]
        for (name, value) in shown.members { #expect(document[name] == value, "\(name)") }
        #expect(document["amends"] == nil)
        #expect(document["none"] == nil)
        #expect(document["protobuf"] == .string(Data(bytes).base64EncodedString()))
        for name in document.names where name != "data" {
            #expect(name.utf8.count <= 20)
            #expect(name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) })
        }
    }

    /// CloudEvents' Integer has 32 bits with a sign.
    @Test func numbersBeyondCloudEventsAreText() throws {
        let event = try CloudEvent.decode(document(["sourceepoch": .number("4294967295")]))
        #expect(event.outline.sourceEpoch == .max)
        let again = try CloudEvent.document(of: event.bytes.span.bytes)
        #expect(again["sourceepoch"] == .string("4294967295"))
        #expect(try CloudEvent.decode(again).bytes == event.bytes)
    }

    @Test func takesAttributesAsText() throws {
        let text = try CloudEvent.decode(
            document(["sourceepoch": .string("1"), "textreleasable": .string("True")])
        )
        let typed = try CloudEvent.decode(document(["textreleasable": .bool(true)]))
        #expect(text.bytes == typed.bytes)
    }

    /// SDKs write data that is bytes to them in base64.
    @Test(arguments: ["", "\u{FEFF}"]) func readsDataInBase64(mark: String) throws {
        let plain = try document([:])
        let data = try #require(plain["data"])
        let bytes = Array(mark.utf8) + data.text
        var binary = plain
        binary["data"] = nil
        binary["data_base64"] = .string(Data(bytes).base64EncodedString())
        #expect(try CloudEvent.decode(binary).bytes == CloudEvent.decode(plain).bytes)
    }

    @Test(arguments: ["AAAA", "***", "e30", "e30=\n"]) func dataInBase64IsJSON(text: String) throws {
        #expect(try problem(["data": nil, "data_base64": .string(text)])?.pointer == "/data_base64")
    }

    @Test func passesOverAByteOrderMark() throws {
        let marked = Array("\u{FEFF}\(Self.json)".utf8)
        #expect(try CloudEvent.decode(marked).decoded() == Sample.event)
        let lines = marked + [10] + Array(Self.json.utf8)
        #expect(try EventBatch.decode(lines, format: .lines).count == 2)
        #expect(try EventBatch.decode(Array("\u{FEFF}[\(Self.json)]".utf8), format: .array).count == 1)
    }
}

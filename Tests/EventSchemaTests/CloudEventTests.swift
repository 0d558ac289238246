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
            ("sourceepoch", .string("1"), "/sourceepoch"),
            ("sourceepoch", .number("4294967296"), "/sourceepoch"),
            ("sensitivity", .string("victim  juvenile"), "/sensitivity/1"),
            ("sensitivity", .array([]), "/sensitivity"),
            ("related", .string("x"), "/related"),
            ("textreleasable", .string("true"), "/textreleasable"),
            ("datacontenttype", .string("text/plain"), "/datacontenttype"),
            ("datacontenttype", .number("1"), "/datacontenttype"),
            ("data_base64", .string("AAAA"), "/data_base64"),
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
}

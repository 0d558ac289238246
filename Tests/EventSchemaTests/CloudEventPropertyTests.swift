import EventSchema
import Testing

/// Every type, many times over: what goes to JSON and back is the same.
@Suite struct CloudEventPropertyTests {
    static let types = SchemaTable.events.map(\.type) + ["weather.changed"]
    static let rounds = UInt64(12)

    /// The document alone says everything, so that no copy of the bytes is needed beside it.
    @Test(arguments: types)
    func documentAloneGivesTheSameBytes(type: String) throws {
        for seed in 0..<Self.rounds {
            var generator = EventGenerator(seed: seed, oddities: .words)
            let bytes = generator.event(type)
            _ = try ValidEvent(checking: bytes)
            let document = try CloudEvent.document(of: bytes.span.bytes)
            #expect(document["protobuf"] == nil, "seed \(seed)")
            #expect(try CloudEvent.decode(document).bytes == bytes, "seed \(seed)")
        }
    }

    @Test(arguments: types)
    func unknownFieldsAndOrderSurviveByteForByte(type: String) throws {
        for seed in 0..<Self.rounds {
            var generator = EventGenerator(seed: seed, oddities: [.fields, .words, .order])
            let bytes = generator.event(type)
            #expect(try ValidEvent(checking: bytes).outline.carriesUnknown)
            let json = try CloudEvent.encode(bytes)
            #expect(try CloudEvent.parse(json)["protobuf"] != nil)
            #expect(try CloudEvent.decode(json).bytes == bytes, "seed \(seed)")
        }
    }

    @Test(arguments: types)
    func unknownMembersSurviveAtEveryDepth(type: String) throws {
        for seed in 0..<Self.rounds {
            var generator = EventGenerator(seed: seed)
            let bytes = generator.event(type)
            var document = try CloudEvent.document(of: bytes.span.bytes)
            var count = 0
            for name in document.names where name == "data" {
                if let data = document[name] {
                    document[name] = Self.sprinkled(data, into: &count, using: &generator)
                }
            }
            let attributes: [JSONValue] = [.number("-12"), .string("\u{202E}a"), .bool(true), .string("")]
            document["unknown\(generator.next(3))"] = attributes[generator.next(attributes.count)]
            count += 1
            let event = try CloudEvent.decode(document)
            #expect(event.outline.carriesUnknown)
            #expect(!event.outline.notes(of: event.bytes.span.bytes).isEmpty)
            #expect(count > 0)
            #expect(try CloudEvent.document(of: event.bytes.span.bytes) == document, "seed \(seed)")
            #expect(try CloudEvent.decode(CloudEvent.encode(event.bytes)).bytes == event.bytes)
        }
    }

    /// Whatever is accepted as protobuf, JSON takes back: also with names that it gives a meaning among the
    /// unknown ones.
    @Test(arguments: types)
    func whatProtobufAcceptsJSONTakesBack(type: String) throws {
        var accepted = 0
        for seed in 0..<80 {
            var generator = EventGenerator(seed: UInt64(seed), oddities: .members)
            let bytes = generator.event(type)
            let json = try CloudEvent.encode(bytes)
            guard (try? ValidEvent(checking: bytes)) != nil else { continue }
            accepted += 1
            #expect(try CloudEvent.decode(json).bytes == bytes, "seed \(seed)")
        }
        #expect(accepted > 10)
    }

    @Test(arguments: types)
    func generatedEventsDecodeWithTheCommonCodecToo(type: String) throws {
        for seed in 0..<Self.rounds {
            var generator = EventGenerator(seed: seed, oddities: [.fields, .words])
            let event = try ValidEvent(checking: generator.event(type))
            let decoded = try event.decoded()
            #expect(decoded.type == type)
            let again: [UInt8] = try decoded.serializedBytes()
            #expect(again == event.bytes, "seed \(seed)")
        }
    }

    /// Adds unknown members to the document, to its data and to objects within, but not inside foreign JSON.
    private static func sprinkled(
        _ object: JSONObject,
        into count: inout Int,
        using generator: inout EventGenerator
    ) -> JSONObject {
        var result = object
        for name in object.names where name != "changes" {
            if let value = object[name] { result[name] = sprinkled(value, into: &count, using: &generator) }
        }
        let values: [JSONValue] = [
            .number("1.230e+4"), .null, .string("\u{1F}\u{7F}\u{85}"), .array([.null, .object([:])]),
            .object(["deep": .array([.number("-0")])]), .bool(true),
        ]
        result["unknown\(generator.next(3))"] = values[generator.next(values.count)]
        count += 1
        return result
    }

    private static func sprinkled(
        _ value: JSONValue,
        into count: inout Int,
        using generator: inout EventGenerator
    ) -> JSONValue {
        switch value {
        case .object(let object): .object(sprinkled(object, into: &count, using: &generator))
        case .array(let elements):
            .array(
                elements.map { element in
                    generator.next(2) == 0 ? element : sprinkled(element, into: &count, using: &generator)
                }
            )
        default: value
        }
    }
}

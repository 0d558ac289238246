import EventSchema
import Testing

/// No bytes crash a decoder; what still passes the check also goes to JSON and back unchanged.
@Suite(.timeLimit(.minutes(5))) struct DamageTests {
    private static func tryEverything(_ bytes: [UInt8]) throws {
        let document = try? CloudEvent.encode(bytes)
        _ = EventOutline.route(of: bytes.span.bytes)
        guard let event = try? ValidEvent(checking: bytes) else { return }
        _ = event.outline.notes(of: bytes.span.bytes)
        #expect(try CloudEvent.decode(#require(document)).bytes == bytes)
        // Whatever the check lets through, the common codec reads too.
        #expect(try event.decoded().type == event.type)
    }

    private static let events: [[UInt8]] = ["hostage.reported", "record.corrected", "weather.changed"].map {
        type in
        var generator = EventGenerator(seed: 7, oddities: [.fields, .words])
        return generator.event(type)
    }

    @Test(arguments: events) func survivesEveryTruncation(event: [UInt8]) throws {
        for count in 0..<event.count { try Self.tryEverything(Array(event.prefix(count))) }
    }

    @Test(arguments: events) func survivesEveryChangedByte(event: [UInt8]) throws {
        for index in event.indices {
            for change: UInt8 in [0xFF, 0x01] {
                var bytes = event
                bytes[index] ^= change
                try Self.tryEverything(bytes)
            }
        }
    }

    @Test func survivesRandomBytes() throws {
        var generator = EventGenerator(seed: 11)
        for _ in 0..<2_000 {
            let bytes = (0..<generator.next(80)).map { _ in UInt8(generator.next(256)) }
            try Self.tryEverything(bytes)
        }
    }

    @Test func survivesDamagedDocuments() throws {
        let json = try CloudEvent.encode(Self.events[0])
        for count in 0..<json.count {
            #expect(throws: EventProblem.self) { try CloudEvent.decode(Array(json.prefix(count))) }
        }
        for index in json.indices {
            for change: UInt8 in [0xFF, 0x01] {
                var bytes = json
                bytes[index] ^= change
                guard let event = try? CloudEvent.decode(bytes) else { continue }
                let again = try CloudEvent.decode(CloudEvent.encode(event.bytes))
                #expect(again.bytes == event.bytes)
            }
        }
    }
}

import EventSchema
import HTTPTypes
import ServiceHTTP
import Testing

@testable import Publisher

@Suite struct PostedFormatTests {
    private func format(_ type: String?, _ fields: [(String, String)] = []) throws -> PostedFormat {
        var all = HTTPFields()
        if let type { all[.contentType] = type }
        for (name, value) in fields {
            all.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return try PostedFormat(all)
    }

    @Test func theContentTypeTellsHowEventsStand() throws {
        #expect(try format("application/cloudevents+json") == .documents(.single))
        #expect(try format("application/cloudevents-batch+json; charset=utf-8") == .documents(.array))
        #expect(try format("application/x-ndjson") == .documents(.lines))
        // A document is a document, whatever stands beside it.
        #expect(try format("application/cloudevents+json", [("ce-type", "x")]) == .documents(.single))
    }

    @Test func attributesOfABinaryEventAreDecoded() throws {
        let fields = [
            ("CE-Type", "shots.fired"), ("ce-authorid", "Zo%C3%AB"), ("ce-a", "\"quoted \\\"%41\\\\\""),
            ("X", "y"),
        ]
        let expected = PostedFormat.binary(attributes: [
            .init(name: "type", text: "shots.fired"), .init(name: "authorid", text: "Zoë"),
            .init(name: "a", text: "quoted \"A\\"),
        ])
        #expect(try format("application/json", fields) == expected)
        // Without data there need be no content type.
        #expect(try format(nil, fields) == expected)
    }

    @Test func otherKindsOfJSONAreDataToo() throws {
        let expected = PostedFormat.binary(
            attributes: [.init(name: "type", text: "shots.fired")],
            contentType: "application/geo+json"
        )
        #expect(try format("application/geo+json", [("ce-type", "shots.fired")]) == expected)
    }

    @Test(arguments: [
        nil, "text/plain", "application/json", "application/geo+json", "application/cloudevents",
        "application/cloudevents+json; charset=x",
        "application/x-www-form-urlencoded", "multipart/form-data",
    ])
    func anythingElseIsNotTaken(_ type: String?) {
        let problem = #expect(throws: HTTPProblem.self) { try format(type) }
        #expect(problem?.kind == .mediaType)
    }

    @Test func whatIsCompressedIsNotTaken() {
        let problem = #expect(throws: HTTPProblem.self) {
            try format("application/x-ndjson", [("Content-Encoding", "gzip")])
        }
        #expect(problem?.kind == .mediaType)
    }
}

@Suite struct StreamPositionTests {
    @Test func isANumberOrACursor() {
        let stream = StreamID(high: 0x55E0_E380_3975_4F6A, low: 0x9EB6_6A48_3EB0_E30E)
        let cursor = Cursor(stream: stream, sequence: SequenceNumber(17), checksum: 0x0123_ABCD)
        #expect(cursor.description == "55e0e380-3975-4f6a-9eb6-6a483eb0e30e:17:0123abcd")
        #expect(StreamPosition(cursor.description) == .cursor(cursor))
        #expect(StreamPosition(cursor.description.uppercased()) == .cursor(cursor))
        #expect(StreamPosition("0") == .sequence(.zero))
        #expect(StreamPosition("18446744073709551615") == .sequence(SequenceNumber(.max)))
    }

    @Test func nothingElseIsOne() {
        let cursor = "55e0e380-3975-4f6a-9eb6-6a483eb0e30e:17:0123abcd"
        for end in cursor.indices where end != cursor.startIndex {
            let start = String(cursor[..<end])
            #expect(StreamPosition(start) == nil || start.allSatisfy(\.isNumber), "\(start)")
        }
        for text in ["", "+1", "-1", " 1", "1e3", cursor + "0", cursor + ":", "::", "18446744073709551616"] {
            #expect(StreamPosition(text) == nil, "\(text)")
        }
    }
}

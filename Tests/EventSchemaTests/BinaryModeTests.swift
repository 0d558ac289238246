import EventSchema
import Testing

@Suite struct BinaryModeTests {
    private static let attributes: [(name: String, text: String)] = [
        ("specversion", "1.0"), ("id", Sample.id.description), ("type", "shots.fired"), ("agency", "expd"),
        ("subject", "2025-0520-001"), ("status", "Exercise"), ("source", "cp1"), ("sourceepoch", "1"),
        ("sequence", "00000000000000000013"), ("time", "2025-05-20T14:38:45Z"),
        ("recordedtime", "2025-05-20T14:39:00Z"), ("authorid", "a.recorder"),
        ("authorrole", "commandPostRecorder"), ("severity", "Extreme"), ("urgency", "Immediate"),
        ("certainty", "Possible"), ("tlp", "AMBER"),
    ]
    private static let data = Array(
        #"""
        {"location": {"label": "LOC-T"}, "narrative": "One report heard from the garage.",
         "by": "unknown", "rounds": 1}
        """#.utf8
    )

    private func event(
        _ more: [(name: String, text: String)] = [],
        data: [UInt8] = data
    ) throws -> ValidEvent {
        try EventDraft(attributes: Self.attributes + more, data: data).event()
    }

    @Test func makesTheSameEventAsADocument() throws {
        #expect(try event().bytes == ValidEvent(checking: Sample.event).bytes)
    }

    @Test func textBecomesWhatTheAttributeIs() throws {
        let more = [
            ("textreleasable", "True"), ("clockuncertaintyms", "250"), ("clocksync", "ntp"), ("x1", "250"),
        ]
        let decoded = try event(more.map { (name: $0.0, text: $0.1) }).decoded()
        #expect(decoded.textReleasable)
        #expect(decoded.clock.uncertaintyMs == 250)
        #expect(String(decoding: decoded.extraJson, as: UTF8.self) == #"{"x1":"250"}"#)
    }

    @Test(arguments: [
        ("textreleasable", "yes", "/textreleasable"), ("textreleasable", "1", "/textreleasable"),
        ("clockuncertaintyms", "many", "/clockuncertaintyms"),
        ("clockuncertaintyms", "", "/clockuncertaintyms"),
        ("id", "again", "/id"), ("data", "{}", "/data"),
        ("datacontenttype", "text/plain", "/datacontenttype"),
        ("a-b", "1", "/a-b"), ("A", "1", "/A"), ("", "1", "/"),
        ("weatherattheperimeter", "1", "/weatherattheperimeter"), ("weather", "a\u{7}", "/weather"),
    ])
    func whatIsNoAttributeIsRefused(_ name: String, _ text: String, _ place: String) {
        let problem = #expect(throws: EventProblem.self) { try event([(name, text)]) }
        #expect(problem?.pointer == place)
    }

    @Test func everyTruncatedBodyIsRefused() {
        for end in Self.data.indices where end > 0 {
            let problem = #expect(throws: EventProblem.self) { try event(data: Array(Self.data[..<end])) }
            #expect(problem?.pointer == "/data")
        }
    }

    @Test func keepsAnotherKindOfJSON() throws {
        let draft = try EventDraft(
            attributes: Self.attributes,
            data: Self.data,
            contentType: "application/geo+json"
        )
        let event = try draft.event()
        #expect(
            try CloudEvent.document(of: event.bytes.span.bytes)["datacontenttype"]
                == .string("application/geo+json")
        )
    }

    @Test func anEmptyBodyIsNoData() throws {
        let draft = try EventDraft(attributes: Self.attributes, data: [])
        #expect(draft.document["data"] == nil)
        #expect(draft.document["datacontenttype"] == nil)
    }
}

@Suite struct CursorTests {
    private let cursor = Cursor(
        stream: StreamID(high: 0x55E0_E380_3975_4F6A, low: 0x9EB6_6A48_3EB0_E30E),
        sequence: SequenceNumber(.max),
        checksum: 0xAB
    )

    @Test func hasATextForm() {
        let text = "55e0e380-3975-4f6a-9eb6-6a483eb0e30e:18446744073709551615:000000ab"
        #expect(cursor.description == text)
        #expect(Cursor(text) == cursor)
        #expect(Cursor(text.uppercased()) == cursor)
    }

    @Test func nothingElseIsACursor() {
        let text = cursor.description
        for end in text.indices { #expect(Cursor(String(text[..<end])) == nil) }
        for other in [text + "0", "+" + text, text.replacing(":000000ab", with: ":+00000ab"), text + ":"] {
            #expect(Cursor(other) == nil)
        }
    }
}

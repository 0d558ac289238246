import EventSchema
import Testing

@Suite struct EventDraftTests {
    private static let now = Timestamp(nanoseconds: 1_747_751_940_000_000_000)
    private static let defaults: JSONObject = [
        "source": .string("cp1"), "sourceepoch": .number("1"), "sequence": .string("7"),
        "agency": .string("expd"), "authorid": .string("a.recorder"),
        "authorrole": .string("commandPostRecorder"),
    ]

    private func draft(_ members: String) throws -> EventDraft {
        var draft = try EventDraft(parsing: Array(members.utf8))
        draft.complete(at: Self.now, defaults: Self.defaults)
        return draft
    }

    private static let least = """
        "type":"shots.fired","time":"2025-05-20T14:38:45Z","subject":"2025-0520-001",\
        "status":"Exercise","tlp":"AMBER","data":{"by":"unknown"}
        """

    @Test func fillsInWhatIsMissing() throws {
        let event = try draft("{\(Self.least)}").event()
        let decoded = try event.decoded()
        #expect(event.outline.id.high >> 16 == 1_747_751_940_000)
        #expect(event.outline.id.high >> 12 & 0xF == 7)
        #expect(event.outline.recordedAt == Self.now)
        #expect(event.outline.severity == .extreme)
        #expect(decoded.urgency == "Immediate")
        #expect(decoded.certainty == "Unknown")
        #expect(event.source == "cp1")
        #expect(event.outline.sourceSequence == 7)
    }

    @Test func keepsWhatTheAuthorSaid() throws {
        let said = """
            {\(Self.least),"id":"\(Sample.id)","severity":"Minor","urgency":null,"certainty":"Likely",\
            "source":"tac1","recordedtime":"2025-05-20T14:38:46Z"}
            """
        let event = try draft(said).event()
        let decoded = try event.decoded()
        #expect(event.outline.id == Sample.id)
        #expect(event.outline.severity == .minor)
        #expect(decoded.urgency == "Unknown")
        #expect(decoded.certainty == "Likely")
        #expect(event.source == "tac1")
        #expect(event.outline.recordedAt < Self.now)
    }

    /// Whoever gets no answer offers the same document again, later.
    @Test func theSameDocumentWithAnIDIsTheSameEventLater() throws {
        let document = "{\(Self.least),\"id\":\"\(Sample.id)\"}"
        let first = try draft(document).event()
        var again = try EventDraft(parsing: Array(document.utf8))
        again.complete(at: .now, defaults: Self.defaults)
        #expect(try again.event().bytes == first.bytes)
        #expect(first.outline.recordedAt == first.outline.observedAt)
    }

    @Test(arguments: SchemaTable.events.map { ($0.type, $0.severity) })
    func takesTheTypesOwnSeverity(type: String, severity: Severity) throws {
        let draft = try draft("{\"type\":\"\(type)\"}")
        #expect(draft.document["severity"] == .string(severity.word))
    }

    @Test func anUnknownTypesSeverityIsUnknown() throws {
        #expect(try draft(#"{"type":"weather.changed"}"#).document["severity"] == .string("Unknown"))
        #expect(try draft("{}").document["severity"] == .string("Unknown"))
    }

    @Test(arguments: [
        ("Extreme", "Immediate"), ("Severe", "Immediate"), ("Moderate", "Expected"), ("Minor", "Unknown"),
    ])
    func urgencyFollowsSeverity(severity: String, urgency: String) throws {
        #expect(try draft("{\"severity\":\"\(severity)\"}").document["urgency"] == .string(urgency))
    }

    @Test(arguments: ["time", "status", "tlp"]) func neverGuesses(name: String) throws {
        var draft = try draft("{\(Self.least)}")
        draft.document[name] = nil
        draft.complete(at: Self.now, defaults: Self.defaults)
        let problem = #expect(throws: EventProblem.self) { try draft.event() }
        #expect(problem?.pointer == "/\(name)")
        #expect(problem?.fault == .missing)
    }

    @Test func refusesWhatIsNoObject() {
        #expect(throws: EventProblem.self) { try EventDraft(parsing: Array("[]".utf8)) }
    }
}

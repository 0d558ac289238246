import EventSchema
import IncidentState
import Testing

/// The JSON of scenario A's state has its oracle's figures, and the same bytes however it came to be.
@Suite struct IncidentDocumentTests {
    private let later: Timestamp
    private let records: [Record]

    init() throws {
        later = try Timestamp(rfc3339: "2025-05-20T23:00:00Z")
        records = try Scenario.records(Scenario.standoff)
    }

    private func document(_ records: some Sequence<Record>) throws -> JSONObject {
        let incident = try #require(IncidentBook(records).states["2025-0520-001"])
        return IncidentDocument.document(of: incident, at: later)
    }

    private func member(_ document: JSONObject, _ path: String...) -> JSONValue? {
        path.reduce(JSONValue.object(document)) { value, name in
            guard case .object(let object) = value else { return nil }
            return object[name]
        }
    }

    @Test func figuresAreTheOracles() throws {
        let document = try document(records)
        #expect(member(document, "open") == .bool(false))
        #expect(member(document, "peaceful") == .bool(true))
        #expect(member(document, "times", "declared") == .string("2025-05-20T14:06:48.000Z"))
        #expect(member(document, "times", "closed") == .string("2025-05-20T20:31:30.000Z"))
        #expect(member(document, "seconds", "duration") == .number("23082"))
        #expect(member(document, "seconds", "toCommand") == .number("822"))
        #expect(member(document, "seconds", "toFirstContact") == .number("3082"))
        #expect(member(document, "negotiation", "talkSeconds") == .number("12905"))
        #expect(member(document, "negotiation", "talkSecondsByChannel", "throwPhone") == .number("9655"))
        #expect(member(document, "recorded", "events") == .number("80"))
        #expect(member(document, "recorded", "contactsLost") == .number("5"))
    }

    /// Equality of objects ignores order, so the texts are compared.
    @Test func orderOfRecordsDoesNotShow() throws {
        let forwards = try document(records)
        let backwards = try document(records.reversed())
        #expect(JSONValue.object(forwards).text == JSONValue.object(backwards).text)
    }

    /// An incident that is not over lasts until now, and says nothing of an end.
    @Test func anOpenIncidentHasNoEnd() throws {
        let document = try document(records.prefix(20))
        #expect(member(document, "open") == .bool(true))
        #expect(document["outcome"] == nil)
        #expect(document["peaceful"] == nil)
        #expect(member(document, "times", "closed") == nil)
        #expect(member(document, "seconds", "duration") == .number("31992"))
    }
}

import Testing

@testable import AlertRules

/// What becomes of the texts and keys of rules.
@Suite struct TextTemplateTests {
    private func filled(_ text: String, _ values: [String: String]) throws -> String {
        try #require(TextTemplate(text)).filled(lengthMax: 100) { values[$0] }
    }

    @Test func aPlaceWithoutAValueIsAQuestionMark() throws {
        #expect(try filled("{a}", [:]) == "?")
        #expect(try filled("{a}", ["a": ""]) == "?")
        #expect(try filled("by {a} at {b}", ["a": "", "b": "LOC-T"]) == "by ? at LOC-T")
    }

    @Test func controlCharactersAreSpaces() throws {
        #expect(try filled("{a}", ["a": "x\u{1B}[2J\ny"]) == "x [2J y")
    }
}

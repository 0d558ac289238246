import EventSchema
import Testing

@Suite struct JSONObjectTests {
    @Test func readsOneObject() throws {
        let object = try JSONObject.parse(Array(" {\"a\":1.50,\"b\":[{}]}\n".utf8), depthMax: 3)
        #expect(object == ["a": .number("1.50"), "b": .array([.object([:])])])
    }

    @Test(arguments: [
        ("[1]", "line 1, column 1: an object is expected, and this is an array"),
        ("{\"a\":{}} {", "line 1, column 10: text after the value"),
        ("{\"a\":[[]]}", "line 1, column 7: arrays and objects nest deeper than 2"),
        ("", "line 1, column 1: a value is missing"),
    ])
    func saysWhereTextIsNoObject(text: String, problem: String) throws {
        let thrown = try #require(throws: JSONProblem.self) {
            _ = try JSONObject.parse(Array(text.utf8), depthMax: 2)
        }
        #expect("\(thrown)" == problem)
    }

    /// Beyond 24 members an object finds them by a table, which the copy shares.
    @Test(arguments: [0, 1, 24, 25, 100]) func keepsItsNamesForOtherValues(count: Int) {
        let names = (0..<count).map { "name \($0)" }
        let template = names.reduce(into: JSONObject()) { $0[$1] = .null }
        let object = template.withValues { .number("\($0)") }
        #expect(object.names == names)
        #expect(names.enumerated().allSatisfy { object[$1] == .number("\($0)") })
        #expect(template.members.allSatisfy { $0.value == .null })
    }

    @Test func passesOnWhatAValueThrows() {
        struct Failure: Error {}
        let template: JSONObject = ["a": .null]
        #expect(throws: Failure.self) { try template.withValues { _ throws(Failure) in throw Failure() } }
    }
}

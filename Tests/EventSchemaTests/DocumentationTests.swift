import EventSchema
import Foundation
import Testing

/// docs/cloudevents.md says what the code does.
@Suite struct DocumentationTests {
    private static func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/cloudevents.md"), encoding: .utf8)
    }

    @Test func theExampleIsTrue() throws {
        let blocks = try Self.page().components(separatedBy: "```json\n").dropFirst().map { block in
            Array((block.components(separatedBy: "```").first ?? "").utf8)
        }
        try #require(blocks.count == 2)
        var draft = try EventDraft(parsing: blocks[0])
        draft.complete(
            at: try Timestamp(rfc3339: "2025-05-20T14:39:00Z"),
            defaults: [
                "source": .string("cp1"), "sourceepoch": .number("1"), "sequence": .string("13"),
                "agency": .string("expd"), "authorid": .string("a.recorder"),
                "authorrole": .string("commandPostRecorder"),
            ]
        )
        let event = try draft.event()
        // As text, so that the order is the page's too.
        let said = JSONValue.object(try CloudEvent.parse(blocks[1])).text
        #expect(try CloudEvent.encode(event.bytes) == said)
        let notes = event.outline.notes(of: event.bytes.span.bytes)
        #expect(notes == ["/data/heardFrom: unknown, or holds unknown members"])
        #expect(try Self.page().contains("`\(notes[0])`"))
    }

    @Test func everyAttributeIsInTheTable() throws {
        let page = try Self.page()
        for field in try #require(SchemaTable.message("Event")).fields {
            guard let attribute = field.attribute else { continue }
            let parts = field.message.flatMap(SchemaTable.message)?.fields ?? []
            let rows =
                parts.isEmpty
                ? [("\(attribute)", field.name, field.isRequired)]
                : parts.map {
                    (
                        attribute + $0.jsonName.lowercased(), "\(field.name).\($0.name)",
                        field.isRequired && $0.isRequired
                    )
                }
            for (name, path, isRequired) in rows {
                let isConditional = ["subject", "amends"].contains(name)
                let needed = isRequired ? "yes" : isConditional ? "by type" : "no"
                #expect(page.contains("| `\(name)` | \(needed) | `\(path)` |"))
            }
        }
    }

    @Test func everyMarkingIsInTheTable() throws {
        let page = try Self.page()
        for vocabulary in SchemaTable.vocabularies where vocabulary.isClosed {
            #expect(page.contains(vocabulary.words.map { "`\($0)`" }.joined(separator: ", ")))
        }
    }

    @Test(arguments: [
        (
            #"{"severity":"Awful"}"#,
            "/severity is \"Awful\"; allowed is Extreme, Severe, Moderate, Minor, Unknown"
        ),
        (
            #"{"time":"2025-05-20T14:38:45"}"#,
            "/time is \"2025-05-20T14:38:45\"; allowed is "
                + "a time with its zone: Z, or an offset such as -05:00"
        ),
        (
            #"{"type":"hostage.reported","data":{"count":2,"persons":[{"ref":"H1"},{}]}}"#,
            "/data/persons/1/ref is missing: "
                + "The incident's own short name for the person, such as S1 or H2."
        ),
    ])
    func theErrorsAreTrue(changes: String, line: String) throws {
        let bytes: [UInt8] = try Sample.event.serializedBytes()
        var document = try CloudEvent.document(of: bytes.span.bytes)
        for (name, value) in try CloudEvent.parse(Array(changes.utf8)).members { document[name] = value }
        let problem = #expect(throws: EventProblem.self) { try CloudEvent.decode(document) }
        #expect(problem?.description == line)
        #expect(try Self.page().contains("\n    \(line)\n"))
    }
}

import EventSchema
import Foundation
import Testing

@testable import ScenewireCLI

@Suite(.serialized, .timeLimit(.minutes(10))) struct SchemaCommandTests {
    @Test func listsEveryType() async throws {
        let text = try await CommandProcess.scenewire(["schema", "types"])
        #expect(text.exitCode == 0)
        #expect(text.outputLines.count == SchemaTable.events.count + 1)
        let json = try await CommandProcess.scenewire(["schema", "types", "--format", "json"])
        #expect(try JSONSample.array(json.output).count == SchemaTable.events.count)
    }

    @Test func showsATypeWithTheMessagesThatItHolds() async throws {
        let text = try await CommandProcess.scenewire(["schema", "type", "resource.requested"])
        #expect(text.exitCode == 0)
        for part in [
            "resource.requested: ", "needs", "required", "list of ResourceNeed", "ResourceNeed: ", "nimsType",
            "GeoRef: ",
        ] {
            #expect(text.output.contains(part), "\(part)")
        }
        let json = try await CommandProcess.scenewire(["schema", "type", "shots.fired", "--format", "json"])
        #expect(try CloudEvent.parse(Array(json.output.utf8))["severity"] == .string("Extreme"))
    }

    @Test func showsVocabularies() async throws {
        let all = try await CommandProcess.scenewire(["schema", "vocabulary"])
        #expect(all.outputLines.count == SchemaTable.vocabularies.count + 1)
        let one = try await CommandProcess.scenewire(["schema", "vocabulary", "TLP"])
        #expect(one.outputLines.suffix(5) == ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"])
        #expect(one.output.contains("closed"))
    }

    @Test(arguments: [["schema", "type", "shot.fired"], ["schema", "vocabulary", "Colour"]])
    func saysThatThereIsNone(_ arguments: [String]) async throws {
        let report = try await CommandProcess.scenewire(arguments)
        #expect(report.exitCode == 3)
        #expect(report.errors.contains("there is no"))
    }

    /// A validator that is not ours says of every document what the schema's own check says.
    @Test func describesDocumentsAsAnotherValidatorReadsThem() async throws {
        let directory = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let all = try await CommandProcess.scenewire(["schema", "types", "--format", "json-schema"])
        try all.output.write(toFile: directory + "/all", atomically: false, encoding: .utf8)
        var cases: [JSONCase] = []
        for event in SchemaTable.events {
            let one = try await CommandProcess.scenewire([
                "schema", "type", event.type, "--format", "json-schema",
            ])
            try one.output.write(toFile: "\(directory)/\(event.type)", atomically: false, encoding: .utf8)
            cases += JSONCase.cases(of: event)
        }
        let input = cases.flatMap { one in ["all", one.type].map { one.line(schema: $0) } }.joined()
        let checker = try CommandProcess(
            at: PythonTool.python,
            [PythonTool.path("check_json_schema.py"), directory]
        )
        await checker.write(input)
        checker.endInput()
        let report = try await checker.end()
        #expect(report.exitCode == 0, "scripts/setup installs what it needs: \(report.errors.suffix(2_000))")
        let verdicts = report.outputLines.map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
        try #require(verdicts.count == 2 * cases.count)
        for (number, verdict) in verdicts.enumerated() {
            let one = cases[number / 2]
            let isValid = (try? CloudEvent.decode(one.document)) != nil
            #expect(isValid == one.isValid, "\(one.name) by our own check")
            #expect((verdict[1] == "valid") == one.isValid, "\(one.name): \(verdict[1])")
        }
    }
}

/// A document, and whether it is an event.
private struct JSONCase {
    let name: String
    let type: String
    let document: JSONObject
    let isValid: Bool

    func line(schema: String) -> String {
        let object: JSONObject = [
            "name": .string(name), "schema": .string(schema), "document": .object(document),
        ]
        return String(decoding: JSONValue.object(object).text, as: UTF8.self) + "\n"
    }

    static func cases(of event: EventDescription) -> [JSONCase] {
        let full = TypeSample(event, isFull: true).document
        let bare = TypeSample(event, isFull: false).document
        var cases = [("full", full, true), ("bare", bare, true)]
        for (name, change, isValid) in envelopeChanges {
            var document = full
            change(&document)
            cases.append((name, document, isValid))
        }
        if event.requires.contains("incident") {
            var document = full
            document["subject"] = nil
            cases.append(("no incident", document, false))
        }
        if event.requires.contains("amends") {
            var document = full
            document["amends"] = nil
            cases.append(("no amends", document, false))
        }
        for field in SchemaTable.message(event.payload)?.fields ?? [] {
            cases += changes(of: field).map { change in
                ("\(field.jsonName) \(change.name)", with(full, field.jsonName, change.value), change.isValid)
            }
        }
        return cases.map {
            JSONCase(name: "\(event.type) \($0.0)", type: event.type, document: $0.1, isValid: $0.2)
        }
    }

    private static let envelopeChanges: [(String, @Sendable (inout JSONObject) -> Void, Bool)] = [
        ("no status", { $0["status"] = nil }, false), ("null status", { $0["status"] = .null }, false),
        ("odd status", { $0["status"] = .string("Real") }, false),
        ("no author", { $0["authorrole"] = nil }, false), ("no version", { $0["specversion"] = nil }, false),
        ("bad time", { $0["time"] = .string("2025-05-20T14:38:45") }, false),
        ("bad id", { $0["id"] = .string("1") }, false), ("no id", { $0["id"] = nil }, false),
        ("bad agency", { $0["agency"] = .string("EXPD") }, false),
        ("bad sequence", { $0["sequence"] = .string("0") }, false),
        ("number sequence", { $0["sequence"] = .number("7") }, true),
        ("bad epoch", { $0["sourceepoch"] = .number("0") }, false),
        ("odd sensitivity", { $0["sensitivity"] = .string("secret") }, false),
        ("null amends where none is needed", { $0["traceparent"] = .null }, true),
        ("unknown attribute", { $0["weather"] = .string("rain") }, true),
        ("attribute with a mark", { $0["weather_now"] = .string("rain") }, false),
        ("attribute with a capital", { $0["Weather"] = .string("rain") }, false),
        ("long attribute", { $0["weatherattheperimeter"] = .string("rain") }, false),
        ("binary", { $0["data_base64"] = .string("AAAA") }, false),
        ("data as text", { $0["data"] = .string("x") }, false),
    ]

    /// Values for a field of the payload, right and wrong.
    private static func changes(of field: FieldDescription) -> [(
        name: String, value: JSONValue?, isValid: Bool
    )] {
        var changes: [(String, JSONValue?, Bool)] = [("absent", nil, !field.isRequired)]
        // Where the value is itself JSON, everything is one.
        guard field.kind != .json else { return changes }
        changes.append(("null", .null, !field.isRequired))
        let wrong: JSONValue =
            switch field.kind {
            case .bool: .string("true")
            case .uint32, .uint64, .int32, .double: .bool(true)
            case .text where field.vocabulary != nil: .string("!")
            case .text where field.pattern != nil: .string("\u{1}")
            case .text: .string("bell \u{7}")
            case .id, .timestamp, .message, .json: .string("nonsense")
            }
        changes.append(("wrong", field.isRepeated ? .array([wrong]) : wrong, false))
        changes.append(("of another kind", field.isRepeated ? wrong : .array([wrong]), false))
        if field.isRepeated { changes.append(("empty", .array([]), !field.isRequired)) }
        if let maximum = field.maximum {
            changes.append(("too large", .number("\(UInt64(maximum) + 1)"), false))
        }
        if let minimum = field.minimum, minimum > 0 { changes.append(("too small", .number("0"), false)) }
        if field.kind == .text, field.vocabulary == nil, field.pattern == nil {
            let text = String(repeating: "x", count: (field.lengthMax ?? SchemaLimits.textLengthMax) + 1)
            changes.append(("too long", field.isRepeated ? .array([.string(text)]) : .string(text), false))
        }
        if let vocabulary = field.vocabulary.flatMap(SchemaTable.vocabulary) {
            let word = JSONValue.string("new word")
            changes.append(("new", field.isRepeated ? .array([word]) : word, !vocabulary.isClosed))
        }
        return changes
    }

    private static func with(_ document: JSONObject, _ name: String, _ value: JSONValue?) -> JSONObject {
        guard case .object(var data)? = document["data"] else { return document }
        data[name] = value
        var changed = document
        changed["data"] = .object(data)
        return changed
    }
}

/// JSON that is no document.
enum JSONSample {
    static func array(_ text: String) throws -> [JSONValue] {
        let document = try CloudEvent.parse(Array("{\"value\":\(text)}".utf8))
        guard case .array(let elements)? = document["value"] else { throw CancellationError() }
        return elements
    }
}

/// The Python that scripts/setup makes beside the build, and the tools in Tests/Tools.
enum PythonTool {
    /// `.build`, in which the test bundle lies.
    private static let build: URL = {
        var directory = URL(fileURLWithPath: CommandProcess.path("scenewire")).deletingLastPathComponent()
        while directory.path != "/", directory.lastPathComponent != ".build" {
            directory.deleteLastPathComponent()
        }
        return directory
    }()

    static var python: String { build.appendingPathComponent("python/bin/python").path }

    static var root: URL { build.deletingLastPathComponent() }

    static func path(_ name: String) -> String { root.appendingPathComponent("Tests/Tools/\(name)").path }
}

import EventSchema
import Testing

/// The forms that texts must have, each in the field of an event that has it.
@Suite struct TextFormTests {
    private func problem(_ type: String, _ data: String, _ attributes: JSONObject = [:]) throws
        -> EventProblem?
    {
        var document: JSONObject = [
            "type": .string(type), "source": .string("cp1"), "sourceepoch": .number("1"),
            "sequence": .string("1"), "agency": .string("expd"), "subject": .string("2025-0520-001"),
            "status": .string("Exercise"), "tlp": .string("AMBER"), "time": .string("2025-05-20T14:06:48Z"),
            "authorid": .string("a.recorder"), "authorrole": .string("commandPostRecorder"),
            "amends": .string(Sample.other.description),
            "data": .object(try CloudEvent.parse(Array(data.utf8))),
        ]
        for (name, value) in attributes.members { document[name] = value }
        var draft = EventDraft(document)
        draft.complete(at: Timestamp(nanoseconds: 0))
        do {
            _ = try draft.event()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["es", "ase", "zh-Hant", "zh-Hant-TW", "de-1901", "sr-Latn-RS"])
    func takesALanguage(tag: String) throws {
        let data = #"{"channel":"faceToFace","party":{"ref":"S1"},"language":"\#(tag)"}"#
        #expect(try problem("negotiation.contact.established", data) == nil)
    }

    @Test(arguments: ["", "1", "es-", "-es", "es--MX", "es_MX", "español", String(repeating: "a", count: 36)])
    func refusesWhatIsNoLanguage(tag: String) throws {
        let data = #"{"channel":"faceToFace","party":{"ref":"S1"},"language":"\#(tag)"}"#
        #expect(try problem("negotiation.contact.established", data)?.pointer == "/data/language")
    }

    @Test(arguments: ["/", "/data", "/data/a~0b/~1", "/data/é/0", "/" + String(repeating: "x", count: 255)])
    func takesAPointer(pointer: String) throws {
        let data = #"{"pointers":["\#(pointer)"],"basis":"other","visibleTo":"RED"}"#
        #expect(try problem("record.redacted", data) == nil)
    }

    @Test(arguments: ["", "data", "/data~", "/data~2", "/a\\u0007", "/" + String(repeating: "x", count: 256)])
    func refusesWhatIsNoPointer(pointer: String) throws {
        let data = #"{"pointers":["/","\#(pointer)"],"basis":"other","visibleTo":"RED"}"#
        #expect(try problem("record.redacted", data)?.pointer == "/data/pointers/1")
    }

    @Test(arguments: [
        ("0", 64, true), ("f", 64, true), ("F", 64, false), ("0", 63, false), ("0", 65, false),
        ("g", 64, false),
    ])
    func hashesAreSixtyFourDigits(digit: String, count: Int, isTaken: Bool) throws {
        let hash = String(repeating: digit, count: count)
        let data = #"{"text":"Photo.","attachments":[{"uri":"file:a.jpg","sha256":"\#(hash)"}]}"#
        #expect(try problem("log.entry", data)?.pointer == (isTaken ? nil : "/data/attachments/0/sha256"))
    }

    @Test(arguments: [
        ("01", true), ("45", true), ("00", false), ("46", false), ("3", false), ("0x", false), ("003", false),
    ])
    func dispositionsAreFromOneToFortyFive(code: String, isTaken: Bool) throws {
        let data = #"{"outcome":"other","endedAt":"2025-05-20T20:31:30Z","dispositionCode":"\#(code)"}"#
        #expect(try problem("incident.closed", data)?.pointer == (isTaken ? nil : "/data/dispositionCode"))
    }

    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
        ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
        ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-", false),
    ])
    func traceContextsAreOfVersionZero(text: String, isTaken: Bool) throws {
        let problem = try problem("log.entry", #"{"text":"x"}"#, ["traceparent": .string(text)])
        #expect(problem?.pointer == (isTaken ? nil : "/traceparent"))
    }
}

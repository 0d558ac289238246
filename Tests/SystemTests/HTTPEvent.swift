import EventSchema

/// Events as tests post them.
enum HTTPEvent {
    static let type = "application/cloudevents+json"
    static let batchType = "application/cloudevents-batch+json"
    static let linesType = "application/x-ndjson"

    static func id(_ number: Int) -> EventID {
        EventID(high: 0x0196_ED9E_9C40_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }

    /// What an author has to say of `shots.fired`, and no more.
    static func draft(
        _ number: Int,
        incident: String = "2025-0520-001",
        _ change: (inout JSONObject) -> Void = { _ in }
    ) -> JSONObject {
        var document: JSONObject = [
            "id": .string(id(number).description),
            "type": .string("shots.fired"),
            "agency": .string("expd"),
            "subject": .string(incident),
            "status": .string("Exercise"),
            "source": .string("cp1"),
            "sourceepoch": .number("1"),
            "sequence": .number("\(number)"),
            "time": .string("2025-05-20T09:38:45-05:00"),
            "authorid": .string("a.recorder"),
            "authorrole": .string("commandPostRecorder"),
            "tlp": .string("AMBER"),
            "data": .object(["by": .string("unknown"), "rounds": .number("1")]),
        ]
        change(&document)
        return document
    }

    static func text(_ document: JSONObject) -> String {
        String(decoding: JSONValue.object(document).text, as: UTF8.self)
    }

    /// One on each line.
    static func lines(_ documents: [JSONObject]) -> String {
        documents.map { text($0) + "\n" }.joined()
    }

    static func array(_ documents: [JSONObject]) -> String {
        "[" + documents.map(text).joined(separator: ",") + "]"
    }

    /// The event that the publisher makes of a draft that holds its id.
    static func event(_ document: JSONObject) throws -> ValidEvent {
        var draft = EventDraft(document)
        draft.complete(at: .now)
        return try draft.event()
    }
}

extension JSONObject {
    /// A member that is text.
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    /// A member that is a whole number.
    func number(_ name: String) -> UInt64? {
        if case .number(let digits)? = self[name] { UInt64(digits) } else { nil }
    }
}

/// An event's document before it is checked, so that what is left out can be filled in.
///
/// A step of its own: conversion itself never makes anything up.
public struct EventDraft: Sendable {
    /// The CloudEvents document as it stands.
    public var document: JSONObject

    /// - Parameter document: As its author wrote it.
    public init(_ document: JSONObject) {
        self.document = document
    }

    /// Parses a document as its author wrote it.
    ///
    /// - Throws: ``EventProblem`` when it is not a JSON object.
    public init(parsing json: [UInt8]) throws(EventProblem) {
        document = try CloudEvent.parse(json)
    }

    /// Fills in attributes that are missing or null:
    ///
    /// - whatever `defaults` holds, such as the source and its next sequence number;
    /// - `specversion` 1.0; `recordedtime`: `time` when the author gave an `id`, so that the same document
    ///   makes the same event each time and may be offered again; now when a new `id` is minted, a UUID of
    ///   version 7;
    /// - `severity`, the type's default, Unknown for an unknown type;
    /// - `urgency` by severity: Immediate for Extreme and Severe, Expected for Moderate, else Unknown;
    /// - `certainty` Unknown.
    ///
    /// When it happened (`time`), whether it is real (`status`) and who may see it (`tlp`) are never guessed.
    public mutating func complete(at now: Timestamp, defaults: JSONObject = [:]) {
        for (name, value) in defaults.members { fill(name, value) }
        fill("specversion", .string("1.0"))
        let recordedTime = isMissing("id") ? nil : document["time"]
        fill("id", .string(EventID.minted(at: now).description))
        fill("recordedtime", recordedTime ?? .string(now.rfc3339))
        let type: String? = if case .string(let type)? = document["type"] { type } else { nil }
        let severity = type.flatMap { SchemaTable.event($0)?.severity } ?? .unknown
        fill("severity", .string(severity.word))
        let urgency = urgency
        fill("urgency", .string(urgency.word))
        fill("certainty", .string(Certainty.unknown.word))
    }

    /// Checks the draft.
    ///
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public func event() throws(EventProblem) -> ValidEvent {
        try CloudEvent.decode(document)
    }

    private var urgency: Urgency {
        guard case .string(let word)? = document["severity"] else { return .unknown }
        return switch Severity(word) {
        case .extreme, .severe: .immediate
        case .moderate: .expected
        case .minor, .unknown, nil: .unknown
        }
    }

    private mutating func fill(_ name: String, _ value: @autoclosure () -> JSONValue) {
        if isMissing(name) { document[name] = value() }
    }

    private func isMissing(_ name: String) -> Bool {
        document[name] ?? .null == .null
    }
}

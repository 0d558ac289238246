/// Events as CloudEvents 1.0 JSON, and back, without loss.
///
/// docs/cloudevents.md has the table of attributes. What the schema does not know travels along: unknown JSON
/// members in the envelope's `extra_json`, unknown protobuf fields in the attribute `protobuf`, which holds
/// the event's whole bytes whenever the document alone would give others. All of it is pure; defaults for
/// hand-written input are a step of their own, ``EventDraft/complete(at:defaults:)``.
public enum CloudEvent {
    /// The event as one compact JSON document.
    ///
    /// - Parameter event: Protobuf `scenewire.v1.Event`, usually checked before; bytes that only break the
    ///   schema's rules are shown as far as they go.
    /// - Throws: ``EventProblem`` when the bytes are not protobuf.
    public static func encode(_ event: RawSpan) throws(EventProblem) -> [UInt8] {
        JSONValue.object(try document(of: event)).text
    }

    /// The event as one compact JSON document.
    ///
    /// - Throws: ``EventProblem`` when the bytes are not protobuf.
    public static func encode(_ event: [UInt8]) throws(EventProblem) -> [UInt8] {
        try encode(event.span.bytes)
    }

    /// The event as a JSON object.
    ///
    /// - Throws: ``EventProblem`` when the bytes are not protobuf.
    public static func document(of event: RawSpan) throws(EventProblem) -> JSONObject {
        var document = try EventToDocument().document(of: event)
        let isSaidByDocument =
            (try? DocumentToEvent().bytes(of: document)).map { isEqual($0, event) } ?? false
        if !isSaidByDocument { document["protobuf"] = .string(Base64.text(of: event)) }
        return document
    }

    /// The event as a JSON object without its bytes, also where the members do not say all that they hold: for
    /// readers of single members, since ``document(of:)`` reads each document back.
    ///
    /// - Throws: ``EventProblem`` when the bytes are not protobuf.
    public static func members(of event: RawSpan) throws(EventProblem) -> JSONObject {
        try EventToDocument().document(of: event)
    }

    /// Reads one document.
    ///
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public static func decode(_ json: [UInt8]) throws(EventProblem) -> ValidEvent {
        try decode(parse(json))
    }

    /// Reads one document that has been parsed already.
    ///
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public static func decode(_ document: JSONObject) throws(EventProblem) -> ValidEvent {
        guard let attribute = document["protobuf"], attribute != .null else {
            return try ValidEvent(checking: DocumentToEvent().bytes(of: document))
        }
        guard case .string(let text) = attribute, let bytes = Base64.bytes(of: text) else {
            throw EventProblem(
                .kind(attribute.kindName),
                at: "/protobuf",
                allowed: "base64 of the event's bytes"
            )
        }
        let event: ValidEvent
        do throws(EventProblem) {
            event = try ValidEvent(checking: bytes)
        } catch {
            throw EventProblem(
                .conflict("holds no event: \(error)"),
                at: "/protobuf",
                allowed: "an event's bytes"
            )
        }
        var members = document
        members["protobuf"] = nil
        let meant = try DocumentToEvent().bytes(of: EventToDocument().document(of: bytes.span.bytes))
        guard try DocumentToEvent().bytes(of: members) == meant else {
            throw EventProblem(
                .conflict("says something else than the members beside it"),
                at: "/protobuf",
                allowed: "the same event twice, or no protobuf"
            )
        }
        return event
    }

    /// Parses one document without asking whether it is an event.
    ///
    /// A byte order mark before it is passed over.
    ///
    /// - Throws: ``EventProblem`` when it is too long, not JSON or not an object.
    public static func parse(_ json: [UInt8]) throws(EventProblem) -> JSONObject {
        guard json.count <= SchemaLimits.documentByteCountMax else {
            throw EventProblem(
                .length(json.count),
                allowed: "at most \(SchemaLimits.documentByteCountMax) bytes"
            )
        }
        return try object(parsed(Array(withoutByteOrderMark(json)), depthMax: SchemaLimits.jsonDepthMax))
    }

    /// The document with data that came as bytes, in `data_base64`, in `data`, where programs look for it.
    ///
    /// - Throws: ``EventProblem`` when `data_base64` holds no JSON, or stands beside `data`.
    public static func withPlainData(_ document: JSONObject) throws(EventProblem) -> JSONObject {
        try BinaryData.decoded(document)
    }

    /// Text without the byte order mark that some programs write before it (RFC 8259 §8.1).
    static func withoutByteOrderMark(_ text: [UInt8]) -> ArraySlice<UInt8> {
        text.starts(with: byteOrderMark) ? text[byteOrderMark.count...] : text[...]
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    static func object(_ value: JSONValue) throws(EventProblem) -> JSONObject {
        guard case .object(let object) = value else {
            throw EventProblem(.kind(value.kindName), allowed: "a JSON object")
        }
        return object
    }

    static func parsed(_ json: [UInt8], depthMax: Int) throws(EventProblem) -> JSONValue {
        do {
            return try JSONParser.parse(json, depthMax: depthMax)
        } catch {
            throw EventProblem(.json(error), allowed: "JSON in UTF-8")
        }
    }

    private static func isEqual(_ bytes: [UInt8], _ span: RawSpan) -> Bool {
        guard bytes.count == span.byteCount else { return false }
        return span.withUnsafeBytes { $0.elementsEqual(bytes) }
    }
}

/// What people wrote into an event, for search.
extension EventSentence {
    /// Text that may be as long as this, in Unicode scalars, is prose; shorter fields hold names and numbers.
    static let proseLengthMin = 256

    /// Returns every free text of an event: the narrative, the prose of its payload, and all text in members
    /// that this schema does not know, in corrections and in records of later versions.
    ///
    /// The schema's table says which fields are prose, so that none is forgotten. Any thread may call it.
    ///
    /// - Returns: The texts in full and as they came, in the order of the event's CloudEvents document; none for
    ///   an event that cannot be encoded.
    public static func words(of event: Event) -> [String] {
        // An event that came over the wire can always be encoded again.
        guard let bytes: [UInt8] = try? event.serializedBytes() else { return [] }
        return words(of: bytes.span.bytes)
    }

    /// The same of an event's bytes.
    ///
    /// - Parameter event: Protobuf `scenewire.v1.Event`; bytes that are none say nothing.
    public static func words(of event: RawSpan) -> [String] {
        guard let document = try? EventToDocument().document(of: event) else { return [] }
        return words(in: document)
    }

    /// The text of an event, for a search, a table's column and programs: its words one after the other, each
    /// of which ends as a sentence does before another follows.
    ///
    /// - Parameter event: Protobuf `scenewire.v1.Event`; the text of other bytes is empty.
    public static func writtenText(of event: RawSpan) -> String { writtenText(words(of: event)) }

    /// The same of an event's CloudEvents document.
    static func writtenText(in document: JSONObject) -> String { writtenText(words(in: document)) }

    private static func writtenText(_ words: [String]) -> String {
        // What is said twice, such as a log entry's text as its narrative, stands there once.
        var seen: Set<String> = []
        return Sentence.joined(words.filter { seen.insert($0).inserted })
    }

    private static func words(in document: JSONObject) -> [String] {
        guard case .object(let data)? = document["data"] else { return [] }
        let type = if case .string(let type)? = document["type"] { type } else { "" }
        let payload = SchemaTable.event(type)?.payload
        let fields =
            (SchemaTable.messages[0].fields.filter(\.isInData))
            + (payload.flatMap(SchemaTable.message)?.fields ?? [])
        return prose(in: data, fields)
    }

    private static func prose(in object: JSONObject, _ fields: [FieldDescription]) -> [String] {
        object.members.flatMap { member in
            guard let field = fields.first(where: { $0.jsonName == member.name }) else {
                return allText(in: member.value)
            }
            return prose(in: member.value, field)
        }
    }

    private static func prose(in value: JSONValue, _ field: FieldDescription) -> [String] {
        switch value {
        case .array(let elements) where field.isRepeated: return elements.flatMap { prose(in: $0, field) }
        case .object(let object) where field.kind == .message:
            return prose(in: object, field.message.flatMap(SchemaTable.message)?.fields ?? [])
        case .string(let text):
            return isProse(field) && !text.isBlank ? [text] : []
        default: return field.kind == .json ? allText(in: value) : []
        }
    }

    /// Whether a field holds what people say, rather than a word, a name or a number.
    static func isProse(_ field: FieldDescription) -> Bool {
        switch field.kind {
        case .text: field.vocabulary == nil && field.pattern == nil && field.lengthMax ?? 0 >= proseLengthMin
        case .json: true
        default: false
        }
    }

    private static func allText(in value: JSONValue) -> [String] {
        switch value {
        case .string(let text): text.isBlank ? [] : [text]
        case .array(let elements): elements.flatMap(allText)
        case .object(let object): object.members.flatMap { allText(in: $0.value) }
        case .null, .bool, .number: []
        }
    }
}

import EventSchema

extension EventGenerator {
    /// Names that the JSON form gives a meaning in the document itself.
    static let documentNames =
        ["specversion", "data_base64", "protobuf"] + RecordDocument.attributes
        + SchemaTable.messages[0].fields.flatMap { field -> [String] in
            guard let attribute = field.attribute else { return [] }
            let parts = field.message.flatMap(SchemaTable.message)?.fields ?? []
            return parts.isEmpty ? [attribute] : parts.map { attribute + $0.jsonName.lowercased() }
        }

    /// One to three members as `extra_json` might have them; most often such as an event may carry.
    mutating func extraMembers(of type: String) -> JSONObject {
        var members = JSONObject()
        for _ in 0...next(3) {
            switch next(16) {
            case 0: members[Self.documentNames[next(Self.documentNames.count)]] = extraValue(2)
            case 1, 2: members["datacontenttype"] = contentType()
            case 3: members["dataschema"] = dataSchema(type)
            case 4...8: members["data"] = next(6) == 0 ? extraValue(1) : .object(extraData(of: type))
            // Names that Swift takes for equal to others: by composition, and the Kelvin sign for a K.
            case 9: members[["\u{E9}", "e\u{301}", "\u{212A}1", "A", ""][next(5)]] = extraValue(3)
            case 10: members["x1"] = extraValue(3)
            default: members["colour\(next(3))"] = attribute()
            }
        }
        return members
    }

    private mutating func extraData(of type: String) -> JSONObject {
        var data = JSONObject()
        let payload = SchemaTable.event(type).flatMap { SchemaTable.message($0.payload) }
        let fields = payload?.fields ?? []
        for _ in 0...next(2) {
            switch next(4) {
            case 0: data[next(2) == 0 ? "location" : "narrative"] = extraValue(2)
            case 1 where !fields.isEmpty:
                let field = fields[next(fields.count)]
                let inner: JSONValue = .object(["unknown": extraValue(1)])
                data[field.jsonName] =
                    next(3) == 0 ? extraValue(2) : field.isRepeated ? .array([inner]) : inner
            default: data["unknown\(next(3))"] = extraValue(2)
            }
        }
        return data
    }

    /// What CloudEvents lets an attribute be.
    private mutating func attribute() -> JSONValue {
        [.string("\u{202E}red"), .string(""), .bool(true), .number("-0"), .number("2147483647")][next(5)]
    }

    private mutating func contentType() -> JSONValue {
        [
            .string("application/json"), .string("application/jsonr."), .string("text/plain"), .null,
            .string("application/json; charset=utf-8"), .string("application/geo+json"), .number("1"),
            .string("Application/JSON"), .string(""),
        ][next(9)]
    }

    private mutating func dataSchema(_ type: String) -> JSONValue {
        [
            .string("urn:scenewire:v1:\(type)"), .string("https://example.org/schema"), .null, .bool(false),
            .string(""),
        ][next(5)]
    }

    private mutating func extraValue(_ depth: Int) -> JSONValue {
        let names = ["a", "location", "label", "\u{212A}", "data", "e\u{301}"]
        switch next(depth > 0 ? 8 : 6) {
        case 0: return .null
        case 1: return .bool(next(2) == 0)
        case 2: return .number(["0", "-0", "1.50", "1e400", "4294967296"][next(5)])
        case 3: return .string("\u{202E}abc\u{85}\u{7F}")
        case 4: return .string("1.0")
        case 5: return .array([])
        case 6: return .array([extraValue(depth - 1), .null, extraValue(depth - 1)])
        default:
            var object = JSONObject()
            for _ in 0...next(2) { object[names[next(names.count)]] = extraValue(depth - 1) }
            return .object(object)
        }
    }
}

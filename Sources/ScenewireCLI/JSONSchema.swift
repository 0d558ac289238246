import EventSchema

/// The schema as JSON Schema, draft 2020-12, of events' CloudEvents documents.
///
/// It says what one document may be by itself, without the limits on bytes, depth and the elements of all
/// lists together. Members that it does not name are allowed, as everywhere.
enum JSONSchema {
    /// The documents of all types; of an unknown type, the envelope alone is described.
    static var allEvents: JSONObject {
        var schema = head("urn:scenewire:v1:event", "Any event as a CloudEvents document.")
        let envelope = envelope(type: nil, requires: [], data: [:])
        for member in envelope.members { schema[member.name] = member.value }
        schema["allOf"] = .array(
            SchemaTable.events.map { event in
                .object([
                    "if": .object([
                        "properties": .object(["type": .object(["const": .string(event.type)])]),
                        "required": .array([.string("type")]),
                    ]),
                    "then": .object(rules(of: event)),
                ])
            }
        )
        schema["$defs"] = .object(definitions(of: SchemaTable.events.map(\.payload) + ["Event"]))
        return schema
    }

    /// The documents of one type.
    static func event(_ event: EventDescription) -> JSONObject {
        var schema = head("urn:scenewire:v1:\(event.type)", event.doc)
        for member in rules(of: event).members { schema[member.name] = member.value }
        schema["$defs"] = .object(definitions(of: [event.payload, "Event"]))
        return schema
    }

    private static func head(_ id: String, _ description: String) -> JSONObject {
        [
            "$schema": .string("https://json-schema.org/draft/2020-12/schema"), "$id": .string(id),
            "description": .string(description), "type": .string("object"),
        ]
    }

    private static func rules(of event: EventDescription) -> JSONObject {
        let payload = SchemaTable.message(event.payload)?.fields ?? []
        return envelope(type: event.type, requires: event.requires, data: object(payload))
    }

    /// - Parameters:
    ///   - type: The only type, `nil` for any.
    ///   - requires: Envelope fields, by protobuf name, that are needed besides the common ones.
    ///   - data: What the payload asks of `data`.
    private static func envelope(type: String?, requires: [String], data: JSONObject) -> JSONObject {
        var properties: JSONObject = ["specversion": .object(["const": .string("1.0")])]
        var needed = ["specversion"]
        var inData: [FieldDescription] = []
        for field in SchemaTable.message("Event")?.fields ?? [] {
            let isNeeded = field.isRequired || requires.contains(field.name)
            guard let attribute = field.attribute else {
                if field.isInData { inData.append(field) }
                continue
            }
            guard let parts = field.message.flatMap(SchemaTable.message)?.fields else {
                properties[attribute] = .object(self.attribute(field, isNeeded: isNeeded))
                if isNeeded { needed.append(attribute) }
                continue
            }
            for part in parts {
                let name = attribute + part.jsonName.lowercased()
                let isPartNeeded = isNeeded && part.isRequired
                properties[name] = .object(self.attribute(part, isNeeded: isPartNeeded))
                if isPartNeeded { needed.append(name) }
            }
        }
        if let type { properties["type"] = .object(["const": .string(type)]) }
        let contents = self.data(data, inData, requires)
        properties["data"] = .object(contents)
        if contents["required"] != nil { needed.append("data") }
        properties["datacontenttype"] = .object(["type": types("string", isNeeded: false)])
        properties["dataschema"] = .object(["type": types("string", isNeeded: false)])
        properties["data_base64"] = .object(["type": .string("null")])
        properties["protobuf"] = .object([
            "type": types("string", isNeeded: false), "contentEncoding": .string("base64"),
        ])
        return [
            "properties": .object(properties), "required": .array(needed.map { .string($0) }),
            "propertyNames": .object(["pattern": .string("^([a-z0-9]{1,20}|data_base64)$")]),
        ]
    }

    /// `data`: the payload, and the envelope's fields that stand there.
    private static func data(
        _ payload: JSONObject,
        _ inData: [FieldDescription],
        _ requires: [String]
    ) -> JSONObject {
        var schema = payload
        var properties: JSONObject =
            if case .object(let object)? = payload["properties"] { object } else { [:] }
        var needed: [JSONValue] = if case .array(let names)? = payload["required"] { names } else { [] }
        for field in inData {
            let isNeeded = requires.contains(field.name)
            properties[field.jsonName] = .object(value(of: field, isNeeded: isNeeded))
            if isNeeded { needed.append(.string(field.jsonName)) }
        }
        // An unknown type's data may be anything.
        if !payload.isEmpty { schema["type"] = types("object", isNeeded: !needed.isEmpty) }
        schema["properties"] = .object(properties)
        schema["required"] = needed.isEmpty ? nil : .array(needed)
        return schema
    }

    /// The messages that fields hold, however deep.
    private static func definitions(of names: [String]) -> JSONObject {
        var definitions = JSONObject()
        var waiting = names
        while let name = waiting.popLast() {
            for field in SchemaTable.message(name)?.fields ?? [] where field.attribute == nil {
                guard let held = field.message, definitions[held] == nil,
                    let message = SchemaTable.message(held)
                else { continue }
                definitions[held] = .object(object(message.fields))
                waiting.append(held)
            }
        }
        return definitions
    }

    private static func object(_ fields: [FieldDescription]) -> JSONObject {
        var properties = JSONObject()
        for field in fields {
            properties[field.jsonName] = .object(value(of: field, isNeeded: field.isRequired))
        }
        let needed = fields.filter(\.isRequired).map { JSONValue.string($0.jsonName) }
        var object: JSONObject = ["type": .string("object"), "properties": .object(properties)]
        if !needed.isEmpty { object["required"] = .array(needed) }
        return object
    }
}

extension JSONSchema {
    /// A member of `data` or of a message; what is not needed may be null, which is the same as absent.
    private static func value(of field: FieldDescription, isNeeded: Bool) -> JSONObject {
        var schema: JSONObject
        if field.isRepeated {
            schema = [
                "type": types("array", isNeeded: isNeeded),
                "items": .object(element(of: field, isNeeded: true)),
                "maxItems": .number("\(SchemaLimits.elementCountMax)"),
            ]
            if isNeeded { schema["minItems"] = .number("1") }
        } else {
            schema = element(of: field, isNeeded: isNeeded)
        }
        schema["description"] = .string(field.doc)
        return schema
    }

    private static func element(of field: FieldDescription, isNeeded: Bool) -> JSONObject {
        switch field.kind {
        case .text: return text(of: field, isNeeded: isNeeded)
        case .json: return [:]
        case .id: return ["type": types("string", isNeeded: isNeeded), "pattern": .string("^\(uuid)$")]
        case .bool: return ["type": types("boolean", isNeeded: isNeeded)]
        case .uint32: return whole(field, isNeeded, 0, "\(UInt32.max)")
        case .uint64: return whole(field, isNeeded, 0, "\(UInt64.max)")
        case .int32: return whole(field, isNeeded, Double(Int32.min), "\(Int32.max)")
        case .double:
            var schema: JSONObject = ["type": types("number", isNeeded: isNeeded)]
            schema["minimum"] = field.minimum.map { .number("\($0)") }
            schema["maximum"] = field.maximum.map { .number("\($0)") }
            return schema
        case .timestamp:
            return [
                "type": types("string", isNeeded: isNeeded), "format": .string("date-time"),
                "pattern": .string(time),
            ]
        case .message:
            let reference = JSONValue.object(["$ref": .string("#/$defs/\(field.message ?? "")")])
            guard !isNeeded else { return ["allOf": .array([reference])] }
            return ["anyOf": .array([reference, .object(["type": .string("null")])])]
        }
    }

    /// A field of the envelope as an attribute, where lists are words between spaces.
    private static func attribute(_ field: FieldDescription, isNeeded: Bool) -> JSONObject {
        var schema: JSONObject
        if field.isRepeated {
            let word = field.vocabulary.map { words(of: $0).joined(separator: "|") } ?? listWord(of: field)
            schema = [
                "type": types("string", isNeeded: isNeeded), "pattern": .string("^(\(word))( (\(word)))*$"),
            ]
        } else if field.kind == .uint64 {
            let digits: JSONObject = ["type": .string("string"), "pattern": .string("^0*[1-9][0-9]*$")]
            let number = whole(field, isNeeded, 0, "\(UInt64.max)")
            schema = ["anyOf": .array([.object(digits), .object(number)])]
        } else {
            schema = element(of: field, isNeeded: isNeeded)
        }
        schema["description"] = .string(field.doc)
        return schema
    }

    private static func listWord(of field: FieldDescription) -> String {
        field.kind == .id ? uuid : "[a-z0-9][a-z0-9-]{0,31}"
    }

    private static func text(of field: FieldDescription, isNeeded: Bool) -> JSONObject {
        var schema: JSONObject = ["type": types("string", isNeeded: isNeeded)]
        if let vocabulary = field.vocabulary.flatMap(SchemaTable.vocabulary) {
            if vocabulary.isClosed {
                let words = vocabulary.words.map { JSONValue.string($0) }
                return ["enum": .array(isNeeded ? words : words + [.null])]
            }
            schema["pattern"] = .string(pattern(of: .word))
            schema["examples"] = .array(vocabulary.words.map { .string($0) })
            return schema
        }
        let form = field.pattern ?? .text
        schema["pattern"] = .string(pattern(of: form))
        switch form {
        case .text: schema["maxLength"] = .number("\(field.lengthMax ?? SchemaLimits.textLengthMax)")
        case .type: schema["maxLength"] = .number("\(SchemaLimits.typeByteCountMax)")
        case .language: schema["maxLength"] = .number("35")
        case .pointer: schema["maxLength"] = .number("256")
        case .word, .agency, .incident, .source, .traceparent, .disposition, .sha256: break
        }
        return schema
    }

    private static func whole(
        _ field: FieldDescription,
        _ isNeeded: Bool,
        _ low: Double,
        _ high: String
    ) -> JSONObject {
        [
            "type": types("integer", isNeeded: isNeeded),
            "minimum": .number("\(Int64(field.minimum ?? low))"),
            "maximum": .number(field.maximum.map { "\(UInt64($0))" } ?? high),
        ]
    }

    private static func types(_ type: String, isNeeded: Bool) -> JSONValue {
        isNeeded ? .string(type) : .array([.string(type), .string("null")])
    }

    private static func words(of vocabulary: String) -> [String] {
        SchemaTable.vocabulary(vocabulary)?.words ?? []
    }

    private static let uuid = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

    /// RFC 3339 with a zone and at most nine digits after the second that mean something.
    private static let time =
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
        + "(\\.[0-9]{1,9}0*)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"

    /// A regular expression for what ``TextForm`` checks byte by byte.
    private static func pattern(of form: TextForm) -> String {
        switch form {
        case .text: "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$"
        case .word: "^[A-Za-z0-9][A-Za-z0-9._ +/-]{0,63}$"
        case .agency: "^[a-z0-9][a-z0-9-]{0,31}$"
        case .incident, .source: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
        case .type: "^[a-z0-9]+(\\.[a-z0-9]+)*$"
        case .language: "^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$"
        case .traceparent: "^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$"
        case .disposition: "^(0[1-9]|[1-3][0-9]|4[0-5])$"
        case .pointer: "^/([^~]|~[01])*$"
        case .sha256: "^[0-9a-f]{64}$"
        }
    }
}

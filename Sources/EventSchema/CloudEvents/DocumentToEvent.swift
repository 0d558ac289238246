/// Turns a CloudEvents document into an event's protobuf bytes, driven by the schema's tables.
///
/// Fields come in the order of their numbers, as the common encoders write them. Only kinds are looked at
/// here: whether the event is valid is for ``EventOutline/check(_:)`` to say about the bytes.
struct DocumentToEvent {
    /// What `datacontenttype` is when a document does not say.
    static let contentType = "application/json"

    /// What `dataschema` is when a document does not say.
    static func dataSchema(of type: String) -> String { "urn:scenewire:v1:\(type)" }

    private let schema = CompiledSchema.shared

    /// - Parameter whole: Without, or disregarding, a `protobuf` attribute.
    func bytes(of whole: JSONObject) throws(EventProblem) -> [UInt8] {
        let document = try BinaryData.decoded(whole)
        let type = try checkFrame(document)
        let event = schema.eventsByType[type]
        var overlay = JSONObject()
        var payload: [UInt8] = []
        var inData: [String: [UInt8]] = [:]
        if let data = document["data"], event != nil || data != .null {
            do throws(EventProblem) {
                overlay["data"] = try encode(data, event: event, payload: &payload, inData: &inData)
            } catch {
                throw error.within("/data")
            }
        }
        for (name, value) in document.members where isUnknown(name, value, event) {
            try AttributeForm.check(name, value)
            overlay[name] = value
        }

        var bytes: [UInt8] = []
        for entry in AttributeTable.shared.entries {
            if entry.field.isInData {
                bytes.append(contentsOf: inData[entry.field.jsonName] ?? [])
            } else if entry.field.kind != .json {
                try encode(entry, document, to: &bytes)
            } else if !overlay.isEmpty {
                bytes.appendField(entry.field.number, JSONValue.object(overlay).storedText)
            }
        }
        if let event { bytes.appendField(SchemaTable.events[event].number, payload) }
        return bytes
    }

    /// Checks what CloudEvents itself asks, and returns the type.
    private func checkFrame(_ document: JSONObject) throws(EventProblem) -> String {
        switch document["specversion"] {
        case .string("1.0"): break
        case nil, .null: throw EventProblem(.missing, at: "/specversion", allowed: "1.0")
        case .string(let version): throw EventProblem(.value(version), at: "/specversion", allowed: "1.0")
        case .some(let other):
            throw EventProblem(.kind(other.kindName), at: "/specversion", allowed: "\"1.0\"")
        }
        if let type = document["datacontenttype"], type != .null { try Self.checkContentType(type) }
        switch document["type"] {
        case .string(let type): return type
        case nil, .null:
            throw EventProblem(.missing, at: "/type", allowed: "an event type such as shots.fired")
        case .some(let other): throw EventProblem(.kind(other.kindName), at: "/type", allowed: "a string")
        }
    }

    /// Checks that `datacontenttype` names JSON.
    static func checkContentType(_ type: JSONValue) throws(EventProblem) {
        guard case .string(let text) = type else {
            throw EventProblem(.kind(type.kindName), at: "/datacontenttype", allowed: contentType)
        }
        let essence = text.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard essence == contentType || essence.hasSuffix("+json") else {
            throw EventProblem(.value(text), at: "/datacontenttype", allowed: contentType)
        }
    }

    /// Whether an attribute goes to the overlay: it has no field, and is not what output says by default.
    func isUnknown(_ name: String, _ value: JSONValue, _ event: Int?) -> Bool {
        switch name {
        case "data": return false
        case "datacontenttype": return value != .string(Self.contentType) && value != .null
        case "dataschema":
            let usual = event.map { JSONValue.string(Self.dataSchema(of: SchemaTable.events[$0].type)) }
            return value != usual && value != .null
        default: return value != .null && !AttributeTable.shared.isKnown(name)
        }
    }

    /// Encodes `data`: the payload, and the envelope's fields that stand there.
    ///
    /// - Returns: What has no field.
    private func encode(
        _ data: JSONValue,
        event: Int?,
        payload: inout [UInt8],
        inData: inout [String: [UInt8]]
    ) throws(EventProblem) -> JSONValue? {
        guard case .object(let object) = data else {
            if event == nil { return data }
            if data == .null { return nil }
            throw EventProblem(.kind(data.kindName), allowed: "an object")
        }
        var overlay = JSONObject()
        for field in AttributeTable.shared.dataFields {
            var bytes: [UInt8] = []
            if let more = try encode(member: field, of: object, to: &bytes) { overlay[field.jsonName] = more }
            if !bytes.isEmpty { inData[field.jsonName] = bytes }
        }
        let isInData = { (name: String) in
            AttributeTable.shared.dataFields.contains { $0.jsonName.hasSameBytes(as: name) }
        }
        if let event {
            let message = schema.messagesByName[SchemaTable.events[event].payload] ?? 0
            try encode(object, message: message, except: isInData, to: &payload, overlay: &overlay)
            return overlay.isEmpty ? nil : .object(overlay)
        }
        for (name, value) in object.members where !isInData(name) { overlay[name] = value }
        // An empty object of an unknown type is still something that its author said.
        let isSaid = object.members.contains { isInData($0.name) && $0.value != .null }
        return overlay.isEmpty && isSaid ? nil : .object(overlay)
    }

    /// Encodes the fields of one message, and moves members without a field to the overlay.
    private func encode(
        _ object: JSONObject,
        message: Int,
        except isElsewhere: (String) -> Bool,
        to bytes: inout [UInt8],
        overlay: inout JSONObject
    ) throws(EventProblem) {
        for field in SchemaTable.messages[message].fields {
            if let more = try encode(member: field, of: object, to: &bytes) { overlay[field.jsonName] = more }
        }
        for (name, value) in object.members
        where schema.field(named: name, in: message) == nil && !isElsewhere(name) {
            overlay[name] = value
        }
    }

    /// Encodes one member, if it is there; `null` and an empty list are the same as none.
    private func encode(
        member field: FieldDescription,
        of object: JSONObject,
        to bytes: inout [UInt8]
    ) throws(EventProblem) -> JSONValue? {
        guard let value = object[field.jsonName], value != .null || field.kind == .json else { return nil }
        do throws(EventProblem) {
            guard field.isRepeated else { return try encode(value, as: field, to: &bytes) }
            guard case .array(let elements) = value else {
                throw EventProblem(.kind(value.kindName), allowed: "an array")
            }
            return try encode(elements, as: field, to: &bytes)
        } catch {
            throw error.within("/\(field.jsonName)")
        }
    }

    private func encode(
        _ elements: [JSONValue],
        as field: FieldDescription,
        to bytes: inout [UInt8]
    ) throws(EventProblem) -> JSONValue? {
        var overlays: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            do throws(EventProblem) {
                guard let overlay = try encode(element, as: field, to: &bytes) else { continue }
                overlays.append(contentsOf: repeatElement(.null, count: index - overlays.count))
                overlays.append(overlay)
            } catch {
                throw error.within("/\(index)")
            }
        }
        return overlays.isEmpty ? nil : .array(overlays)
    }

    /// Encodes one value.
    ///
    /// - Returns: Its members without a field, if it is a message that has some.
    private func encode(
        _ value: JSONValue,
        as field: FieldDescription,
        to bytes: inout [UInt8]
    ) throws(EventProblem) -> JSONValue? {
        switch (field.kind, value) {
        case (.json, _): bytes.appendField(field.number, value.storedText)
        case (.text, .string(let text)): bytes.appendField(field.number, Array(text.utf8))
        case (.id, .string(let text)): bytes.appendField(field.number, try identifier(text).bytes)
        case (.timestamp, .string(let text)): bytes.appendField(field.number, try timestamp(text))
        case (.bool, .bool(let flag)): bytes.appendField(field.number, UInt64(flag ? 1 : 0))
        case (.uint32, .number(let digits)), (.uint64, .number(let digits)):
            bytes.appendField(field.number, try Self.whole(digits, as: UInt64.self))
        case (.int32, .number(let digits)):
            bytes.appendField(field.number, UInt64(bitPattern: try Self.whole(digits, as: Int64.self)))
        case (.double, .number(let digits)): bytes.appendField(field.number, try double(digits))
        case (.message, .object(let object)):
            var body: [UInt8] = []
            var overlay = JSONObject()
            let message = field.message.flatMap { schema.messagesByName[$0] } ?? 0
            try encode(object, message: message, except: { _ in false }, to: &body, overlay: &overlay)
            bytes.appendField(field.number, body)
            return overlay.isEmpty ? nil : .object(overlay)
        default: throw EventProblem(.kind(value.kindName), allowed: field.kind.inJSON)
        }
        return nil
    }

    /// Encodes an envelope field from its attribute, or a message from its fields' attributes.
    private func encode(
        _ entry: AttributeTable.Entry,
        _ document: JSONObject,
        to bytes: inout [UInt8]
    ) throws(EventProblem) {
        guard entry.field.kind == .message else {
            return try encode(attribute: entry.attribute, entry.field, document, to: &bytes)
        }
        var body: [UInt8] = []
        for part in entry.parts { try encode(attribute: part.attribute, part.field, document, to: &body) }
        if !body.isEmpty { bytes.appendField(entry.field.number, body) }
    }

    private func encode(
        attribute: String,
        _ field: FieldDescription,
        _ document: JSONObject,
        to bytes: inout [UInt8]
    ) throws(EventProblem) {
        guard let value = document[attribute], value != .null else { return }
        do throws(EventProblem) {
            if field.isRepeated {
                guard case .string(let text) = value else {
                    throw EventProblem(
                        .kind(value.kindName),
                        allowed: "a string of words between single spaces"
                    )
                }
                for word in text.split(separator: " ", omittingEmptySubsequences: false) {
                    _ = try encode(.string(String(word)), as: field, to: &bytes)
                }
            } else if field.kind == .uint64, case .string(let digits) = value {
                guard digits.utf8.count <= 20, let number = UInt64(digits),
                    digits.utf8.first != UInt8(ascii: "+")
                else { throw EventProblem(.value(digits), allowed: "a whole number in at most 20 digits") }
                bytes.appendField(field.number, number)
            } else {
                _ = try encode(Self.typed(value, field.kind), as: field, to: &bytes)
            }
        } catch {
            throw error.within("/\(attribute)")
        }
    }

    /// A number or a boolean that came as text, as every attribute does in binary mode; Python writes `True`.
    private static func typed(_ value: JSONValue, _ kind: FieldDescription.Kind) -> JSONValue {
        guard case .string(let text) = value else { return value }
        switch kind {
        case .bool: return ["true", "false"].contains(text.lowercased()) ? .bool(text.count == 4) : value
        case .uint32, .int32: return Int64(text) != nil && !text.hasPrefix("+") ? .number(text) : value
        default: return value
        }
    }

    private func identifier(_ text: String) throws(EventProblem) -> EventID {
        guard let id = EventID(text) else {
            throw EventProblem(.value(text), allowed: "a UUID such as 0196ed9e-9c40-7000-8000-000000000001")
        }
        return id
    }

    private func timestamp(_ text: String) throws(EventProblem) -> [UInt8] {
        do {
            return try Timestamp(rfc3339: text).protobufBytes
        } catch {
            let allowed =
                switch error {
                case .form: "RFC 3339, such as 2025-05-20T14:06:48.000Z"
                case .zone: "a time with its zone: Z, or an offset such as -05:00"
                case .precision: "at most nine digits after the second"
                case .range: "a time from the year 1678 to 2262"
                }
            throw EventProblem(.value(text), allowed: allowed)
        }
    }

    private func double(_ digits: String) throws(EventProblem) -> Double {
        guard let value = Double(digits), value.isFinite else {
            throw EventProblem(.value(digits), allowed: "a number of at most about 1.8e308")
        }
        return value
    }

    /// A whole number, also when it is written as `3.0` or `3e2`.
    private static func whole<Value: FixedWidthInteger>(
        _ digits: String,
        as type: Value.Type
    ) throws(EventProblem) -> Value {
        if let value = Value(digits) { return value }
        guard
            digits.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }),
            let number = Double(digits), let value = Value(exactly: number), number.magnitude < 0x1p53
        else {
            throw EventProblem(.value(digits), allowed: "a whole number from \(Value.min) to \(Value.max)")
        }
        return value
    }
}

extension FieldDescription.Kind {
    /// What an author is told to write in JSON.
    fileprivate var inJSON: String {
        switch self {
        case .text: "a string"
        case .json: "any JSON value"
        case .id: "a UUID in a string"
        case .bool: "true or false"
        case .uint32, .uint64, .int32: "a whole number"
        case .double: "a number"
        case .timestamp: "an RFC 3339 time in a string"
        case .message: "an object"
        }
    }
}

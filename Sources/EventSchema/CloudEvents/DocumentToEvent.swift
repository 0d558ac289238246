/// Turns a CloudEvents document into an event's protobuf bytes, driven by the schema's tables.
///
/// Fields come in the order of their numbers, as the common encoders write them. Only kinds are looked at
/// here: whether the event is valid is for ``EventOutline/check(_:)`` to say about the bytes.
struct DocumentToEvent {
    /// What `datacontenttype` is when a document does not say.
    static let contentType = "application/json"

    /// What `dataschema` is when a document does not say.
    static func dataSchema(of type: String) -> String { "urn:scenewire:v1:\(type)" }

    /// Room for most events.
    static let usualByteCount = 512

    private let schema = CompiledSchema.shared

    /// - Parameter whole: Without, or disregarding, a `protobuf` attribute.
    func bytes(of whole: JSONObject) throws(EventProblem) -> [UInt8] {
        let document = try BinaryData.decoded(whole)
        let type = try checkFrame(document)
        let event = schema.eventsByType[type]
        var overlay = JSONObject()
        var data = EncodedData()
        if let value = document["data"], event != nil || value != .null {
            data = try self.data(value, event: event)
            overlay["data"] = data.overlay
        }
        let table = AttributeTable.shared
        // Each name is looked up once, because most fields of the schema are in no document.
        var values = [JSONValue?](repeating: nil, count: table.placeCount)
        for (name, value) in document.members {
            if let place = table.place(of: name) {
                if place < table.placeCount { values[place] = value }
            } else if isUnknown(name, value, event) {
                try AttributeForm.check(name, value)
                overlay[name] = value
            }
        }

        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.usualByteCount)
        let entries = table.entries.span
        for index in entries.indices {
            try encode(entries[index], values, data, overlay, to: &bytes)
        }
        if let event { bytes.appendField(SchemaTable.events[event].number, data.payload) }
        return bytes
    }

    /// What `data` holds.
    struct EncodedData {
        /// The payload's bytes.
        var payload: [UInt8] = []
        /// By their numbers, the envelope's fields that stand there, encoded.
        var fields: [Int: [UInt8]] = [:]
        /// What has no field.
        var overlay: JSONValue?
    }

    /// Encodes `data`.
    func data(_ value: JSONValue, event: Int?) throws(EventProblem) -> EncodedData {
        do throws(EventProblem) {
            var data = EncodedData()
            data.overlay = try encode(value, event: event, payload: &data.payload, inData: &data.fields)
            return data
        } catch {
            throw error.within("/data")
        }
    }

    /// Encodes an envelope field, wherever in the document it stands.
    func encode(
        _ entry: AttributeTable.Entry,
        _ values: [JSONValue?],
        _ data: EncodedData,
        _ overlay: JSONObject,
        to bytes: inout [UInt8]
    ) throws(EventProblem) {
        if entry.field.isInData {
            if let more = data.fields[entry.field.number] { bytes.append(contentsOf: more) }
        } else if entry.field.kind != .json {
            try encode(entry, values, to: &bytes)
        } else if !overlay.isEmpty {
            bytes.appendField(entry.field.number, JSONValue.object(overlay).storedText)
        }
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
        default: return value != .null && AttributeTable.shared.place(of: name) == nil
        }
    }

    /// Encodes `data`: the payload, and the envelope's fields that stand there.
    ///
    /// - Returns: What has no field.
    private func encode(
        _ data: JSONValue,
        event: Int?,
        payload: inout [UInt8],
        inData: inout [Int: [UInt8]]
    ) throws(EventProblem) -> JSONValue? {
        guard case .object(let object) = data else {
            if event == nil { return data }
            if data == .null { return nil }
            throw EventProblem(.kind(data.kindName), allowed: "an object")
        }
        var overlay = JSONObject()
        for field in AttributeTable.shared.dataFields {
            guard let value = object[field.jsonName] else { continue }
            var bytes: [UInt8] = []
            if let more = try encode(value, member: field, to: &bytes) { overlay[field.jsonName] = more }
            if !bytes.isEmpty { inData[field.number] = bytes }
        }
        let isInData = { (name: String) in
            AttributeTable.shared.dataFields.contains { $0.jsonName.hasSameBytes(as: name) }
        }
        if let event {
            try encode(
                object,
                message: schema.payloadMessages[event],
                except: isInData,
                to: &payload,
                overlay: &overlay
            )
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
        var knownCount = 0
        for field in SchemaTable.messages[message].fields {
            guard let value = object[field.jsonName] else { continue }
            knownCount += 1
            if let more = try encode(value, member: field, to: &bytes) { overlay[field.jsonName] = more }
        }
        guard knownCount < object.members.count else { return }
        for (name, value) in object.members
        where schema.field(named: name, in: message) == nil && !isElsewhere(name) {
            overlay[name] = value
        }
    }

    /// Encodes one member; `null` and an empty list are the same as none.
    private func encode(
        _ value: JSONValue,
        member field: FieldDescription,
        to bytes: inout [UInt8]
    ) throws(EventProblem) -> JSONValue? {
        guard value != .null || field.kind == .json else { return nil }
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
        case (.text, .string(let text)): bytes.appendField(field.number, text)
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
    func encode(
        _ entry: AttributeTable.Entry,
        _ values: [JSONValue?],
        to bytes: inout [UInt8]
    ) throws(EventProblem) {
        guard entry.field.kind == .message else {
            guard let place = entry.places.first, let value = values[place] else { return }
            return try encode(value, ofAttribute: entry.attribute, entry.field, to: &bytes)
        }
        var body: [UInt8] = []
        for (place, part) in zip(entry.places, entry.parts) {
            guard let value = values[place] else { continue }
            try encode(value, ofAttribute: part.attribute, part.field, to: &body)
        }
        if !body.isEmpty { bytes.appendField(entry.field.number, body) }
    }

    /// Encodes one attribute; `null` is the same as none.
    func encode(
        _ value: JSONValue,
        ofAttribute attribute: String,
        _ field: FieldDescription,
        to bytes: inout [UInt8]
    ) throws(EventProblem) {
        guard value != .null else { return }
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

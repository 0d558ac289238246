/// Turns an event's protobuf bytes into its CloudEvents document, driven by the schema's tables.
struct EventToDocument {
    private let schema = CompiledSchema.shared

    /// The document without its `protobuf` attribute.
    func document(of bytes: RawSpan) throws(EventProblem) -> JSONObject {
        let fields = try members(of: 0, bytes, 0..<bytes.byteCount)
        var document: JSONObject = ["specversion": .string("1.0")]
        var data: JSONObject?
        for entry in AttributeTable.shared.entries {
            guard let value = fields.members[entry.field.jsonName] else { continue }
            if entry.field.isInData {
                data = data ?? JSONObject()
                data?[entry.field.jsonName] = value
            } else {
                add(value, of: entry, to: &document)
            }
        }
        if let payload = fields.payload {
            data = data ?? JSONObject()
            for member in payload.members { data?[member.name] = member.value }
        }
        var extra = overlay(fields.members["extraJson"])
        var value = data.map { JSONValue.object($0) }
        if let more = extra["data"] {
            value = value.map { Self.merged($0, with: more) } ?? more
            extra["data"] = nil
        }
        add(extra, to: &document)
        if value != nil, document["datacontenttype"] == nil {
            document["datacontenttype"] = .string(DocumentToEvent.contentType)
        }
        if let event = fields.event, document["dataschema"] == nil {
            document["dataschema"] = .string(DocumentToEvent.dataSchema(of: SchemaTable.events[event].type))
        }
        document["data"] = value
        return document
    }

    /// What one message holds.
    private struct Members {
        var members = JSONObject()
        /// The payload, and the index of its type, when the message is the envelope.
        var payload: JSONObject?
        var event: Int?
    }

    /// Reads the message at `range`; unknown fields are left out.
    private func members(of message: Int, _ bytes: RawSpan, _ range: Range<Int>) throws(EventProblem)
        -> Members
    {
        var result = Members()
        var lists: [String: [JSONValue]] = [:]
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let tag = WireFormat.tag(bytes, &offset, end: range.upperBound) else { throw Self.broken }
            let start = offset
            guard WireFormat.skip(tag.kind, bytes, &offset, end: range.upperBound) else { throw Self.broken }
            guard let index = schema.rule(tag.number, in: message) else { continue }
            let rule = schema.fields[index]
            guard rule.wireKind == tag.kind else { continue }
            if rule.event != CompiledSchema.none {
                var body = start
                guard let range = WireFormat.lengthDelimited(bytes, &body, end: offset) else {
                    throw Self.broken
                }
                result.payload = try members(of: Int(rule.message), bytes, range).members
                result.event = Int(rule.event)
                continue
            }
            let field = SchemaTable.messages[message].fields[Int(rule.description)]
            let value = try value(of: rule, bytes, start..<offset)
            if rule.isRepeated {
                if lists[field.jsonName] == nil { result.members[field.jsonName] = .array([]) }
                lists[field.jsonName, default: []].append(value)
            } else {
                result.members[field.jsonName] = value
            }
        }
        for (name, elements) in lists { result.members[name] = .array(elements) }
        return result
    }

    /// The value whose wire form, length included, is at `range`.
    private func value(
        of rule: CompiledSchema.FieldRule,
        _ bytes: RawSpan,
        _ range: Range<Int>
    ) throws(EventProblem) -> JSONValue {
        var offset = range.lowerBound
        switch rule.wireKind {
        case .varint:
            guard let value = WireFormat.varint(bytes, &offset, end: range.upperBound) else {
                throw Self.broken
            }
            switch rule.kind {
            case .bool: return .bool(value != 0)
            case .int32: return .number(String(Int64(bitPattern: value)))
            default: return .number(String(value))
            }
        case .fixed64, .fixed32:
            let value = Double(bitPattern: bytes.littleEndian(at: offset))
            // JSON has no other numbers; the attribute `protobuf` keeps them.
            return value.isFinite ? .number("\(value)") : .null
        case .lengthDelimited:
            guard let body = WireFormat.lengthDelimited(bytes, &offset, end: range.upperBound) else {
                throw Self.broken
            }
            return try value(of: rule, bytes, body: body)
        }
    }

    private func value(
        of rule: CompiledSchema.FieldRule,
        _ bytes: RawSpan,
        body: Range<Int>
    ) throws(EventProblem) -> JSONValue {
        switch rule.kind {
        case .id:
            guard body.count == EventID.byteCount else {
                return .string(Base64.text(of: bytes.extracting(body)))
            }
            return .string(EventID(bytes, at: body.lowerBound).description)
        case .timestamp: return .string(try timestamp(bytes, body))
        case .message: return .object(try members(of: Int(rule.message), bytes, body).members)
        case .json:
            let text = bytes.extracting(body).withUnsafeBytes { Array($0) }
            // Text that is no JSON was never checked; shown as it is, it still tells the reader most.
            return (try? JSONParser.parse(text)) ?? .string(bytes.text(body))
        case .text, .bool, .uint32, .uint64, .int32, .double: return .string(bytes.text(body))
        }
    }

    private func timestamp(_ bytes: RawSpan, _ range: Range<Int>) throws(EventProblem) -> String {
        var parts: [Int: Int64] = [:]
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let tag = WireFormat.tag(bytes, &offset, end: range.upperBound) else { throw Self.broken }
            if tag.kind == .varint, let value = WireFormat.varint(bytes, &offset, end: range.upperBound) {
                parts[tag.number] = Int64(bitPattern: value)
            } else if tag.kind == .varint || !WireFormat.skip(tag.kind, bytes, &offset, end: range.upperBound)
            {
                throw Self.broken
            }
        }
        let (seconds, nanoseconds) = (parts[1] ?? 0, parts[2] ?? 0)
        // A time out of range was never checked; its numbers still tell the reader most.
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)?.rfc3339
            ?? "\(seconds) s \(nanoseconds) ns"
    }

    /// Adds an envelope field as one attribute, or a message's fields as one each.
    private func add(
        _ value: JSONValue,
        of entry: AttributeTable.Entry,
        to document: inout JSONObject
    ) {
        switch value {
        case .object(let parts):
            for part in entry.parts { document[part.attribute] = parts[part.field.jsonName] }
        case .array(let elements):
            let words = elements.map { if case .string(let word) = $0 { word } else { "" } }
            document[entry.attribute] = .string(words.joined(separator: " "))
        case .number(let digits) where entry.field.kind == .uint64:
            document[entry.attribute] = .string(AttributeTable.padded(digits))
        case .number(let digits): document[entry.attribute] = AttributeTable.integer(digits)
        default: document[entry.attribute] = value
        }
    }

    /// Adds the attributes that the schema does not know. What older versions recorded may have names and
    /// values that CloudEvents does not; `protobuf` keeps it as it was.
    private func add(_ extra: JSONObject, to document: inout JSONObject) {
        for (name, value) in extra.members
        where value != .null && AttributeTable.shared.place(of: name) == nil && document[name] == nil {
            do throws(EventProblem) {
                try AttributeForm.check(name, value)
                document[name] = value
            } catch {
                let attribute = AttributeForm.readable(name, value) { [document] taken in
                    document[taken] != nil || taken != name && extra[taken] != nil
                }
                document[attribute.name] = attribute.value
            }
        }
    }

    private func overlay(_ value: JSONValue?) -> JSONObject {
        if case .object(let overlay)? = value { overlay } else { JSONObject() }
    }

    /// Adds the overlay's members where there are none; lists go element by element.
    private static func merged(_ value: JSONValue, with overlay: JSONValue) -> JSONValue {
        switch (value, overlay) {
        case (.object(var object), .object(let more)):
            for (name, addition) in more.members {
                object[name] = object[name].map { merged($0, with: addition) } ?? addition
            }
            return .object(object)
        case (.array(let elements), .array(let more)):
            return .array(
                elements.enumerated().map { $0 < more.count ? merged($1, with: more[$0]) : $1 }
            )
        default: return value
        }
    }

    private static let broken = EventProblem(.encoding, allowed: "protobuf, not cut short, without groups")
}

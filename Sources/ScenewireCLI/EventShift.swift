import EventSchema

/// Makes new events of old ones: at another time, as an exercise, or both.
///
/// What is changed is another fact, so it gets a name of its own: a UUID of version 8 that follows from the
/// old name and the change alone. The same change twice makes the same events, byte for byte.
struct EventShift: Equatable, Sendable {
    /// How much later everything is, in nanoseconds.
    let nanoseconds: Int64
    /// Whether every status becomes Exercise.
    let isExercise: Bool

    /// Whether events stay what they are.
    var isNone: Bool { nanoseconds == 0 && !isExercise }

    /// - Parameter document: Complete, its id included. A `protobuf` attribute is dropped with the fields
    ///   that only it holds.
    func shifted(_ document: JSONObject) -> JSONObject {
        guard !isNone else { return document }
        var shifted = JSONObject()
        let type: String = if case .string(let type)? = document["type"] { type } else { "" }
        for (name, value) in document.members where name != "protobuf" {
            switch name {
            case "data": shifted[name] = data(value, type: type)
            case "id", "amends": shifted[name] = id(value)
            case "related": shifted[name] = ids(value)
            case "time", "recordedtime": shifted[name] = time(value)
            case "status": shifted[name] = isExercise ? .string(Status.exercise.word) : value
            default: shifted[name] = value
            }
        }
        return shifted
    }

    /// The name that an event gets by this change.
    func derived(_ id: EventID) -> EventID {
        // A permutation of all names for every change, so that different events stay different; six bits
        // of it give way to version and variant.
        let key = UInt64(bitPattern: nanoseconds) ^ (isExercise ? 0x4558_4552_4349_5345 : 0)
        let high = Self.mixed(id.high ^ Self.mixed(id.low ^ Self.mixed(key)))
        let low = Self.mixed(id.low ^ Self.mixed(high &+ key))
        return Self.version8(high, low)
    }

    /// The name of an event whose author gave it none: it follows from what the document says.
    static func named(_ document: JSONObject) -> EventID {
        var (high, low): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15)
        for byte in JSONValue.object(document).storedText {
            // FNV-1a with its 64-bit prime, in two chains that begin differently and see each other.
            high = (high ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            low = (low ^ UInt64(byte) ^ high >> 32) &* 0x0000_0100_0000_01B3
        }
        return version8(mixed(high), mixed(low))
    }

    private static func version8(_ high: UInt64, _ low: UInt64) -> EventID {
        EventID(high: high & ~0xF000 | 0x8000, low: low & (.max >> 2) | 1 << 63)
    }

    /// SplitMix64's last step, which no two numbers share the result of.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension EventShift {
    private func data(_ value: JSONValue, type: String) -> JSONValue {
        guard case .object(let object) = value, let event = SchemaTable.event(type),
            let payload = SchemaTable.message(event.payload)
        else { return value }
        return .object(members(of: object, as: payload))
    }

    private func members(of object: JSONObject, as message: MessageDescription) -> JSONObject {
        var shifted = object
        for field in message.fields {
            guard let value = object[field.jsonName] else { continue }
            shifted[field.jsonName] =
                if case .array(let elements) = value, field.isRepeated {
                    .array(elements.map { self.value($0, of: field) })
                } else {
                    self.value(value, of: field)
                }
        }
        return shifted
    }

    private func value(_ value: JSONValue, of field: FieldDescription) -> JSONValue {
        switch field.kind {
        case .timestamp: return time(value)
        // Streams are named by UUIDs too, and stay what they are.
        case .id: return field.name == "stream" ? value : id(value)
        // A correction's new value is a time where the corrected field is one.
        case .json: return time(value)
        case .message:
            guard case .object(let object) = value, let message = field.message.flatMap(SchemaTable.message)
            else { return value }
            return .object(members(of: object, as: message))
        case .text, .bool, .uint32, .uint64, .int32, .double: return value
        }
    }

    private func time(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value, let time = try? Timestamp(rfc3339: text) else { return value }
        return .string(Moment.relative(nanoseconds).time(from: time).rfc3339)
    }

    private func id(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value, let id = EventID(text) else { return value }
        return .string(derived(id).description)
    }

    private func ids(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value else { return value }
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            EventID(word).map { derived($0).description } ?? String(word)
        }
        return .string(words.joined(separator: " "))
    }
}

import EventSchema

/// Makes random valid events of every type from the schema's own tables, byte by byte and without the codec
/// under test.
///
/// The same seed gives the same events, so that a failure can be seen again.
struct EventGenerator {
    /// What an event may hold beyond the schema.
    struct Oddities: OptionSet {
        let rawValue: Int
        /// Fields whose numbers the schema does not have, in every message.
        static let fields = Oddities(rawValue: 1)
        /// Words that open vocabularies do not have.
        static let words = Oddities(rawValue: 2)
        /// Fields in an order that is not their numbers'.
        static let order = Oddities(rawValue: 4)
        /// Members of the JSON form in `extra_json`, unknown names and known ones, so that the event may be
        /// invalid.
        static let members = Oddities(rawValue: 8)
    }

    private var state: UInt64
    private let oddities: Oddities

    init(seed: UInt64, oddities: Oddities = []) {
        state = seed
        self.oddities = oddities
    }

    /// An event of this type; of an unknown type when the schema does not have it.
    mutating func event(_ type: String) -> [UInt8] {
        let description = SchemaTable.event(type)
        var fields = envelope(type, requires: description?.requires ?? [])
        if let description, let payload = SchemaTable.message(description.payload) {
            fields.append(Self.field(description.number, message(payload)))
        }
        return joined(fields)
    }

    /// A number from 0 up to, not including, `bound`.
    mutating func next(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next() % UInt64(bound))
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func envelope(_ type: String, requires: [String]) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        for field in SchemaTable.messages[0].fields {
            if field.name == "extra_json" {
                guard oddities.contains(.members) else { continue }
                fields.append(Self.field(field.number, JSONValue.object(extraMembers(of: type)).storedText))
            } else if field.name == "type" {
                fields.append(Self.field(field.number, Array(type.utf8)))
            } else {
                fields += values(of: field, isNeeded: field.isRequired || requires.contains(field.name))
            }
        }
        return fields
    }

    private mutating func message(_ description: MessageDescription) -> [UInt8] {
        var fields: [[UInt8]] = []
        for field in description.fields { fields += values(of: field, isNeeded: field.isRequired) }
        return joined(fields)
    }

    private mutating func joined(_ fields: [[UInt8]]) -> [UInt8] {
        var fields = fields
        if oddities.contains(.fields) {
            fields.append(Self.field(9_000 + next(100), Array("from a later version".utf8)))
            if next(2) == 0 { fields.append(Self.varint(9_100 << 3) + Self.varint(next())) }
        }
        if oddities.contains(.order) {
            for index in fields.indices { fields.swapAt(index, next(fields.count)) }
        }
        return fields.flatMap { $0 }
    }

    private mutating func values(of field: FieldDescription, isNeeded: Bool) -> [[UInt8]] {
        guard isNeeded || next(2) == 0 else { return [] }
        return (0..<(field.isRepeated ? 1 + next(3) : 1)).map { _ in value(of: field) }
    }

    private mutating func value(of field: FieldDescription) -> [UInt8] {
        switch field.kind {
        case .text: return Self.field(field.number, Array(text(for: field).utf8))
        case .json:
            return Self.field(field.number, Array(["1.50", "\"a\"", "{\"a\":[null]}", "null"][next(4)].utf8))
        case .id: return Self.field(field.number, EventID(high: next(), low: next()).bytes)
        case .bool: return Self.varint(UInt64(field.number) << 3) + [UInt8(next(2))]
        case .uint32, .uint64:
            let low = UInt64(field.minimum ?? 0)
            let high = field.maximum.map { UInt64($0) } ?? (field.kind == .uint64 ? .max : UInt64(UInt32.max))
            let value = [low, high, low + next() % min(high - low, 1_000)][next(3)]
            return Self.varint(UInt64(field.number) << 3) + Self.varint(value)
        case .int32:
            let value = [Int64(Int32.min), -1, 0, 1, Int64(Int32.max)][next(5)]
            return Self.varint(UInt64(field.number) << 3) + Self.varint(UInt64(bitPattern: value))
        case .double:
            let (low, high) = (field.minimum ?? -1e300, field.maximum ?? 1e300)
            let value = [low, high, low + (high - low) * Double(next(1 << 30)) / Double(1 << 30)][next(3)]
            var bytes = Self.varint(UInt64(field.number) << 3 | 1)
            bytes.append(littleEndian: value.bitPattern)
            return bytes
        case .timestamp: return Self.field(field.number, timestamp())
        case .message:
            let body = SchemaTable.message(field.message ?? "").map { message($0) } ?? []
            // Attributes cannot say that a message is there and empty.
            return body.isEmpty && field.attribute != nil ? [] : Self.field(field.number, body)
        }
    }

    private mutating func timestamp() -> [UInt8] {
        var bytes: [UInt8] = []
        let seconds = [1_747_751_925, -1, 0, 9_223_372_035, -9_223_372_036][next(5)]
        if seconds != 0 { bytes += [8] + Self.varint(UInt64(bitPattern: Int64(seconds))) }
        let nanoseconds = [0, 1, 500_000_000, 123_456_000, 999_999_999][next(5)]
        if nanoseconds != 0 { bytes += [16] + Self.varint(UInt64(nanoseconds)) }
        return bytes
    }

    private mutating func text(for field: FieldDescription) -> String {
        if let name = field.vocabulary, let vocabulary = SchemaTable.vocabulary(name) {
            let isOdd = oddities.contains(.words) && !vocabulary.isClosed && next(2) == 0
            return isOdd ? "new word-\(next(9))" : vocabulary.words[next(vocabulary.words.count)]
        }
        switch field.pattern {
        case .agency: return ["expd", "a", "county-ems-2"][next(3)]
        case .incident, .source, .type: return ["2025-0520-001", "A", "x.y_z"][next(3)]
        case .language: return ["es", "zh-Hant"][next(2)]
        case .traceparent: return "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        case .disposition: return "03"
        case .pointer: return "/data/count"
        case .sha256: return String(repeating: "0a", count: 32)
        case .text, .word, nil:
            let texts = ["LOC-T", "two\nlines\tand \"quotes\" \\ /", "Grüße, 你好 🚓", " ", "e\u{301}\u{2028}"]
            return String(texts[next(5)].prefix(field.lengthMax ?? 512))
        }
    }

    /// A field that holds bytes.
    static func field(_ number: Int, _ body: [UInt8]) -> [UInt8] {
        varint(UInt64(number) << 3 | 2) + varint(UInt64(body.count)) + body
    }

    /// A base-128 number.
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }
}

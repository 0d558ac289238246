/// The tables of ``SchemaTable`` laid out for the walk over an event's bytes: flat, and found by number.
final class CompiledSchema: Sendable {
    static let shared = CompiledSchema()

    /// What the walk needs to know of one field.
    struct FieldRule {
        /// What the field holds; a payload is a message.
        var kind: FieldDescription.Kind
        var wireKind: WireFormat.Kind
        var isRepeated: Bool
        /// The field's place in the bits of what was seen; all payloads share one.
        var bit: UInt8
        var form: TextForm
        /// Whether its text may be empty.
        var mayBeEmpty: Bool
        /// The index of the message it holds, 0 for none.
        var message: UInt8
        /// The index of its vocabulary, ``none`` for none.
        var vocabulary: UInt8
        /// The index of the event type whose payload it is, ``none`` for none.
        var event: UInt8
        /// The index of its description in its message, ``none`` for a payload.
        var description: UInt8
        var lengthMax: UInt32
        /// The smallest number: an integer, or a floating-point number's bits.
        var low: UInt64
        /// The largest number, likewise.
        var high: UInt64
    }

    struct MessageRule {
        /// Where ``lookup`` has the message's field number 0.
        var firstLookup: Int
        var numberMax: Int
        /// The bits of the fields that must be seen.
        var required: UInt64
    }

    struct VocabularyRule {
        var firstWord: Int
        var endWord: Int
        var isClosed: Bool
    }

    /// A word in a form that compares fast.
    struct Word {
        /// The first eight bytes, little-endian, zero-padded.
        var head: UInt64
        var byteCount: Int
        /// Where ``letters`` has the whole word.
        var start: Int
    }

    /// Stands for "has none" in the eight-bit indices.
    static let none = UInt8.max
    /// Stands for "not in the schema" in ``lookup``.
    static let unknown = UInt16.max

    let fields: [FieldRule]
    let messages: [MessageRule]
    let vocabularies: [VocabularyRule]
    let words: [Word]
    let letters: [UInt8]
    /// By message and field number, the index of the field's rule.
    let lookup: [UInt16]
    /// By event type, the bits of the envelope fields that it needs beyond the common ones.
    let required: [UInt64]
    /// By event type, its text.
    let typeLetters: [[UInt8]]
    /// The index of an event type by its text.
    let eventsByType: [String: Int]
    /// By event type, the index of its payload's message.
    let payloadMessages: [Int]
    /// The index of a message by its name.
    let messagesByName: [String: Int]
    /// By message, the index of each field's description by the member's JSON name.
    private let fieldsByJSONName: [[MemberName: Int]]
    /// The bit that all payloads share in the envelope.
    let payloadBit: UInt8

    private init() {
        let descriptions = SchemaTable.messages
        precondition(descriptions[0].name == "Event", "the envelope is the first message")
        let messagesByName = Dictionary(uniqueKeysWithValues: descriptions.enumerated().map { ($1.name, $0) })
        let vocabulariesByName = Dictionary(
            uniqueKeysWithValues: SchemaTable.vocabularies.enumerated().map { ($1.name, $0) }
        )
        var fields: [FieldRule] = []
        var messages: [MessageRule] = []
        var lookup: [UInt16] = []
        payloadBit = UInt8(descriptions[0].fields.count)
        for (index, message) in descriptions.enumerated() {
            precondition(message.fields.count < 63, "the fields of one message fit into 64 bits")
            let payloads = index == 0 ? SchemaTable.events : []
            let numberMax = max(message.fields.map(\.number).max() ?? 0, payloads.map(\.number).max() ?? 0)
            let firstLookup = lookup.count
            lookup.append(contentsOf: repeatElement(Self.unknown, count: numberMax + 1))
            var required: UInt64 = 0
            for (bit, field) in message.fields.enumerated() {
                lookup[firstLookup + field.number] = UInt16(fields.count)
                if field.isRequired { required |= 1 << bit }
                fields.append(
                    FieldRule(
                        field,
                        bit: bit,
                        message: field.message.flatMap { messagesByName[$0] },
                        vocabulary: field.vocabulary.flatMap { vocabulariesByName[$0] }
                    )
                )
            }
            for (event, payload) in payloads.enumerated() {
                lookup[firstLookup + payload.number] = UInt16(fields.count)
                let message = messagesByName[payload.payload] ?? 0
                precondition(message != 0, "every payload is described")
                fields.append(FieldRule(payloadOf: event, message: message, bit: payloadBit))
            }
            messages.append(MessageRule(firstLookup: firstLookup, numberMax: numberMax, required: required))
        }
        var vocabularies: [VocabularyRule] = []
        var words: [Word] = []
        var letters: [UInt8] = []
        for vocabulary in SchemaTable.vocabularies {
            let firstWord = words.count
            for word in vocabulary.words {
                let utf8 = Array(word.utf8)
                let head = utf8.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.1) << (8 * $1.0) }
                words.append(Word(head: head, byteCount: utf8.count, start: letters.count))
                letters += utf8
            }
            vocabularies.append(
                VocabularyRule(firstWord: firstWord, endWord: words.count, isClosed: vocabulary.isClosed)
            )
        }
        self.fields = fields
        self.messages = messages
        self.lookup = lookup
        self.vocabularies = vocabularies
        self.words = words
        self.letters = letters
        self.messagesByName = messagesByName
        payloadMessages = SchemaTable.events.map { messagesByName[$0.payload] ?? 0 }
        required = SchemaTable.events.map { event in
            event.requires.reduce(0) { bits, name in
                let bit = descriptions[0].fields.firstIndex { $0.name == name }
                precondition(bit != nil, "a type requires fields that the envelope has")
                return bits | 1 << (bit ?? 0)
            }
        }
        typeLetters = SchemaTable.events.map { Array($0.type.utf8) }
        eventsByType = Dictionary(uniqueKeysWithValues: SchemaTable.events.enumerated().map { ($1.type, $0) })
        fieldsByJSONName = descriptions.map { message in
            Dictionary(
                uniqueKeysWithValues: message.fields.enumerated().map { (MemberName($1.jsonName), $0) }
            )
        }
    }

    /// The index of the description of the field that has this JSON name, `nil` when the message has none.
    func field(named name: String, in message: Int) -> Int? {
        fieldsByJSONName[message][MemberName(name)]
    }

    /// The index of a field's rule, `nil` when the schema does not have the field.
    @inline(__always)
    func rule(_ number: Int, in message: Int) -> Int? {
        let rule = messages[message]
        guard number <= rule.numberMax else { return nil }
        let index = lookup[rule.firstLookup + number]
        return index == Self.unknown ? nil : Int(index)
    }

    /// The place of the word at `range` in its vocabulary, `nil` when the vocabulary does not have it.
    func wordIndex(_ bytes: RawSpan, _ range: Range<Int>, vocabulary: Int) -> Int? {
        let rule = vocabularies[vocabulary]
        var head: UInt64 = 0
        if range.count >= 8 {
            head = bytes.littleEndian(at: range.lowerBound)
        } else {
            for offset in range.reversed() { head = head << 8 | UInt64(bytes.byte(at: offset)) }
        }
        for index in rule.firstWord..<rule.endWord {
            let word = words[index]
            guard word.head == head, word.byteCount == range.count else { continue }
            if range.count <= 8 || isEqual(bytes, range, letters, word.start) {
                return index - rule.firstWord
            }
        }
        return nil
    }

    /// The index of the event type whose text is at `range`.
    func eventIndex(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
        typeLetters.firstIndex { $0.count == range.count && isEqual(bytes, range, $0, 0) }
    }

    /// Whether the bytes at `range` are those of `letters` from `start`.
    func isEqual(_ bytes: RawSpan, _ range: Range<Int>, _ letters: [UInt8], _ start: Int) -> Bool {
        for position in 0..<range.count
        where bytes.byte(at: range.lowerBound + position) != letters[start + position] { return false }
        return true
    }
}

extension CompiledSchema.FieldRule {
    fileprivate init(_ field: FieldDescription, bit: Int, message: Int?, vocabulary: Int?) {
        kind = field.kind
        isRepeated = field.isRepeated
        self.bit = UInt8(bit)
        form = field.pattern ?? (vocabulary == nil ? .text : .word)
        mayBeEmpty = form == .text && !field.isRequired
        self.message = UInt8(message ?? 0)
        self.vocabulary = vocabulary.map(UInt8.init) ?? CompiledSchema.none
        event = CompiledSchema.none
        description = UInt8(bit)
        lengthMax = UInt32(field.lengthMax ?? SchemaLimits.textLengthMax)
        switch field.kind {
        case .text, .json, .id, .timestamp, .message:
            wireKind = .lengthDelimited
            (low, high) = (0, 0)
        case .bool:
            wireKind = .varint
            (low, high) = (0, 1)
        case .uint32:
            wireKind = .varint
            (low, high) = (UInt64(field.minimum ?? 0), field.maximum.map { UInt64($0) } ?? UInt64(UInt32.max))
        case .uint64:
            wireKind = .varint
            (low, high) = (UInt64(field.minimum ?? 0), field.maximum.map { UInt64($0) } ?? .max)
        case .int32:
            wireKind = .varint
            low = UInt64(bitPattern: field.minimum.map { Int64($0) } ?? Int64(Int32.min))
            high = UInt64(bitPattern: field.maximum.map { Int64($0) } ?? Int64(Int32.max))
        case .double:
            wireKind = .fixed64
            low = (field.minimum ?? -Double.greatestFiniteMagnitude).bitPattern
            high = (field.maximum ?? Double.greatestFiniteMagnitude).bitPattern
        }
    }

    fileprivate init(payloadOf event: Int, message: Int, bit: UInt8) {
        kind = .message
        wireKind = .lengthDelimited
        isRepeated = false
        self.bit = bit
        (form, mayBeEmpty) = (.text, true)
        self.message = UInt8(message)
        vocabulary = CompiledSchema.none
        self.event = UInt8(event)
        description = CompiledSchema.none
        lengthMax = 0
        (low, high) = (0, 0)
    }
}

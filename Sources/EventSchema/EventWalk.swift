/// One walk over an event's bytes, driven by the schema's tables.
///
/// Messages nest as deep as the schema says and no deeper, because unknown fields are skipped whole.
struct EventWalk {
    private let schema: CompiledSchema
    private(set) var carriesUnknown = false

    // The envelope's values, where the walk has met them.
    private var id = 0..<0
    private var type = 0..<0
    private var agency = 0..<0
    private var incident = 0..<0
    private var source = 0..<0
    private var narrative = 0..<0
    private var amends = 0..<0
    private var extra: Range<Int>?
    private var sourceEpoch: UInt32 = 0
    private var sourceSequence: UInt64 = 0
    private var observedAt: Int64 = 0
    private var recordedAt: Int64 = 0
    private var status = 0
    private var severity = 0
    private var tlp = 0
    private var event: Int?
    private var seen: UInt64 = 0

    init(schema: CompiledSchema) {
        self.schema = schema
    }

    /// Checks the message at `range`: 0 is the envelope.
    mutating func checkMessage(_ message: Int, _ bytes: RawSpan, _ range: Range<Int>) throws(EventProblem) {
        var offset = range.lowerBound
        let end = range.upperBound
        var seen: UInt64 = 0
        var elementCount = 0
        while offset < end {
            let start = offset
            guard let (number, kind) = WireFormat.tag(bytes, &offset, end: end) else {
                throw EventProblem(.encoding, allowed: "protobuf, without groups")
            }
            guard let index = schema.rule(number, in: message) else {
                guard WireFormat.skip(kind, bytes, &offset, end: end) else {
                    throw EventProblem(.encoding, at: "/#\(number)", allowed: "protobuf, not cut short")
                }
                carriesUnknown = true
                continue
            }
            do throws(EventProblem) {
                let rule = schema.fields[index]
                guard rule.wireKind == kind else {
                    throw EventProblem(.encoding, allowed: "wire type \(rule.wireKind.rawValue)")
                }
                let bit: UInt64 = 1 << UInt64(rule.bit)
                if rule.isRepeated {
                    elementCount += 1
                    guard elementCount <= SchemaLimits.elementCountMax else {
                        throw EventProblem(
                            .length(elementCount),
                            allowed:
                                "at most \(SchemaLimits.elementCountMax) elements in the lists of one message"
                        )
                    }
                } else if seen & bit != 0 {
                    throw EventProblem(.duplicated, allowed: "one value")
                }
                seen |= bit
                try checkField(number, rule, ofEnvelope: message == 0, bytes, &offset, end: end)
            } catch {
                throw schema.placed(error, at: index, in: message, bytes, range.lowerBound..<start)
            }
        }
        let missing = schema.messages[message].required & ~seen
        guard missing == 0 else {
            throw schema.missing(missing, in: message)
        }
        if message == 0 { self.seen = seen }
    }

    /// The checked envelope, and what its parts say of each other.
    func outline(_ bytes: RawSpan) throws(EventProblem) -> EventOutline {
        let category: EventCategory
        if let event {
            category = SchemaTable.events[event].category
            let letters = schema.typeLetters[event]
            guard letters.count == type.count, schema.isEqual(bytes, type, letters, 0) else {
                throw EventProblem(
                    .conflict(
                        "is \(bytes.text(type)), but the payload is of \(SchemaTable.events[event].type)"
                    ),
                    at: "/type",
                    allowed: "the payload's own type"
                )
            }
            let missing = schema.required[event] & ~seen
            guard missing == 0 else { throw schema.missing(missing, in: 0) }
        } else {
            if let known = schema.eventIndex(bytes, type) {
                throw EventProblem(
                    .missing,
                    at: "/data",
                    allowed: "the payload of \(SchemaTable.events[known].type)"
                )
            }
            category = .unknown
        }
        if let extra {
            try OverlayCheck().check(bytes.extracting(extra).withUnsafeBytes { Array($0) }, event: event)
        }
        return EventOutline(
            id: EventID(bytes, at: id.lowerBound),
            typeRange: type,
            agencyRange: agency,
            incidentRange: incident,
            sourceRange: source,
            narrativeRange: narrative,
            sourceEpoch: sourceEpoch,
            sourceSequence: sourceSequence,
            observedAt: Timestamp(nanoseconds: observedAt),
            recordedAt: Timestamp(nanoseconds: recordedAt),
            status: Status.allCases[status],
            severity: Severity.allCases[severity],
            tlp: TLP.allCases[tlp],
            amends: amends.isEmpty ? nil : EventID(bytes, at: amends.lowerBound),
            payloadNumber: event.map { SchemaTable.events[$0].number },
            category: category,
            carriesUnknown: carriesUnknown || event == nil
        )
    }

    private mutating func checkField(
        _ number: Int,
        _ rule: CompiledSchema.FieldRule,
        ofEnvelope isEnvelope: Bool,
        _ bytes: RawSpan,
        _ offset: inout Int,
        end: Int
    ) throws(EventProblem) {
        switch rule.wireKind {
        case .varint:
            guard let value = WireFormat.varint(bytes, &offset, end: end) else {
                throw EventProblem(.encoding, allowed: "a number of at most ten bytes")
            }
            try rule.check(integer: value)
            if isEnvelope { keep(number, value: value) }
        case .fixed64, .fixed32:
            guard end - offset >= 8 else { throw EventProblem(.encoding, allowed: "eight bytes") }
            try rule.check(double: Double(bitPattern: bytes.littleEndian(at: offset)))
            offset += 8
        case .lengthDelimited:
            guard let range = WireFormat.lengthDelimited(bytes, &offset, end: end) else {
                throw EventProblem(.encoding, allowed: "a value that ends within its message")
            }
            try checkValue(number, rule, ofEnvelope: isEnvelope, bytes, range)
        }
    }

    private mutating func checkValue(
        _ number: Int,
        _ rule: CompiledSchema.FieldRule,
        ofEnvelope isEnvelope: Bool,
        _ bytes: RawSpan,
        _ range: Range<Int>
    ) throws(EventProblem) {
        switch rule.kind {
        case .text:
            var word = 0
            if rule.vocabulary == CompiledSchema.none {
                try rule.check(text: bytes, range)
            } else {
                word = try checkWord(rule, bytes, range)
            }
            if isEnvelope { keep(number, range: range, word: word) }
        case .id:
            guard range.count == EventID.byteCount else {
                throw EventProblem(.length(range.count), allowed: "a UUID, 16 bytes")
            }
            guard EventID(bytes, at: range.lowerBound) != EventID(high: 0, low: 0) else {
                throw EventProblem(.value("the nil UUID"), allowed: "a UUID that names something")
            }
            if isEnvelope { keep(number, range: range, word: 0) }
        case .timestamp:
            let time = try checkTimestamp(bytes, range)
            if isEnvelope { keep(number, time: time) }
        case .message:
            try checkMessage(Int(rule.message), bytes, range)
            if rule.event != CompiledSchema.none { event = Int(rule.event) }
        case .json where isEnvelope:
            // What it may hold depends on the type, which may stand behind it.
            extra = range
            carriesUnknown = true
        case .json: try rule.check(json: bytes, range)
        case .bool, .uint32, .uint64, .int32, .double:
            preconditionFailure("numbers are not length-delimited")
        }
    }

    private mutating func checkWord(
        _ rule: CompiledSchema.FieldRule,
        _ bytes: RawSpan,
        _ range: Range<Int>
    ) throws(EventProblem) -> Int {
        let vocabulary = Int(rule.vocabulary)
        if let index = schema.wordIndex(bytes, range, vocabulary: vocabulary) { return index }
        let description = SchemaTable.vocabularies[vocabulary]
        if description.isClosed {
            throw EventProblem(
                range.isEmpty ? .missing : .value(bytes.text(range)),
                allowed: description.words.joined(separator: ", ")
            )
        }
        try rule.check(text: bytes, range)
        carriesUnknown = true
        return 0
    }

    private mutating func checkTimestamp(_ bytes: RawSpan, _ range: Range<Int>) throws(EventProblem) -> Int64
    {
        var offset = range.lowerBound
        var seen = (seconds: false, nanoseconds: false)
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        while offset < range.upperBound {
            guard let (number, kind) = WireFormat.tag(bytes, &offset, end: range.upperBound) else {
                throw EventProblem(.encoding, allowed: "protobuf, without groups")
            }
            guard number == 1 || number == 2 else {
                guard WireFormat.skip(kind, bytes, &offset, end: range.upperBound) else {
                    throw EventProblem(.encoding, allowed: "protobuf, not cut short")
                }
                carriesUnknown = true
                continue
            }
            guard kind == .varint, let value = WireFormat.varint(bytes, &offset, end: range.upperBound) else {
                throw EventProblem(.encoding, allowed: "seconds and nanoseconds as numbers")
            }
            guard number == 1 ? !seen.seconds : !seen.nanoseconds else {
                throw EventProblem(.duplicated, allowed: "one value")
            }
            if number == 1 {
                (seconds, seen.seconds) = (Int64(bitPattern: value), true)
            } else {
                (nanoseconds, seen.nanoseconds) = (Int64(bitPattern: value), true)
            }
        }
        guard let time = Timestamp(seconds: seconds, nanoseconds: nanoseconds) else {
            throw EventProblem(
                .value("\(seconds) s and \(nanoseconds) ns"),
                allowed: "a time from the year 1678 to 2262, with 0 to 999999999 ns"
            )
        }
        return time.nanoseconds
    }

    private mutating func keep(_ number: Int, range: Range<Int>, word: Int) {
        switch number {
        case 1: id = range
        case 2: type = range
        case 3: agency = range
        case 4: incident = range
        case 5: status = word
        case 6: source = range
        case 12: severity = word
        case 15: tlp = word
        case 21: narrative = range
        case 23: amends = range
        default: break
        }
    }

    private mutating func keep(_ number: Int, value: UInt64) {
        switch number {
        case 7: sourceEpoch = UInt32(truncatingIfNeeded: value)
        case 8: sourceSequence = value
        default: break
        }
    }

    private mutating func keep(_ number: Int, time: Int64) {
        if number == 9 { observedAt = time } else { recordedAt = time }
    }
}

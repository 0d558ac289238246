extension EventOutline {
    /// What an event carries that this version does not know, for people: a warning in a receipt, say.
    ///
    /// Worth computing only when ``carriesUnknown`` is set.
    ///
    /// - Parameter bytes: The event that was checked.
    /// - Returns: One line each, at most ``SchemaLimits/noteCountMax``.
    public func notes(of bytes: RawSpan) -> [String] {
        guard carriesUnknown else { return [] }
        var notes = EventNotes(isKnownType: payloadNumber != nil)
        if payloadNumber == nil {
            notes.add("/type: the type \(bytes.text(typeRange)) is unknown, its data is carried as it is")
        }
        notes.walk(0, bytes, 0..<bytes.byteCount, at: "")
        return notes.lines
    }
}

/// Collects notes in a walk over an event that is known to be valid.
struct EventNotes {
    private(set) var lines: [String] = []
    private(set) var words: [UnknownWord] = []
    private let isKnownType: Bool
    private let schema = CompiledSchema.shared

    init(isKnownType: Bool) {
        self.isKnownType = isKnownType
    }

    mutating func add(_ line: String) {
        if lines.count < SchemaLimits.noteCountMax { lines.append(line) }
    }

    private mutating func addWord(_ text: String, at place: String, of vocabulary: VocabularyDescription) {
        let word = UnknownWord(pointer: place, word: text, known: vocabulary.words)
        if words.count < SchemaLimits.noteCountMax { words.append(word) }
        let meant = word.nearest.map { "; perhaps \"\($0)\" is meant" } ?? ""
        add("\(place): the word \"\(text)\" is unknown\(meant)")
    }

    /// - Parameter place: The message's JSON pointer.
    mutating func walk(_ message: Int, _ bytes: RawSpan, _ range: Range<Int>, at place: String) {
        var counts: [Int: Int] = [:]
        var offset = range.lowerBound
        while offset < range.upperBound, let tag = WireFormat.tag(bytes, &offset, end: range.upperBound) {
            var start = offset
            guard WireFormat.skip(tag.kind, bytes, &offset, end: range.upperBound) else { return }
            guard let index = schema.rule(tag.number, in: message) else {
                add("\(place.isEmpty ? "the event" : place): the protobuf field \(tag.number) is unknown")
                continue
            }
            guard
                tag.kind == .lengthDelimited,
                let body = WireFormat.lengthDelimited(bytes, &start, end: offset)
            else { continue }
            let rule = schema.fields[index]
            let here = place + self.place(of: rule, in: message, counting: &counts)
            switch rule.kind {
            case .message: walk(Int(rule.message), bytes, body, at: here)
            case .json where message == 0: noteMembers(bytes, body)
            case .text where rule.vocabulary != CompiledSchema.none:
                guard schema.wordIndex(bytes, body, vocabulary: Int(rule.vocabulary)) == nil else { continue }
                addWord(bytes.text(body), at: here, of: SchemaTable.vocabularies[Int(rule.vocabulary)])
            default: continue
            }
        }
    }

    private func place(
        of rule: CompiledSchema.FieldRule,
        in message: Int,
        counting counts: inout [Int: Int]
    ) -> String {
        guard rule.description != CompiledSchema.none else { return "/data" }
        let field = SchemaTable.messages[message].fields[Int(rule.description)]
        let place = schema.pointer(of: field, in: message)
        guard field.isRepeated else { return place }
        let index = counts[field.number, default: 0]
        counts[field.number] = index + 1
        return "\(place)/\(index)"
    }

    /// Notes every member that `extra_json` adds.
    private mutating func noteMembers(_ bytes: RawSpan, _ range: Range<Int>) {
        let text = bytes.extracting(range).withUnsafeBytes { Array($0) }
        guard case .object(let overlay)? = try? JSONParser.parse(text) else { return }
        for name in overlay.names {
            guard name == "data", case .object(let data)? = overlay[name] else {
                add("/\(name): the member is unknown")
                continue
            }
            // Of an unknown type everything is unknown, which one note has said.
            for name in data.names where isKnownType {
                add("/data/\(name): unknown, or holds unknown members")
            }
        }
    }
}

extension CompiledSchema.FieldRule {
    /// Checks an integer as the wire has it, signed ones extended to 64 bits.
    @inline(__always)
    func check(integer value: UInt64) throws(EventProblem) {
        let isAllowed =
            kind == .int32
            ? Int64(bitPattern: value) >= Int64(bitPattern: low)
                && Int64(bitPattern: value) <= Int64(bitPattern: high)
            : value >= low && value <= high
        guard isAllowed else { throw integerProblem(value) }
    }

    private func integerProblem(_ value: UInt64) -> EventProblem {
        if kind == .int32 {
            return EventProblem(
                .value(String(Int64(bitPattern: value))),
                allowed: "\(Int64(bitPattern: low)) to \(Int64(bitPattern: high))"
            )
        }
        return EventProblem(.value(String(value)), allowed: "\(low) to \(high)")
    }

    /// Checks a floating-point number: finite, because JSON has no other, and in range.
    func check(double value: Double) throws(EventProblem) {
        let (low, high) = (Double(bitPattern: low), Double(bitPattern: high))
        guard value.isFinite, value >= low, value <= high else {
            throw EventProblem(.value("\(value)"), allowed: "a number from \(low) to \(high)")
        }
    }

    /// Checks the text at `range` for its form and length.
    func check(text bytes: RawSpan, _ range: Range<Int>) throws(EventProblem) {
        guard !range.isEmpty || mayBeEmpty else { throw EventProblem(.missing, allowed: form.explanation) }
        if form != .text {
            guard form.matches(bytes, range) else {
                throw EventProblem(.value(bytes.text(range)), allowed: form.explanation)
            }
            // The other forms are ASCII and have their own length; a pointer may hold any character.
            guard form == .pointer else { return }
        }
        guard let length = TextForm.scalarCount(bytes, range) else {
            throw EventProblem(.characters, allowed: "UTF-8 without control characters")
        }
        guard length <= Int(lengthMax) else {
            throw EventProblem(.length(length), allowed: "at most \(lengthMax) characters")
        }
    }

    /// Checks that the text at `range` is JSON.
    func check(json bytes: RawSpan, _ range: Range<Int>) throws(EventProblem) {
        let text = bytes.extracting(range).withUnsafeBytes { Array($0) }
        _ = try CloudEvent.parsed(text, depthMax: SchemaLimits.jsonFieldDepthMax)
    }
}

extension CompiledSchema {
    /// The same problem, its place named from further out.
    ///
    /// - Parameter before: The message's bytes before the field, in which a list's elements are counted.
    func placed(
        _ problem: EventProblem,
        at rule: Int,
        in message: Int,
        _ bytes: RawSpan,
        _ before: Range<Int>
    ) -> EventProblem {
        var outer = problem
        let field = fields[rule]
        guard field.description != Self.none else {
            outer.pointer = "/data" + problem.pointer
            return outer
        }
        let description = SchemaTable.messages[message].fields[Int(field.description)]
        let place = pointer(of: description, in: message)
        if field.isRepeated {
            outer.pointer = "\(place)/\(count(of: description.number, bytes, before))" + problem.pointer
        } else if message == 0, !description.isInData, !problem.pointer.isEmpty {
            // The fields of an envelope's message are attributes of their own: /authorrole.
            outer.pointer = place + problem.pointer.dropFirst().lowercased()
        } else {
            outer.pointer = place + problem.pointer
        }
        return outer
    }

    private func count(of number: Int, _ bytes: RawSpan, _ range: Range<Int>) -> Int {
        var count = 0
        var offset = range.lowerBound
        while offset < range.upperBound, let tag = WireFormat.tag(bytes, &offset, end: range.upperBound) {
            if tag.number == number { count += 1 }
            guard WireFormat.skip(tag.kind, bytes, &offset, end: range.upperBound) else { break }
        }
        return count
    }

    /// The problem that the first of the fields in `bits` is missing.
    func missing(_ bits: UInt64, in message: Int) -> EventProblem {
        let field = SchemaTable.messages[message].fields[bits.trailingZeroBitCount]
        if message == 0,
            let part = field.attribute.flatMap({ _ in field.message }).flatMap(SchemaTable.message),
            let attribute = field.attribute, let first = part.fields.first(where: \.isRequired)
        {
            let name = AttributeTable.name(of: first, in: attribute)
            return EventProblem(.missing, at: "/\(name)", allowed: first.allowedText)
        }
        return EventProblem(.missing, at: pointer(of: field, in: message), allowed: field.allowedText)
    }

    /// The JSON pointer of a field within its message: of the envelope's, by CloudEvents attribute.
    func pointer(of field: FieldDescription, in message: Int) -> String {
        guard message == 0 else { return "/\(field.jsonName)" }
        if field.isInData { return "/data/\(field.jsonName)" }
        return "/\(field.attribute ?? field.name)"
    }
}

extension FieldDescription {
    /// What an author is told who left the field out: its words, its form or its meaning.
    fileprivate var allowedText: String {
        if let words = vocabulary.flatMap(SchemaTable.vocabulary)?.words {
            return words.joined(separator: ", ")
        }
        return pattern?.explanation ?? doc
    }
}

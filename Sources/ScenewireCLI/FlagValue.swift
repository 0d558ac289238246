import EventSchema

/// Turns what a flag was given into the JSON of its field.
///
/// Only what text cannot say is decided here, such as whether digits are a number; whether the value is
/// allowed is for the schema to say about the whole event.
enum FlagValue {
    /// Spellings that people use, for words whose standard spells them otherwise.
    private static let spellings = ["IncidentClass": ["barricade": "BARICADE"]]

    static func json(
        _ text: String,
        for field: FieldDescription,
        at now: Timestamp
    ) throws(FlagProblem) -> JSONValue {
        switch field.kind {
        case .text: .string(field.vocabulary.map { word(text, of: $0) } ?? text)
        case .id: .string(text)
        case .json: value(text) ?? .string(text)
        case .bool: .bool(try truth(text))
        case .uint32, .uint64: try number(text, is: UInt64(text) != nil, "a whole number, not negative")
        case .int32: try number(text, is: Int64(text) != nil, "a whole number")
        case .double: try number(text, is: Double(text)?.isFinite == true, "a number")
        case .timestamp: .string(try time(text, for: field, at: now).rfc3339)
        case .message: try message(text, of: field, at: now)
        }
    }

    /// The vocabulary's own spelling of a word, whatever the case of its letters; any other word as it is.
    static func word(_ text: String, of vocabulary: String) -> String {
        let words = SchemaTable.vocabulary(vocabulary)?.words ?? []
        if words.contains(text) { return text }
        let lower = text.lowercased()
        return words.first { $0.lowercased() == lower } ?? spellings[vocabulary]?[lower] ?? text
    }

    private static func truth(_ text: String) throws(FlagProblem) -> Bool {
        switch text.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default: throw problem(text, "true or false")
        }
    }

    private static func number(
        _ text: String,
        is isNumber: Bool,
        _ allowed: String
    ) throws(FlagProblem) -> JSONValue {
        // Swift reads numbers that JSON does not know, such as +1 and 0x10.
        guard isNumber, case .number(let digits)? = value(text) else { throw problem(text, allowed) }
        return .number(digits)
    }

    private static func time(
        _ text: String,
        for field: FieldDescription,
        at now: Timestamp
    ) throws(FlagProblem) -> Timestamp {
        guard let moment = Moment(argument: text) else { throw problem(text, Moment.allowed) }
        return moment.time(from: now, isAhead: looksAhead(field))
    }

    /// The times of what is still to come; any other is of what has happened.
    private static let timesAhead: Set<String> = [
        "due", "newDue", "expectedReturn", "expiresAt", "neededBy", "reviewAt", "until",
    ]

    /// Whether a field is the time of something that is still to come, such as a deadline.
    static func looksAhead(_ field: FieldDescription) -> Bool { timesAhead.contains(field.jsonName) }

    /// Reads `S1,role=subject`, or an object as JSON.
    ///
    /// Values without a name fill the fields in their order; what is no number continues a label. Lists and messages
    /// within are said in JSON.
    private static func message(
        _ text: String,
        of field: FieldDescription,
        at now: Timestamp
    ) throws(FlagProblem) -> JSONValue {
        if text.first == "{" {
            guard let object = value(text) else { throw problem(text, "a JSON object") }
            return object
        }
        let parts = FlagHelp.simpleFields(of: field)
        let names = parts.map(\.jsonName).joined(separator: ", ")
        var unnamed = parts[...]
        var object = JSONObject()
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
        // A number is no name of a place, unless label= says so.
        if unnamed.first?.jsonName == "label", parts.contains(where: { $0.jsonName == "latitude" }),
            let first = pieces.first, Double(first)?.isFinite == true
        {
            unnamed.removeFirst()
        }
        var last: FieldDescription?
        for piece in pieces {
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let part: FieldDescription
            var value = String(piece)
            // Text such as `=A car` has a sign and no name before it.
            if halves.count == 2, mayBeName(halves[0]) {
                value = String(halves[1])
                guard let named = parts.first(where: { isName(String(halves[0]), of: $0) }) else {
                    throw problem(String(halves[0]), "one of \(names), or an object as JSON")
                }
                part = named
            } else if last?.jsonName == "label", !piece.isEmpty, Double(piece) == nil,
                case .string(let label)? = object["label"]
            {
                // Addresses have commas, as in: 12 Mill Lane, Springfield.
                object["label"] = .string("\(label), \(piece)")
                continue
            } else {
                guard let next = unnamed.popFirst() else {
                    throw FlagProblem("has more values than fields; these are \(names)")
                }
                if piece.isEmpty { continue }
                part = next
            }
            guard object[part.jsonName] == nil else {
                throw FlagProblem("says \(part.jsonName) more than once")
            }
            object[part.jsonName] = try json(value, for: part, at: now)
            last = part
        }
        return .object(object)
    }

    /// Without the spaces that people put behind a comma.
    private static func trimmed(_ piece: Substring) -> Substring {
        let start = piece.drop { $0 == " " }
        return start[..<(start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)]
    }

    private static func mayBeName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isName(_ text: String, of field: FieldDescription) -> Bool {
        text == field.jsonName || text == FlagHelp.flag(of: field.jsonName)
    }

    /// Any JSON value, `nil` when the text is none.
    private static func value(_ text: String) -> JSONValue? {
        // Only documents can be parsed; a text that closes the list and adds a member is no value.
        guard let document = try? CloudEvent.parse(Array("{\"value\":[\(text)]}".utf8)),
            document.members.count == 1, case .array(let elements)? = document["value"], elements.count == 1
        else { return nil }
        return elements[0]
    }

    private static func problem(_ text: String, _ allowed: String) -> FlagProblem {
        FlagProblem("is \"\(TerminalText.safe(text, lengthMax: 80))\"; allowed is \(allowed)")
    }
}

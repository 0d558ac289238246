/// What CloudEvents 1.0 lets an attribute be that the schema does not know, so that every SDK reads it.
enum AttributeForm {
    /// The longest name, in bytes, that CloudEvents' naming conventions ask every implementation to take.
    static let nameByteCountMax = 20

    /// What an author is told about names.
    static let nameAllowed = "an attribute's name: 1 to \(nameByteCountMax) lower-case letters and digits"

    /// What an author is told about values.
    private static let valueAllowed =
        "text, true or false, or a whole number of 32 bits; anything else belongs in data"

    /// CloudEvents 1.0, section "Naming conventions".
    static func isName(_ name: String) -> Bool {
        (1...nameByteCountMax).contains(name.utf8.count) && name.utf8.allSatisfy(isNameByte)
    }

    /// - Throws: ``EventProblem`` for a name or a value that no attribute can have.
    static func check(_ name: String, _ value: JSONValue) throws(EventProblem) {
        switch name {
        case "datacontenttype": return try DocumentToEvent.checkContentType(value)
        case "dataschema": return try checkSchema(value)
        default: break
        }
        let place = "/\(name)"
        guard isName(name) else { throw EventProblem(.value(name), at: place, allowed: nameAllowed) }
        switch value {
        case .bool: return
        case .number(let digits) where Int32(digits) != nil: return
        case .number(let digits): throw EventProblem(.value(digits), at: place, allowed: valueAllowed)
        case .string(let text):
            guard text.unicodeScalars.allSatisfy(isAllowed) else {
                throw EventProblem(.characters, at: place, allowed: "UTF-8 without control characters")
            }
        case .null, .array, .object:
            throw EventProblem(.kind(value.kindName), at: place, allowed: valueAllowed)
        }
    }

    /// The attribute for a member that was recorded before names and values were checked.
    ///
    /// - Parameter isTaken: Whether the document has an attribute of this name.
    /// - Returns: A name that begins with `x`, unless the recorded one will do, and text that says the same.
    static func readable(
        _ name: String,
        _ value: JSONValue,
        isTaken: (String) -> Bool
    ) -> (name: String, value: JSONValue) {
        let text: String
        switch value {
        case .string(let string):
            text = String(
                String.UnicodeScalarView(string.unicodeScalars.map { isAllowed($0) ? $0 : "\u{FFFD}" })
            )
        default: text = String(decoding: value.text, as: UTF8.self)
        }
        let isOwnName = isName(name) && !["datacontenttype", "dataschema"].contains(name)
        guard !isOwnName || isTaken(name) else { return (name, .string(text)) }
        let letters = name.lowercased().utf8.filter(isNameByte)
        let stem = "x" + String(decoding: letters.prefix(nameByteCountMax - 1), as: UTF8.self)
        var readable = stem
        var number = 2
        while isTaken(readable) {
            readable = "\(stem.prefix(nameByteCountMax - "\(number)".utf8.count))\(number)"
            number += 1
        }
        return (readable, .string(text))
    }

    private static func checkSchema(_ value: JSONValue) throws(EventProblem) {
        let (place, allowed) = ("/dataschema", "a URI such as urn:scenewire:v1:log.entry")
        guard case .string(let text) = value else {
            throw EventProblem(.kind(value.kindName), at: place, allowed: allowed)
        }
        guard !text.isEmpty, text.unicodeScalars.allSatisfy({ isAllowed($0) && $0 != " " }) else {
            throw EventProblem(.value(text), at: place, allowed: allowed)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// CloudEvents 1.0, section "Type System": neither control characters nor noncharacters.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .control && !scalar.properties.isNoncharacterCodePoint
    }
}

import EventSchema

/// An XML element that has not ended, as far as it was read.
struct XMLNode {
    /// Its name without a prefix.
    let name: String
    private var members: [(name: String, values: [JSONValue])] = []
    /// Where each name is in ``members``; by bytes, because Swift calls some different names equal.
    private var places: [[UInt8]: Int] = [:]
    private var text: [UInt8] = []

    init(name: String, attributes: [(name: String, value: String)]) {
        self.name = name
        for attribute in attributes { add(attribute.name, .string(attribute.value)) }
    }

    /// Adds a child or an attribute.
    mutating func add(_ name: String, _ value: JSONValue) {
        let key = Array(name.utf8)
        if let place = places[key] {
            members[place].values.append(value)
        } else {
            places[key] = members.count
            members.append((name, [value]))
        }
    }

    mutating func add(text part: UnsafeRawBufferPointer) {
        unsafe text.append(contentsOf: part)
    }

    /// The element as a value: its text where it has nothing else, otherwise an object.
    ///
    /// A name that is there more than once, as attribute or child, becomes an array of all its values.
    mutating func value() -> JSONValue {
        let text = trimmedText
        return members.isEmpty ? .string(text) : .object(object())
    }

    /// The element as an object; its text is the member `text`.
    mutating func object() -> JSONObject {
        let text = trimmedText
        if !text.isEmpty { add("text", .string(text)) }
        return members.reduce(into: JSONObject()) { object, member in
            object[member.name] = member.values.count == 1 ? member.values[0] : .array(member.values)
        }
    }

    /// The text without the white space by which documents are indented.
    private var trimmedText: String {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        guard let first = text.firstIndex(where: { !isSpace($0) }),
            let last = text.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: text[first...last], as: UTF8.self)
    }
}

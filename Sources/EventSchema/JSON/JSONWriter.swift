extension JSONValue {
    /// The value as compact JSON text in UTF-8, to be shown and sent.
    public var text: [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        return text
    }

    /// The value as compact JSON text in UTF-8, to be stored and compared: the same in every version, because
    /// an event's bytes and derived identifiers are made of it.
    public var storedText: [UInt8] {
        var text: [UInt8] = []
        write(to: &text, escapes: .controls)
        return text
    }

    /// Appends the value as compact JSON text, to be shown and sent.
    public func write(to text: inout [UInt8]) {
        write(to: &text, escapes: .controlsAndDirections)
    }

    private func write(to text: inout [UInt8], escapes: JSONStringWriter) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let digits): text.append(text: digits)
        case .string(let value): escapes.write(value, to: &text)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.write(to: &text, escapes: escapes)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let object):
            text.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                escapes.write(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.write(to: &text, escapes: escapes)
            }
            text.append(UInt8(ascii: "}"))
        }
    }
}

/// A JSON value (RFC 8259) that loses nothing an event may need: numbers stay as they were written.
public indirect enum JSONValue: Equatable, Sendable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number's own text, which follows JSON's grammar.
    case number(String)
    /// A string, its escapes resolved.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// What an author is told when it does not fit.
    var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// The members of a JSON object, in their order, no name twice.
public struct JSONObject: Equatable, Sendable {
    /// The names in their order.
    public private(set) var names: [String] = []
    private var values: [String: JSONValue] = [:]

    /// An object without members.
    public init() {}

    /// Whether there are no members.
    public var isEmpty: Bool { names.isEmpty }

    /// The member's value, `nil` when there is none; setting `nil` removes the member.
    public subscript(name: String) -> JSONValue? {
        get { values[name] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
            } else if values.removeValue(forKey: name) != nil {
                names.removeAll { $0 == name }
            }
        }
    }

    /// Two objects are equal whatever the order of their members.
    public static func == (left: Self, right: Self) -> Bool {
        left.values == right.values
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}

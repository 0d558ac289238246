/// A JSON value (RFC 8259) that loses nothing an event may need: numbers stay as they were written.
public enum JSONValue: Equatable, Sendable {
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
///
/// Names are the same when their bytes are: an `é` in one scalar and one in two are two names, as they are for
/// every other reader of JSON, though Swift calls the strings equal.
public struct JSONObject: Equatable, Sendable {
    /// The members in their order.
    public private(set) var members: [(name: String, value: JSONValue)] = []
    /// Where each member is, kept only for objects so large that a search through them would be slow.
    private var places: [MemberName: Int] = [:]

    /// Up to this many members are searched one by one, which for so few is faster than hashing.
    private static let searchedCountMax = 24

    /// An object without members.
    public init() {}

    /// An object without members.
    ///
    /// - Parameter count: How many it has room for at once.
    public init(room count: Int) {
        members.reserveCapacity(count)
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in their order.
    public var names: [String] { members.map(\.name) }

    /// The member's value, `nil` when there is none; setting `nil` removes the member.
    public subscript(name: String) -> JSONValue? {
        get { place(of: name).map { members[$0].value } }
        set {
            let place = place(of: name)
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (nil, let value?): append(name, value)
            case (let place?, nil):
                members.remove(at: place)
                places = [:]
                indexIfLarge()
            case (nil, nil): break
            }
        }
    }

    /// Adds a member behind the others.
    ///
    /// - Returns: `false` when there is one of that name, which stays as it is.
    @discardableResult
    public mutating func add(_ name: String, _ value: JSONValue) -> Bool {
        guard place(of: name) == nil else { return false }
        append(name, value)
        return true
    }

    /// Adds a member behind the others, without looking for one of that name.
    ///
    /// - Precondition: There is none.
    public mutating func append(_ name: String, _ value: JSONValue) {
        assert(place(of: name) == nil, "each name is there once")
        members.append((name, value))
        if places.isEmpty { indexIfLarge() } else { places[MemberName(name)] = members.count - 1 }
    }

    /// Returns an object with the same names in the same order and other values, without looking any name up.
    ///
    /// - Parameter value: Returns the value of the member at a place, from 0.
    public func withValues<E: Error>(_ value: (Int) throws(E) -> JSONValue) throws(E) -> JSONObject {
        var object = JSONObject()
        object.places = places
        object.members.reserveCapacity(members.count)
        for place in members.indices { object.members.append((members[place].name, try value(place))) }
        return object
    }

    /// Two objects are equal whatever the order of their members.
    public static func == (left: Self, right: Self) -> Bool {
        left.members.count == right.members.count
            && left.members.allSatisfy { right[$0.name] == $0.value }
    }

    private func place(of name: String) -> Int? {
        guard members.count <= Self.searchedCountMax else { return places[MemberName(name)] }
        let members = members.span
        for place in members.indices where members[place].name.hasSameBytes(as: name) { return place }
        return nil
    }

    private mutating func indexIfLarge() {
        guard members.count > Self.searchedCountMax else { return }
        for (place, member) in members.enumerated() { places[MemberName(member.name)] = place }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}

import EventSchema

/// Where a value stands in a record: `call_number`, `location.gps`, or a JSON pointer such as `/properties/alert.level`.
struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// What the path begins in, besides the record's own fields.
    enum Root: String, CaseIterable, Sendable {
        /// The record, or the item of a board.
        case field = ""
        /// The item as it was before the change.
        case was = "$was"
        /// The record that an item came in: the whole poll or change.
        case row = "$row"
        /// When the poll was taken.
        case polled = "$polled"
        /// The line that the record begins on.
        case line = "$line"
        /// The field that `each` is at.
        case eachField = "$field"
        /// That field's value.
        case eachValue = "$value"
        /// That field's word.
        case eachWord = "$word"

        /// Whether names may follow.
        var hasMembers: Bool { self == .field || self == .was || self == .row }
    }

    let root: Root
    let names: [String]
    /// As it was written.
    let description: String

    /// - Returns: `nil` for an empty path, an empty name, or a `$` word that is none.
    init?(_ text: String) {
        description = text
        if text.utf8.first == UInt8(ascii: "/") {
            root = .field
            names = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .map { Self.unescaped($0) }
        } else {
            var parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if parts.first?.utf8.first == UInt8(ascii: "$") {
                guard let root = Root(rawValue: parts.removeFirst()), root.hasMembers || parts.isEmpty else {
                    return nil
                }
                self.root = root
            } else {
                root = .field
            }
            names = parts
        }
        if names.contains("") || (root == .field || root == .was) && names.isEmpty { return nil }
    }

    /// The value under the path's names.
    func value(in object: JSONObject) -> JSONValue? {
        guard let first = names.first else { return .object(object) }
        var value = object[first]
        for name in names.dropFirst() {
            switch value {
            case .object(let object)? where name != "0" || object["0"] != nil: value = object[name]
            case .array(let array)?:
                guard let index = Int(name), array.indices.contains(index) else { return nil }
                value = array[index]
            case nil: return nil
            default:
                // What may be there several times and is there once is its own first: XML has no lists of one. And
                // an element that holds nothing but text is its text.
                if name != "0" && name != "text" { return nil }
            }
        }
        return value
    }

    /// Whether two items say the same there; what is absent, null or empty text is the same.
    func isSame(in left: JSONObject, _ right: JSONObject) -> Bool {
        said(in: left) == said(in: right)
    }

    /// The value under the path's names, `nil` for what is absent, null or empty text.
    func said(in object: JSONObject) -> JSONValue? {
        value(in: object).flatMap { $0.isBlank ? nil : $0 }
    }

    /// A name of a JSON pointer (RFC 6901): `~1` is a slash, `~0` a tilde.
    private static func unescaped(_ name: Substring) -> String {
        name.split(separator: "~1", omittingEmptySubsequences: false)
            .map { $0.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~") }
            .joined(separator: "/")
    }
}

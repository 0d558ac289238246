/// Which CloudEvents attribute carries which field of the envelope, from the schema's tables.
struct AttributeTable {
    static let shared = AttributeTable()

    /// Attributes that CloudEvents or the conversion itself gives a meaning, besides the envelope's fields:
    /// no event carries them as unknown ones. The content type and the schema of the data may be other than
    /// the usual ones, and are judged by themselves.
    private static let reserved = ["specversion", "protobuf", "data_base64"] + RecordDocument.attributes

    /// One field of the envelope and where it stands in the document.
    struct Entry {
        let field: FieldDescription
        /// The attribute's name; empty when the field stands elsewhere.
        let attribute: String
        /// The fields of a message, each with its own attribute.
        let parts: [(attribute: String, field: FieldDescription)]
        /// The places of the attribute, or of the parts' attributes, among ``AttributeTable/place(of:)``.
        let places: Range<Int>
    }

    /// The envelope's fields in the order of their numbers.
    let entries: [Entry]
    /// By the length of their names in bytes, all attributes that have a meaning and their places.
    private let placesByLength: [[(name: String, place: Int)]]
    /// How many attributes carry fields; their places are 0 to one less.
    let placeCount: Int
    /// The envelope's fields that stand within `data`.
    let dataFields: [FieldDescription]

    private init() {
        let fields = SchemaTable.messages[0].fields
        var names: [String] = []
        entries = fields.map { field in
            let attribute = field.attribute ?? ""
            let message = attribute.isEmpty ? nil : field.message.flatMap(SchemaTable.message)
            let parts = message?.fields.map { (Self.name(of: $0, in: attribute), $0) } ?? []
            let first = names.count
            names += !parts.isEmpty ? parts.map(\.0) : attribute.isEmpty ? [] : [attribute]
            return Entry(field: field, attribute: attribute, parts: parts, places: first..<names.count)
        }
        placeCount = names.count
        var placesByLength: [[(name: String, place: Int)]] = []
        for (place, name) in (names + Self.reserved).enumerated() {
            while placesByLength.count <= name.utf8.count { placesByLength.append([]) }
            placesByLength[name.utf8.count].append((name, place))
        }
        self.placesByLength = placesByLength
        dataFields = fields.filter(\.isInData)
    }

    /// The place of an attribute that has a meaning; ``placeCount`` and more for one that carries no field, `nil` for
    /// an unknown one.
    func place(of name: String) -> Int? {
        guard name.utf8.count < placesByLength.count else { return nil }
        return placesByLength[name.utf8.count].first { $0.name.hasSameBytes(as: name) }?.place
    }

    /// The attribute for a field of a message that the envelope holds, such as `authorrole`.
    static func name(of field: FieldDescription, in attribute: String) -> String {
        attribute + field.jsonName.lowercased()
    }

    /// A whole number as CloudEvents' Integer, whose largest is 2,147,483,647; text beyond it.
    static func integer(_ digits: String) -> JSONValue {
        Int32(digits) == nil ? .string(digits) : .number(digits)
    }

    /// The digits of a whole number as CloudEvents' sequence extension wants them: they sort as text.
    static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }
}

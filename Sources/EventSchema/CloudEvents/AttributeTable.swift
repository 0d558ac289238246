/// Which CloudEvents attribute carries which field of the envelope, from the schema's tables.
struct AttributeTable {
    static let shared = AttributeTable()

    /// Attributes that CloudEvents or the conversion itself gives a meaning, besides the envelope's fields.
    static let reserved: Set<String> = ["specversion", "protobuf", "data_base64"]

    /// One field of the envelope and where it stands in the document.
    struct Entry {
        let field: FieldDescription
        /// The attribute's name; empty when the field stands elsewhere.
        let attribute: String
        /// The fields of a message, each with its own attribute.
        let parts: [(attribute: String, field: FieldDescription)]
    }

    /// The envelope's fields in the order of their numbers.
    let entries: [Entry]
    /// Every attribute that carries a field of the envelope.
    let names: Set<String>
    /// What kind of value each of them has; of a list, its elements.
    let kinds: [String: FieldDescription.Kind]
    /// The envelope's fields that stand within `data`.
    let dataFields: [FieldDescription]

    private init() {
        let fields = SchemaTable.messages[0].fields
        entries = fields.map { field in
            let attribute = field.attribute ?? ""
            let message = attribute.isEmpty ? nil : field.message.flatMap(SchemaTable.message)
            let parts = message?.fields.map { (Self.name(of: $0, in: attribute), $0) } ?? []
            return Entry(field: field, attribute: attribute, parts: parts)
        }
        names = Set(
            entries.flatMap { $0.parts.isEmpty ? [$0.attribute] : $0.parts.map(\.attribute) }
        ).subtracting([""])
        let single = entries.filter(\.parts.isEmpty).map { ($0.attribute, $0.field.kind) }
        let parts = entries.flatMap { $0.parts.map { ($0.attribute, $0.field.kind) } }
        kinds = Dictionary(single + parts) { first, _ in first }
        dataFields = fields.filter(\.isInData)
    }

    /// The attribute for a field of a message that the envelope holds, such as `authorrole`.
    static func name(of field: FieldDescription, in attribute: String) -> String {
        attribute + field.jsonName.lowercased()
    }

    /// The digits of a whole number as CloudEvents' sequence extension wants them: they sort as text.
    static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }
}

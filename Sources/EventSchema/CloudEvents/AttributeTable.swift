/// Which CloudEvents attribute carries which field of the envelope, from the schema's tables.
struct AttributeTable {
    static let shared = AttributeTable()

    /// Attributes that CloudEvents or the conversion itself gives a meaning, besides the envelope's fields.
    static let reserved: Set<String> = ["specversion", "protobuf", "data_base64"]

    /// Every attribute that carries a field of the envelope.
    let names: Set<String>
    /// The envelope's fields that stand within `data`, by member name.
    let dataFields: [String: FieldDescription]

    private init() {
        var names: Set<String> = []
        let envelope = SchemaTable.messages[0]
        for field in envelope.fields {
            guard let attribute = field.attribute else { continue }
            if let message = field.message.flatMap(SchemaTable.message) {
                for part in message.fields { names.insert(Self.name(of: part, in: attribute)) }
            } else {
                names.insert(attribute)
            }
        }
        self.names = names
        dataFields = Dictionary(
            uniqueKeysWithValues: envelope.fields.filter(\.isInData).map { ($0.jsonName, $0) }
        )
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

import EventSchema

/// An attribute that an event of a test may have, under its CloudEvents name, or a field of the envelope that
/// documents hold in `data`.
struct RuleTestAttribute {
    let field: FieldDescription
    /// What the document calls it.
    let name: String

    /// By the name that tests use.
    static let named: [String: RuleTestAttribute] = {
        var found: [String: RuleTestAttribute] = [:]
        for field in SchemaTable.message("Event")?.fields ?? [] {
            for attribute in attributes(of: field) { found[attribute.name] = attribute }
        }
        found["incident"] = found["subject"]
        return found
    }()

    /// Those that several events may share, by name.
    static let shared = named.filter { !$0.value.field.isInData && !ownOfEach.contains($0.key) }

    private static let ownOfEach: Set = [
        "amends", "id", "recordedtime", "related", "sequence", "time", "type",
    ]

    private static func attributes(of field: FieldDescription) -> [RuleTestAttribute] {
        if field.isInData { return [RuleTestAttribute(field: field, name: field.jsonName)] }
        guard let attribute = field.attribute else { return [] }
        guard field.kind == .message else { return [RuleTestAttribute(field: field, name: attribute)] }
        let parts = field.message.flatMap { SchemaTable.message($0) }?.fields ?? []
        return parts.map { RuleTestAttribute(field: $0, name: attribute + $0.jsonName.lowercased()) }
    }
}

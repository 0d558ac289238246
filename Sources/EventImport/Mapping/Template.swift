import EventSchema

/// A value with places that a record fills: `{call_number}`, `call-{call_number}`, `{received | time cad}`.
///
/// A template that is one place and nothing else keeps the value's kind, so that a number stays a number; any
/// other makes text. What is absent, null or empty leaves a place empty, and a template of empty places gives
/// nothing at all.
struct Template: Sendable {
    enum Part: Sendable {
        case text(String)
        case place(FieldPath, [Filter])
    }

    let parts: [Part]

    /// The paths that the template looks at.
    var paths: [FieldPath] {
        parts.compactMap { if case .place(let path, _) = $0 { path } else { nil } }
    }

    /// - Throws: ``ValueProblem`` when a value does not fit a filter.
    func value(in scope: ImportScope, _ times: TimeFormats) throws(ValueProblem) -> JSONValue? {
        if parts.count == 1, case .place(let path, let filters) = parts[0] {
            return try Self.value(at: path, filters, scope, times)
        }
        var text = ""
        var isEmpty = !parts.isEmpty
        for part in parts {
            switch part {
            case .text(let piece):
                text += piece
                if parts.count == 1 { isEmpty = false }
            case .place(let path, let filters):
                guard let value = try Self.value(at: path, filters, scope, times) else { continue }
                text += value.plainText
                isEmpty = false
            }
        }
        return isEmpty ? nil : .string(text)
    }

    /// The text of a key, in which no place may be empty.
    ///
    /// - Throws: ``ValueProblem`` when one is.
    func key(in scope: ImportScope, _ times: TimeFormats) throws(ValueProblem) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .place(let path, let filters):
                guard let value = try Self.value(at: path, filters, scope, times) else {
                    throw ValueProblem(
                        field: scope.name(of: path),
                        reason: "is missing or empty; a key needs it"
                    )
                }
                text += value.plainText
            }
        }
        return text
    }

    private static func value(
        at path: FieldPath,
        _ filters: [Filter],
        _ scope: ImportScope,
        _ times: TimeFormats
    ) throws(ValueProblem) -> JSONValue? {
        var value = scope.value(at: path)
        for filter in filters {
            value = try filter.apply(to: value, path, scope, times)
            if value?.isBlank == true { value = nil }
        }
        return value
    }
}

extension JSONValue {
    /// Whether it says nothing: null, or text without characters.
    var isBlank: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        default: false
        }
    }

    /// A string's characters without quotes; anything else as JSON.
    var plainText: String {
        switch self {
        case .string(let text): text
        case .number(let digits): digits
        default: String(decoding: text, as: UTF8.self)
        }
    }
}

import EventSchema

/// Everything that a mapping's templates can see while one record is mapped.
struct ImportScope {
    /// The field that `each` is at.
    struct Each {
        let path: FieldPath
        let value: JSONValue
        let word: JSONValue
    }

    /// The record, or the item of a board.
    var fields: JSONObject
    /// The record that an item came in.
    var row: JSONObject
    /// The item as it was before the change.
    var was: JSONObject?
    /// When the poll was taken.
    var polled: Timestamp?
    /// The line that the record begins on, from 1.
    var line: Int
    var each: Each?
    /// What is worth telling of the record though it is no fault.
    let notes = ScopeNotes()

    init(_ row: ImportRow) {
        (fields, self.row, line) = (row.value, row.value, row.line)
    }

    /// What stands at a path; `nil` for what is absent, null or empty text.
    func value(at path: FieldPath) -> JSONValue? {
        let value: JSONValue? =
            switch path.root {
            case .field: path.value(in: fields)
            case .was: was.flatMap { path.value(in: $0) }
            case .row: path.value(in: row)
            case .polled: polled.map { .string($0.rfc3339) }
            case .line: .number("\(line)")
            case .eachField: each.map { .string($0.path.description) }
            case .eachValue: each?.value
            case .eachWord: each?.word
            }
        return value?.isBlank == true ? nil : value
    }

    /// What people call the field at a path: the one that `each` is at has a name of its own.
    func name(of path: FieldPath) -> String {
        path.root == .eachValue ? each?.path.description ?? path.description : path.description
    }
}

/// What is told of one record, gathered by whatever looks at it. One thread at a time.
final class ScopeNotes {
    private(set) var notes: [(field: String, text: String)] = []

    /// The same of the same field is told once.
    func add(_ field: String, _ text: String) {
        guard !notes.contains(where: { $0 == (field, text) }) else { return }
        notes.append((field, text))
    }
}

/// Why a record gives no value: the field, its fault, and what is allowed.
struct ValueProblem: Error, Equatable {
    let field: String
    let reason: String
}

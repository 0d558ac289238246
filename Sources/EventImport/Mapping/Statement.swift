import EventSchema

/// One event that a mapping makes, and when.
struct Statement: Sendable {
    /// What makes the event.
    enum Trigger: String, CaseIterable, Sendable {
        /// Every record.
        case row
        /// An item that was never on the board.
        case appeared
        /// An item whose watched fields changed while it was on the board.
        case changed
        /// An item that is no longer on the board.
        case vanished
        /// An item that is on the board again.
        case returned
    }

    /// Which record counts where several give the event the same key.
    enum Keep: String, CaseIterable, Sendable {
        /// The first that was read, at once.
        case first
        /// The one with the earliest, or the latest, time; known when everything was read.
        case earliest, latest
    }

    /// What tells it from the mapping's other statements, and goes into its events' ids.
    let name: String
    /// The event's type.
    let type: String
    let trigger: Trigger
    /// Fields that each make an event of their own, and the word that each stands for.
    let each: [(path: FieldPath, word: JSONValue)]?
    let conditions: [Condition]
    /// What the event is about, in the feed's own words: the same key is the same event.
    let key: Template?
    let keep: Keep
    /// The statement whose event this one amends.
    let amends: String?
    /// The envelope's attributes by their names in a CloudEvents document, the mapping's own among them.
    let attributes: [(name: String, shape: Shape)]
    let data: Shape?
}

/// What a record must be like for an event to be made of it.
struct Condition: Sendable {
    enum Test: Sendable {
        case isOneOf(Set<String>), isNoneOf(Set<String>)
        case isPresent(Bool)
        case hasChanged(Bool)
        case contains(String)
    }

    let path: FieldPath
    let test: Test

    func holds(in scope: ImportScope) -> Bool {
        let value = scope.value(at: path)
        return switch test {
        case .isOneOf(let words): value.map { words.contains($0.plainText) } ?? false
        case .isNoneOf(let words): value.map { !words.contains($0.plainText) } ?? true
        case .isPresent(let isPresent): (value != nil) == isPresent
        case .hasChanged(let hasChanged):
            scope.was.map { path.isSame(in: $0, scope.fields) != hasChanged } ?? false
        case .contains(let text): value.map { $0.plainText.contains(text) } ?? false
        }
    }
}

/// The shape of a JSON value, with templates where a record fills it in.
indirect enum Shape: Sendable {
    case constant(JSONValue)
    /// - Parameter isText: Whether a number that fills it becomes text, because text is what belongs there.
    case template(Template, isText: Bool)
    case object([(name: String, shape: Shape)])
    case list([Shape])

    /// - Returns: `nil` where nothing fills it: a member without a value is left out, and so is an object or a
    ///   list of nothing.
    /// - Throws: ``ValueProblem`` when a value does not fit a filter.
    func value(in scope: ImportScope, _ times: TimeFormats) throws(ValueProblem) -> JSONValue? {
        switch self {
        case .constant(let value): return value
        case .template(let template, let isText):
            let value = try template.value(in: scope, times)
            return isText ? value.map { .string($0.plainText) } : value
        case .object(let members):
            var object = JSONObject()
            for (name, shape) in members {
                if let value = try shape.value(in: scope, times) { object.append(name, value) }
            }
            return object.isEmpty ? nil : .object(object)
        case .list(let shapes):
            var items: [JSONValue] = []
            for shape in shapes {
                if let item = try shape.value(in: scope, times) { items.append(item) }
            }
            return items.isEmpty ? nil : .array(items)
        }
    }
}

import EventSchema

/// Makes events from records, by the statements of one mapping. What it remembers of a record changes nothing about the next.
struct EventMaker: Sendable {
    let mapping: Mapping
    /// Attributes that replace the mapping's own, such as `status` for a trial.
    let attributes: JSONObject
    private let attributesText: String
    /// By the statements' names.
    private var forms: [String: EventForm] = [:]

    /// The members of a document that are not the mapping's attributes, at most.
    private static let ownMemberCountMax = 8

    init(mapping: Mapping, attributes: JSONObject) {
        (self.mapping, self.attributes) = (mapping, attributes)
        attributesText = attributes.members.map { "\($0.name)=\($0.value.plainText)" }.sorted()
            .joined(separator: " ")
    }

    /// One event that a statement made.
    struct Made {
        let event: ValidEvent
        let document: JSONObject
        let key: String
    }

    /// The fields that a statement goes through, one event each.
    func scopes(of statement: Statement, _ scope: ImportScope) -> [ImportScope] {
        guard let each = statement.each else { return [scope] }
        return each.compactMap { path, word in
            guard let value = scope.value(at: path) else { return nil }
            var scope = scope
            scope.each = ImportScope.Each(path: path, value: value, word: word)
            return scope
        }
    }

    /// Makes the event of one statement.
    ///
    /// - Parameter amended: The id of the event that it amends, where the statement asks for one.
    /// - Throws: ``ValueProblem`` for the first thing that does not fit.
    mutating func event(
        of statement: Statement,
        _ scope: ImportScope,
        item: String?,
        amending amended: EventID?
    ) throws(ValueProblem) -> Made {
        let key = try self.key(of: statement, scope, item: item)
        let document = try document(of: statement, id(of: statement, key), scope, amending: amended)
        do throws(EventProblem) {
            let (event, whole) = try forms[statement.name, default: EventForm()].event(
                of: document,
                at: scope.polled ?? .now
            )
            return Made(event: event, document: whole, key: key)
        } catch {
            let place = error.pointer.isEmpty ? "the event " : error.pointer + " "
            let text = error.description
            throw ValueProblem(
                field: error.pointer,
                reason: text.hasPrefix(place) ? String(text.dropFirst(place.count)) : text
            )
        }
    }

    /// The event's document as far as the mapping says it.
    private func document(
        of statement: Statement,
        _ id: EventID,
        _ scope: ImportScope,
        amending amended: EventID?
    ) throws(ValueProblem) -> JSONObject {
        var document = JSONObject(room: statement.attributes.count + Self.ownMemberCountMax)
        document.append("type", .string(statement.type))
        document.append("id", .string("\(id)"))
        for (name, shape) in statement.attributes {
            if let value = try shape.value(in: scope, mapping.times) { document.append(name, value) }
        }
        let polled = scope.polled.map { JSONValue.string($0.rfc3339) }
        if let polled { document.add("time", polled) }
        if let time = polled ?? document["time"] { document.add("recordedtime", time) }
        if statement.amends != nil {
            guard let amended else {
                throw ValueProblem(field: "amends", reason: "there is no earlier event of it to amend")
            }
            document.append("amends", .string("\(amended)"))
        }
        if let data = try statement.data?.value(in: scope, mapping.times) { document.append("data", data) }
        // A foreign feed numbers nothing. Its events' numbers are as stable as their ids, tell them apart, and say
        // nothing about their order.
        document.append("sourceepoch", .number("1"))
        document.append("sequence", .string("\(max(1, id.low & .max >> 1))"))
        for (name, value) in attributes.members { document[name] = value }
        return document
    }

    /// The id that a statement gives the event of this key.
    ///
    /// What replaces the mapping's attributes makes another event, so that a trial stands in no real import's way.
    func id(of statement: Statement, _ key: String) -> EventID {
        guard !attributes.isEmpty else {
            return EventID.derived(from: "scenewire import", mapping.name, statement.name, key)
        }
        return EventID.derived(from: "scenewire import", mapping.name, statement.name, key, attributesText)
    }

    /// The key of the statement's event, with the field that `each` is at.
    func key(of statement: Statement, _ scope: ImportScope, item: String?) throws(ValueProblem) -> String {
        var key = try statement.key?.key(in: scope, mapping.times) ?? item ?? ""
        // What happens to an item again and again is told apart by the poll that showed it.
        if statement.key == nil, statement.trigger != .appeared, let polled = scope.polled {
            key += " \(polled)"
        }
        if let each = scope.each { key += " \(each.path)" }
        return key
    }
}

public import EventSchema

/// An engine's memory as JSON, so that an import can go on in another process.
///
/// It holds the board and what is held back. The ids of events that were made are not in it: whoever takes the events
/// knows those again.
extension ImportEngine {
    /// What has to be kept: first the mapping and the poll, then an entry for each item and each event held back.
    public var state: [JSONObject] {
        var first: JSONObject = ["mapping": .string(mapping.fingerprint)]
        first["polled"] = tracker?.polled.map { .string($0.rfc3339) }
        if let distrusted = tracker?.distrusted {
            first["distrusted"] = .string(distrusted.at.rfc3339)
            first["distrust"] = .number("\(distrusted.count)")
        }
        let items = (tracker?.items ?? [:]).map { Self.document($0.value, id: $0.key) }
        let held = held.sorted { $0.value.order < $1.value.order }.map { name, held -> JSONObject in
            [
                "held": .string(name), "statement": .string(held.result.statement),
                "line": .number("\(held.result.line)"), "file": .string(held.result.file),
                "event": .object(held.result.document),
            ]
        }
        return [first] + items + held
    }

    /// This engine with the memory of another, which it must not have added to yet.
    ///
    /// - Parameter state: What ``state`` gave.
    /// - Throws: ``ImportStateProblem`` when the state is of another mapping, or damaged.
    public func continuing(_ state: [JSONObject]) throws(ImportStateProblem) -> ImportEngine {
        var engine = self
        guard state.first?["mapping"] == .string(mapping.fingerprint) else {
            throw ImportStateProblem(reason: "was written with another mapping, or another version of it")
        }
        var items: [String: BoardTracker.Item] = [:]
        for entry in state.dropFirst() {
            switch (entry["item"], entry["held"]) {
            case (.string(let id)?, nil): items[id] = try Self.item(entry)
            case (nil, .string(let name)?): try engine.restore(entry, as: name)
            default: throw .damaged
            }
        }
        var distrusted: (count: Int, at: Timestamp)?
        if let at = Self.time(state.first?["distrusted"]),
            case .number(let digits)? = state.first?["distrust"],
            let count = Int(digits)
        {
            distrusted = (count, at)
        }
        engine.tracker = mapping.board.map {
            BoardTracker($0, items: items, polled: Self.time(state.first?["polled"]), distrusted: distrusted)
        }
        return engine
    }

    private mutating func restore(_ entry: JSONObject, as name: String) throws(ImportStateProblem) {
        guard case .string(let statement)? = entry["statement"], case .object(let document)? = entry["event"],
            case .number(let digits)? = entry["line"], let line = Int(digits),
            let event = try? EventDraft(document).event()
        else { throw .damaged }
        // States of earlier versions do not say the file.
        let file = if case .string(let file)? = entry["file"] { file } else { "" }
        let result = ImportedEvent(
            event: event,
            document: document,
            statement: statement,
            line: line,
            file: file
        )
        keep(result, as: name)
    }

    private static func document(_ item: BoardTracker.Item, id: String) -> JSONObject {
        var events = JSONObject()
        for (statement, id) in item.events { events[statement] = .string("\(id)") }
        return [
            "item": .string(id), "fields": .object(item.fields), "present": .bool(item.isPresent),
            "missing": .number("\(item.missingCount)"), "seen": .string(item.seenAt.rfc3339),
            "events": .object(events),
        ]
    }

    private static func item(_ entry: JSONObject) throws(ImportStateProblem) -> BoardTracker.Item {
        guard case .object(let fields)? = entry["fields"], case .bool(let isPresent)? = entry["present"],
            case .number(let missing)? = entry["missing"],
            let missingCount = Int(missing), let seenAt = time(entry["seen"]),
            case .object(let events)? = entry["events"]
        else { throw .damaged }
        var item = BoardTracker.Item(
            fields: fields,
            isPresent: isPresent,
            missingCount: missingCount,
            seenAt: seenAt
        )
        for (statement, value) in events.members {
            guard case .string(let text) = value, let id = EventID(text) else { throw .damaged }
            item.events[statement] = id
        }
        return item
    }

    private static func time(_ value: JSONValue?) -> Timestamp? {
        guard case .string(let text)? = value else { return nil }
        return try? Timestamp(rfc3339: text)
    }
}

/// Why a state cannot be gone on from.
public struct ImportStateProblem: Error, Equatable, Sendable {
    /// What is wrong with it.
    public let reason: String

    static let damaged = ImportStateProblem(reason: "is damaged")
}

public import EventSchema

/// Turns the records of one feed into events, by its mapping.
///
/// The same records give the same events, however often and in whatever pieces they come. One thread at a time
/// may use an engine.
public struct ImportEngine: Sendable {
    /// How many events are held back until their last record is known. Beyond that a tenth of them, those that were
    /// held first, is let go, and told.
    static let heldCountMax = 50_000

    /// How many of what it has seen.
    public private(set) var counts = ImportCounts()

    private var maker: EventMaker
    private var seen = SeenEvents()
    var tracker: BoardTracker?
    private(set) var held: [String: Held] = [:]
    private var heldCount: UInt64 = 0
    /// How many events are held back until their last record is known.
    public var heldEventCount: Int { held.count }
    /// What each statement made of the record that is explained; `nil` while none is.
    private var traces: [ImportTrace]?

    /// An event that a later record may replace.
    struct Held: Sendable {
        var result: ImportedEvent
        /// Its place among those that were held.
        let order: UInt64
        /// The ``ImportEngine/idleTime`` when a record last gave an event of its key.
        var touchedAt: Duration
    }

    /// The file whose records are mapped, which events and notes name as theirs; empty for none.
    public var file = ""
    /// How long there was nothing to read so far, as whoever reads the input counts it. Held events settle by it, because
    /// time in which records waited to be read says nothing about what they hold.
    public var idleTime = Duration.zero

    var mapping: Mapping { maker.mapping }

    /// - Parameters:
    ///   - mapping: What the records become.
    ///   - attributes: Attributes that replace the mapping's own in every event, such as `status`.
    public init(_ mapping: Mapping, attributes: JSONObject = [:]) {
        maker = EventMaker(mapping: mapping, attributes: attributes)
        tracker = mapping.board.map { BoardTracker($0) }
    }

    /// Maps one record.
    public mutating func take(_ row: ImportRow) -> [ImportResult] {
        counts.rows += 1
        var results: [ImportResult] = []
        let scope = ImportScope(row)
        if counts.rows == 1 { checkColumns(row, &results) }
        check(row, scope, &results)
        for statement in mapping.statements where statement.trigger == .row {
            apply(statement, scope, item: nil, &results)
        }
        if let board = mapping.board { take(row, board, scope, &results) }
        results += notes(of: row, scope)
        count(results)
        return results
    }

    /// Maps one record and tells of every statement what it made of it, or why nothing.
    public mutating func explain(_ row: ImportRow) -> (results: [ImportResult], traces: [ImportTrace]) {
        traces = []
        defer { traces = nil }
        let results = take(row)
        return (results, traces ?? [])
    }

    /// Lets go what was held back until everything was read.
    public mutating func finish() -> [ImportResult] {
        var results: [ImportResult] = []
        for held in held.values.sorted(by: { $0.order < $1.order }) { publish(held.result, &results) }
        held = [:]
        count(results)
        return results
    }

    /// Lets go what was held back, where no record gave an event of its key for a while.
    ///
    /// A record that would have replaced one of them comes too late afterwards, and is told as differing.
    public mutating func release(untouchedFor duration: Duration) -> [ImportResult] {
        var results: [ImportResult] = []
        let settled = held.filter { idleTime - $0.value.touchedAt >= duration }
        for (name, held) in settled.sorted(by: { $0.value.order < $1.value.order }) {
            self.held[name] = nil
            publish(held.result, &results)
        }
        count(results)
        return results
    }

    /// Notes an event that was imported before, so that it is not made again.
    public mutating func remember(_ event: ValidEvent) {
        _ = seen.note(event)
    }

    private func notes(of row: ImportRow, _ scope: ImportScope) -> [ImportResult] {
        let notes = scope.notes.notes
        guard !notes.isEmpty else { return [] }
        let recordID = EventID.derived(
            from: String(decoding: JSONValue.object(row.value).text, as: UTF8.self)
        )
        return notes.map { note in
            .note(
                ImportNote(
                    line: row.line,
                    field: note.field,
                    text: note.text,
                    file: file,
                    recordID: recordID
                )
            )
        }
    }

    private mutating func count(_ results: [ImportResult]) {
        for result in results {
            switch result {
            case .event(let event):
                counts.events += 1
                counts.eventsByType[event.event.type, default: 0] += 1
            case .fault: counts.faults += 1
            case .note: counts.notes += 1
            }
        }
    }

    // MARK: - Statements

    private mutating func apply(
        _ statement: Statement,
        _ scope: ImportScope,
        item: String?,
        _ results: inout [ImportResult]
    ) {
        for scope in maker.scopes(of: statement, scope) {
            if let condition = statement.conditions.first(where: { !$0.holds(in: scope) }) {
                trace(statement, "nothing, because `when` asks otherwise of \(condition.path)", scope)
                continue
            }
            do throws(ValueProblem) {
                let amended = try amended(by: statement, scope, item: item)
                let made = try maker.event(of: statement, scope, item: item, amending: amended)
                let event = ImportedEvent(
                    event: made.event,
                    document: made.document,
                    statement: statement.name,
                    line: scope.line,
                    file: file
                )
                trace(statement, "\(made.event.type) \(made.event.outline.id), key \(made.key)", scope)
                if let item { tracker?.note(made.event.outline.id, of: statement.name, item: item) }
                if statement.keep == .first {
                    publish(event, &results)
                } else {
                    hold(event, statement, made.key, &results)
                }
            } catch {
                trace(statement, "nothing: \(error.field) \(error.reason)", scope)
                results.append(.fault(fault(error, of: statement, scope)))
            }
        }
    }

    private mutating func trace(
        _ statement: Statement,
        _ text: @autoclosure () -> String,
        _ scope: ImportScope
    ) {
        guard traces != nil else { return }
        let name = scope.each.map { "\(statement.name), \($0.path)" } ?? statement.name
        traces?.append(ImportTrace(statement: name, text: text()))
    }

    private func amended(
        by statement: Statement,
        _ scope: ImportScope,
        item: String?
    ) throws(ValueProblem) -> EventID? {
        guard let name = statement.amends else { return nil }
        if let item { return tracker?.items[item]?.events[name] }
        guard let other = mapping.statements.first(where: { $0.name == name }) else { return nil }
        return maker.id(of: other, try maker.key(of: other, scope, item: nil))
    }

    private mutating func publish(_ event: ImportedEvent, _ results: inout [ImportResult]) {
        switch seen.note(event.event) {
        case .new: results.append(.event(event))
        case .same: counts.repeated += 1
        case .different:
            counts.differing += 1
            let text =
                "\(event.statement) says otherwise than an earlier record with the same key; the first one counts"
            results.append(.note(Self.note(event, text)))
        }
    }

    private mutating func hold(
        _ event: ImportedEvent,
        _ statement: Statement,
        _ key: String,
        _ results: inout [ImportResult]
    ) {
        let name = "\(statement.name) \(key)"
        if let known = held[name] {
            let (old, new) = (known.result.event.outline.observedAt, event.event.outline.observedAt)
            let isBetter = statement.keep == .latest ? new > old : new < old
            if isBetter { held[name]?.result = event }
            held[name]?.touchedAt = idleTime
            return
        }
        if held.count >= Self.heldCountMax { letGo(Self.heldCountMax / 10, &results) }
        keep(event, as: name)
    }

    /// Publishes the events that were held first, so many at once that not every record has to look for them.
    private mutating func letGo(_ count: Int, _ results: inout [ImportResult]) {
        for (name, first) in held.sorted(by: { $0.value.order < $1.value.order }).prefix(count) {
            held[name] = nil
            publish(first.result, &results)
            let text =
                "\(first.result.statement) was let go before everything was read, because more than "
                + "\(Self.heldCountMax) are held back"
            results.append(.note(Self.note(first.result, text)))
        }
    }

    /// Holds an event back under a name that no other has.
    mutating func keep(_ event: ImportedEvent, as name: String) {
        heldCount += 1
        held[name] = Held(result: event, order: heldCount, touchedAt: idleTime)
    }

    /// A note about an event, which may be of an earlier record.
    private static func note(_ event: ImportedEvent, _ text: String) -> ImportNote {
        let recordID = EventID.derived(
            from: String(decoding: JSONValue.object(event.document).text, as: UTF8.self)
        )
        return ImportNote(line: event.line, field: "", text: text, file: event.file, recordID: recordID)
    }

    private func fault(_ problem: ValueProblem, of statement: Statement?, _ scope: ImportScope) -> ImportFault
    {
        ImportFault(
            line: scope.line,
            field: problem.field,
            reason: "\(statement.map { "\($0.name): " } ?? "")\(problem.field) \(problem.reason)",
            text: JSONValue.object(scope.row).text
        )
    }

    /// Every record of a CSV file has every column, so that a name that none has is a typing error.
    private func checkColumns(_ row: ImportRow, _ results: inout [ImportResult]) {
        guard case .csv = mapping.format else { return }
        let names = row.value.names
        for (name, place) in mapping.fieldPlaces.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
            let reason = "\(place): there is no column \(name); there are: \(names.joined(separator: ", "))"
            let text = JSONValue.object(row.value).text
            results.append(.fault(ImportFault(line: row.line, field: name, reason: reason, text: text)))
        }
    }

    // MARK: - Times

    /// Tells of times that are missing, run backwards or are the same, which the feed's own people should know of.
    private func check(_ row: ImportRow, _ scope: ImportScope, _ results: inout [ImportResult]) {
        for check in mapping.checks {
            var last: (path: FieldPath, time: Timestamp)?
            for path in check.paths {
                guard let value = scope.value(at: path) else {
                    scope.notes.add(path.description, "is missing; no event is made of it")
                    continue
                }
                // A time that cannot be read is the fault of the event that needs it.
                guard let time = try? mapping.times.time(value.plainText, as: check.format, path, scope)
                else {
                    continue
                }
                if let last, time < last.time {
                    scope.notes.add(path.description, "is before \(last.path); published as it is")
                } else if let last, time == last.time {
                    scope.notes.add(path.description, "is the same as \(last.path); published as it is")
                }
                last = (path, time)
            }
        }
    }

    // MARK: - Boards

    private mutating func take(
        _ row: ImportRow,
        _ board: BoardMapping,
        _ scope: ImportScope,
        _ results: inout [ImportResult]
    ) {
        do throws(ValueProblem) {
            var scope = scope
            if case .changes(let reading) = board.items, let kind = scope.value(at: reading.word)?.plainText,
                reading.ignored.contains(kind)
            {
                return
            }
            guard let text = try board.polled.value(in: scope, mapping.times)?.plainText,
                let polled = try? Timestamp(rfc3339: text)
            else { throw ValueProblem(field: "board.polled", reason: "gives no time") }
            scope.polled = polled
            let changes: [BoardTracker.Change]
            switch board.items {
            case .polled(let list): changes = try poll(list, board, scope, polled, &results)
            case .changes(let reading): changes = try change(reading, board, scope, polled)
            }
            if changes.isEmpty { traces?.append(ImportTrace(statement: "board", text: "nothing changed")) }
            for change in changes { apply(change, scope, &results) }
            if let count = tracker?.takeForgottenCount(), count > 0 {
                scope.notes.add(
                    "",
                    "\(count) items of the board were forgotten, because more than \(BoardTracker.itemCountMax) are "
                        + "remembered"
                )
            }
        } catch {
            results.append(.fault(fault(error, of: nil, scope)))
        }
    }

    private mutating func apply(
        _ change: BoardTracker.Change,
        _ scope: ImportScope,
        _ results: inout [ImportResult]
    ) {
        var scope = scope
        (scope.fields, scope.was) = (change.fields, change.was)
        traces?.append(ImportTrace(statement: "board", text: "\(change.id) \(change.trigger.rawValue)"))
        for statement in mapping.statements where statement.trigger == change.trigger {
            apply(statement, scope, item: change.id, &results)
        }
    }

    private mutating func poll(
        _ list: FieldPath,
        _ board: BoardMapping,
        _ scope: ImportScope,
        _ polled: Timestamp,
        _ results: inout [ImportResult]
    ) throws(ValueProblem) -> [BoardTracker.Change] {
        guard case .array(let values)? = list.value(in: scope.row) else {
            throw ValueProblem(field: list.description, reason: "is no list of items")
        }
        var shown: [(id: String, fields: JSONObject)] = []
        var ids: Set<String> = []
        var isWhole = true
        for (index, value) in values.enumerated() {
            let place = "\(list).\(index)"
            guard case .object(let fields) = value else {
                isWhole = false
                results.append(
                    .fault(fault(ValueProblem(field: place, reason: "is no object"), of: nil, scope))
                )
                continue
            }
            var inner = scope
            inner.fields = fields
            do throws(ValueProblem) {
                let id = try board.id.key(in: inner, mapping.times)
                if ids.insert(id).inserted {
                    shown.append((id, fields))
                } else {
                    scope.notes.add(id, "is in one poll twice; the first counts")
                }
            } catch {
                isWhole = false
                let problem = ValueProblem(field: "\(place).\(error.field)", reason: error.reason)
                results.append(.fault(fault(problem, of: nil, scope)))
            }
        }
        let said = try board.count?.value(in: scope, mapping.times)?.plainText
        if board.count != nil, said.flatMap({ Int($0) }) == nil {
            scope.notes.add(
                "board.count",
                "is \(said.map { Filter.shown($0) } ?? "absent"), and no number to go by"
            )
        }
        // What could not be read or came twice was shown all the same.
        let count = said.flatMap { Int($0) }.map { $0 - (values.count - shown.count) }
        let (changes, refusal) =
            tracker?.take(shown, saying: count, isWhole: isWhole, at: polled) ?? ([], nil)
        if let refusal {
            counts.pollsPassedOver += 1
            scope.notes.add("", "the poll of \(polled) \(refusal); it is passed over")
        }
        return changes
    }

    private mutating func change(
        _ reading: BoardMapping.Changes,
        _ board: BoardMapping,
        _ scope: ImportScope,
        _ polled: Timestamp
    ) throws(ValueProblem) -> [BoardTracker.Change] {
        let kind = scope.value(at: reading.word)?.plainText ?? ""
        if let last = tracker?.polled, polled < last {
            counts.pollsPassedOver += 1
            scope.notes.add(
                "",
                "the change of \(polled) is older than the last, of \(last); it is passed over"
            )
            return []
        }
        if reading.gone.contains(kind) {
            let id = try board.id.key(in: scope, mapping.times)
            return tracker?.takeGone(id, at: polled) ?? []
        }
        guard reading.present.contains(kind) else {
            let known = reading.present.union(reading.gone).sorted().joined(separator: ", ")
            throw ValueProblem(
                field: reading.word.description,
                reason: "is \(Filter.shown(kind)); board.changes knows \(known)"
            )
        }
        guard case .object(let fields)? = reading.item.value(in: scope.row) else {
            throw ValueProblem(field: reading.item.description, reason: "is no object")
        }
        var inner = scope
        inner.fields = fields
        let id = try board.id.key(in: inner, mapping.times)
        return tracker?.take(id, fields, isPartial: reading.partial.contains(kind), at: polled) ?? []
    }
}

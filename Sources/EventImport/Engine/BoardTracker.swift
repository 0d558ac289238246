import EventSchema

/// What a board showed last, and what changed with each poll.
///
/// A poll that cannot be right takes nothing away: one that is truncated, empty, not newer than the last, or that
/// lacks too much at once. When several polls in a row lack as much, the items are gone indeed.
struct BoardTracker: Sendable {
    /// How many items are remembered. Beyond that a tenth is forgotten, and would be new if it came back.
    static let itemCountMax = 100_000
    /// How many polls in a row are not believed because they lack too much.
    static let distrustCountMax = 3

    struct Item: Sendable {
        var fields: JSONObject
        var isPresent: Bool
        /// How many polls in a row it was missing from.
        var missingCount = 0
        /// When it was last on the board.
        var seenAt: Timestamp
        /// By the name of a statement, the last event that it made of the item.
        var events: [String: EventID] = [:]
    }

    /// What became of an item.
    struct Change {
        let trigger: Statement.Trigger
        let id: String
        let fields: JSONObject
        let was: JSONObject?
    }

    let board: BoardMapping
    private(set) var items: [String: Item] = [:]
    /// When the last poll was taken that was believed.
    private(set) var polled: Timestamp?
    /// How many polls in a row were not believed because they lack too much, and when the last one was taken.
    private(set) var distrusted: (count: Int, at: Timestamp)?
    /// How many items were forgotten since it was last asked.
    private var forgottenCount = 0

    init(
        _ board: BoardMapping,
        items: [String: Item] = [:],
        polled: Timestamp? = nil,
        distrusted: (count: Int, at: Timestamp)? = nil
    ) {
        (self.board, self.items, self.polled, self.distrusted) = (board, items, polled, distrusted)
    }

    /// How many items were forgotten since this was last asked.
    mutating func takeForgottenCount() -> Int {
        defer { forgottenCount = 0 }
        return forgottenCount
    }

    /// Notes the event that a statement made of an item.
    mutating func note(_ event: EventID, of statement: String, item: String) {
        items[item]?.events[statement] = event
    }

    // MARK: - Whole polls

    /// Takes everything that a poll shows.
    ///
    /// - Parameters:
    ///   - shown: The items by their ids, in the poll's order.
    ///   - count: How many the poll says it has; `nil` where it does not say.
    ///   - isWhole: Whether every item could be read; if not, nothing is missing from the poll.
    /// - Returns: The changes, or why the poll is passed over.
    mutating func take(
        _ shown: [(id: String, fields: JSONObject)],
        saying count: Int?,
        isWhole: Bool,
        at time: Timestamp
    ) -> (changes: [Change], refusal: String?) {
        if let last = [polled, distrusted?.at].compactMap(\.self).max(), time <= last {
            return ([], "is not newer than the poll of \(last)")
        }
        if let count, count != shown.count {
            return ([], "says that it has \(count) items and has \(shown.count)")
        }
        let present = items.filter(\.value.isPresent)
        if shown.isEmpty, !present.isEmpty, !board.believesEmpty { return ([], "is empty") }
        let ids = Set(shown.map(\.id))
        let missing = isWhole ? present.keys.filter { !ids.contains($0) } : []
        let distrustCount = distrusted?.count ?? 0
        if missing.count * 100 > present.count * board.lossPercentMax, distrustCount < Self.distrustCountMax {
            distrusted = (distrustCount + 1, time)
            return ([], "lacks \(missing.count) of \(present.count) items at once")
        }
        distrusted = nil
        polled = time
        var changes: [Change] = []
        for (id, fields) in shown { changes += see(id, fields, at: time) }
        for id in missing.sorted() { changes += miss(id) }
        forgetSome()
        return (changes, nil)
    }

    // MARK: - Single changes

    /// Takes one item that a change shows.
    ///
    /// - Parameter isPartial: Whether a field that it does not have stays as it was.
    mutating func take(
        _ id: String,
        _ fields: JSONObject,
        isPartial: Bool,
        at time: Timestamp
    ) -> [Change] {
        polled = max(polled ?? time, time)
        defer { forgetSome() }
        var whole = fields
        if isPartial, let known = items[id]?.fields {
            for (name, value) in known.members where whole[name] == nil { whole[name] = value }
        }
        return see(id, whole, at: time)
    }

    /// Takes the change that an item is no longer there.
    mutating func takeGone(_ id: String, at time: Timestamp) -> [Change] {
        polled = max(polled ?? time, time)
        items[id]?.missingCount = board.missingPolls
        return vanish(id)
    }

    // MARK: - Items

    private mutating func see(_ id: String, _ fields: JSONObject, at time: Timestamp) -> [Change] {
        guard let known = items[id] else {
            items[id] = Item(fields: fields, isPresent: true, seenAt: time)
            return [Change(trigger: .appeared, id: id, fields: fields, was: nil)]
        }
        items[id]?.fields = fields
        items[id]?.isPresent = true
        items[id]?.missingCount = 0
        items[id]?.seenAt = time
        var changes: [Change] = []
        if !known.isPresent {
            changes.append(Change(trigger: .returned, id: id, fields: fields, was: known.fields))
        }
        if board.watched.contains(where: { !$0.isSame(in: known.fields, fields) }) {
            changes.append(Change(trigger: .changed, id: id, fields: fields, was: known.fields))
        }
        return changes
    }

    private mutating func miss(_ id: String) -> [Change] {
        items[id]?.missingCount += 1
        return vanish(id)
    }

    private mutating func vanish(_ id: String) -> [Change] {
        guard let item = items[id], item.isPresent, item.missingCount >= board.missingPolls else { return [] }
        items[id]?.isPresent = false
        return [Change(trigger: .vanished, id: id, fields: item.fields, was: item.fields)]
    }

    /// Forgets the items that were not seen for longest, those that have vanished first.
    private mutating func forgetSome() {
        guard items.count > Self.itemCountMax else { return }
        // A tenth at once, so that not every poll has to sort them.
        let oldest = items.sorted { left, right in
            left.value.isPresent == right.value.isPresent
                ? left.value.seenAt < right.value.seenAt : right.value.isPresent
        }
        for (id, _) in oldest.prefix(Self.itemCountMax / 10) { items[id] = nil }
        forgottenCount += Self.itemCountMax / 10
    }
}

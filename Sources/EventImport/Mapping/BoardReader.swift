import EventSchema
import YAMLValues
import Yams

/// The board of a mapping.
extension MappingReader {
    private static let boardKeys = [
        "items", "changes", "id", "polled", "watch", "count", "missing_polls", "lost_max", "empty",
    ]
    private static let changeKeys = ["item", "word", "present", "partial", "gone", "ignored"]

    mutating func board(_ node: Node) -> BoardMapping? {
        guard let keys = values.keys(node, "board", allowed: Self.boardKeys) else { return nil }
        for key in ["id", "polled", "watch"] where keys[key] == nil {
            values.note(node, "board.\(key)", "missing")
        }
        let items: BoardMapping.Items?
        switch (keys["items"], keys["changes"]) {
        case (let list?, nil): items = path(list, "board.items").map { .polled(list: $0) }
        case (nil, let change?): items = changes(change)
        default:
            values.note(node, "board", "has either items, the list in each poll, or changes, one record each")
            items = nil
        }
        let id = keys["id"].flatMap { template($0, "board.id") }
        let polled = keys["polled"].flatMap { template($0, "board.polled") }
        let watched = keys["watch"].map { paths($0, "board.watch") } ?? []
        if watched.contains(where: { $0.root != .field }) {
            values.note(keys["watch"], "board.watch", "only fields of the item itself can be watched")
        }
        let missing = keys["missing_polls"].flatMap { whole($0, "board.missing_polls", 1...1_000) } ?? 1
        let loss = keys["lost_max"].flatMap { whole($0, "board.lost_max", 1...100) } ?? 100
        let empty = keys["empty"].flatMap { believesEmpty($0) } ?? false
        guard let items, let id, let polled else { return nil }
        return BoardMapping(
            items: items,
            id: id,
            polled: polled,
            watched: watched,
            count: keys["count"].flatMap { template($0, "board.count") },
            missingPolls: missing,
            lossPercentMax: loss,
            believesEmpty: empty
        )
    }

    private mutating func changes(_ node: Node) -> BoardMapping.Items? {
        guard let keys = values.keys(node, "board.changes", allowed: Self.changeKeys) else { return nil }
        for key in ["item", "word", "present", "gone"] where keys[key] == nil {
            values.note(node, "board.changes.\(key)", "missing")
        }
        let words = { (key: String, reader: inout MappingReader) in
            Set(keys[key].map { reader.values.words($0, "board.changes.\(key)") } ?? [])
        }
        guard let item = keys["item"].flatMap({ path($0, "board.changes.item") }),
            let word = keys["word"].flatMap({ path($0, "board.changes.word") })
        else { return nil }
        let partial = words("partial", &self)
        return .changes(
            BoardMapping.Changes(
                item: item,
                word: word,
                present: words("present", &self).union(partial),
                partial: partial,
                gone: words("gone", &self),
                ignored: words("ignored", &self)
            )
        )
    }

    private mutating func believesEmpty(_ node: Node) -> Bool? {
        switch values.word(node, "board.empty") {
        case "ignore": return false
        case "believe": return true
        case nil: return nil
        default:
            values.note(node, "board.empty", "allowed: ignore, believe")
            return nil
        }
    }

    private mutating func whole(_ node: Node, _ path: String, _ range: ClosedRange<Int>) -> Int? {
        if let whole = node.int, range.contains(whole) { return whole }
        values.note(node, path, "allowed: a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }
}

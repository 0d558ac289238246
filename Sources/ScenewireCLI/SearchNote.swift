import ArchiveStore

/// What is said before a search that has to read records one by one.
enum SearchNote {
    /// So many records are read within about a second.
    static let unindexedCountMax = 20_000

    /// - Returns: `nil` where no word looks as if it joined others.
    static func operators(in words: String) -> String? {
        let found = words.split(whereSeparator: \.isWhitespace).first { ["AND", "OR", "NOT"].contains($0) }
        return found.map { "\($0) is searched for like any other word, since all words must be there" }
    }

    /// - Returns: `nil` when there is nothing to say.
    static func text(_ standing: IndexStanding) -> String? {
        let count = standing.unindexedCount
        guard count > 0, !standing.isThere || count > unindexedCountMax else { return nil }
        let cause =
            standing.isThere
            ? "the index of words lacks \(count) records"
            : "this archive has no index of what was said and done"
        return "\(cause), so that they are read one by one; "
            + "a scenewire-archiver of this version that runs on it completes the index"
    }
}

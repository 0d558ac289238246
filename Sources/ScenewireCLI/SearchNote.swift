import ArchiveStore

/// What is said before a search that has to read records one by one.
enum SearchNote {
    /// So many records are read within about a second.
    static let unindexedCountMax = 20_000

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

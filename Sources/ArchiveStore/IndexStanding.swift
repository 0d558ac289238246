/// How far an archive's index of words goes.
public struct IndexStanding: Sendable, Equatable {
    /// Whether the file has the index; a file that an archiver of the first version wrote gets it from the next
    /// archiver that opens it.
    public let isThere: Bool
    /// How many records are not in it, at most.
    public let unindexedCount: Int
}

/// How an entry stands, in the one word that people see.
public enum OutboxStanding: String, Sendable, CaseIterable {
    /// On this disk, on its way.
    case queued
    /// The publisher has recorded it, and the archiver has not said yet that it has it.
    case published
    /// The archiver has reported a cursor at or past its record.
    case archived
    /// The publisher will never record it as it is.
    case refused
    /// Somebody gave it up, and said why.
    case dropped
}

extension OutboxEntry {
    /// How the entry stands.
    public var standing: OutboxStanding {
        switch state {
        case .queued: .queued
        case .published: isArchived ? .archived : .published
        case .refused: .refused
        case .dropped: .dropped
        }
    }
}

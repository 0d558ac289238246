import EventSchema

/// The ids of the events that were made last, so that records that say the same again make no second event.
///
/// Bounded: when it is full, the older half is forgotten. What is made again after that is known again by the
/// publisher or the outbox, which never forget an id.
struct SeenEvents: Sendable {
    /// How many ids are remembered at least, once so many were made; twice as many at most.
    static let countMin = 500_000

    /// The checksum of each event's bytes.
    private var newer: [EventID: UInt32] = [:]
    private var older: [EventID: UInt32] = [:]

    enum Answer: Equatable {
        case new
        /// Made before, with these bytes.
        case same
        /// Made before, with others.
        case different
    }

    /// Notes an event.
    mutating func note(_ event: ValidEvent) -> Answer {
        let id = event.outline.id
        let checksum = unsafe CRC32C.checksum(of: event.bytes.span.bytes)
        if let known = newer[id] ?? older[id] { return known == checksum ? .same : .different }
        newer[id] = checksum
        if newer.count >= Self.countMin { (older, newer) = (newer, [:]) }
        return .new
    }
}

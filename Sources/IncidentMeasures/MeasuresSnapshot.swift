public import EventSchema
public import IncidentState

/// How measures are written down and go on after a restart.
extension IncidentMeasures {
    /// The layout of what is stored; another one is not read.
    private static let version = 2

    /// Measures that go on where others had come to.
    ///
    /// - Throws: `SnapshotError` when the snapshot is not one, or was made by a version that measures otherwise.
    public init(restoring snapshot: StateSnapshot) throws(SnapshotError) {
        self.init(isStored: true)
        let base: UnsavedMeasures.Base = try SnapshotBody.decode(
            snapshot.base,
            of: "the measures",
            version: Self.version
        )
        guard base.counts.isOfThisSchema else { throw SnapshotError("the event schema has changed") }
        book.seenRecords = base.seen
        try book.restore(snapshot.facts)
        (cursors, counts) = (base.cursors, base.counts)
        try milestones.restore(base.milestones)
        for incident in snapshot.incidents {
            let part: UnsavedMeasures.Part = try SnapshotBody.decode(incident.body, of: "\(incident.key)")
            streams[incident.key] = part.streams
            milestones.observed[incident.key] = part.observed
            guard incident.isSealed, let overview = part.overview else { continue }
            overviews[incident.key] = overview
            totals.add(overview.recorded, sign: 1)
        }
        book.note(sealed: Set(snapshot.incidents.filter(\.isSealed).map(\.key)))
    }

    /// How many events are not stored yet as they are.
    public var unsavedCount: Int { book.unsavedCount }

    /// Takes what has changed since the last call; it may be written down anywhere.
    ///
    /// - Parameter age: How long an incident must have been closed, with nothing entered since, for its events to
    ///   leave memory, once what is taken is stored: see ``seal(_:)``; `nil` keeps all of them.
    public mutating func takeUnsaved(sealingAfter age: Duration? = nil) -> UnsavedMeasures {
        settle()
        let sealing = age.map { sealable(after: $0) } ?? []
        let parts = unsaved.union(sealing).map { key in
            let part = UnsavedMeasures.Part(
                streams: streams[key] ?? [],
                observed: milestones.observed[key],
                overview: sealing.contains(key) ? overviews[key] : nil
            )
            return (key, part)
        }
        unsaved = []
        return UnsavedMeasures(
            sealing: sealing,
            facts: book.takeUnsaved(),
            base: UnsavedMeasures.Base(
                version: Self.version,
                seen: book.seenRecords,
                cursors: cursors,
                counts: counts,
                milestones: milestones.stored
            ),
            parts: parts
        )
    }

    /// The closed incidents of which nothing was heard for a time.
    private mutating func sealable(after age: Duration) -> Set<IncidentKey> {
        var found: Set<IncidentKey> = []
        for (key, overview) in overviews where !overview.isOpen && !book.sealed.contains(key) {
            guard let entered = overview.lastEnteredAt,
                clock(of: key).nanoseconds(since: entered) / 1_000_000_000 >= age.components.seconds,
                book.canSeal(key)
            else { continue }
            found.insert(key)
        }
        return found
    }

    /// Lets the events of incidents leave memory that were stored as sealed; those about which something came
    /// meanwhile stay.
    public mutating func seal(_ keys: Set<IncidentKey>) {
        guard !keys.isEmpty else { return }
        settle()
        for key in keys.subtracting(unsaved).subtracting(book.unsavedIncidents) where book.canSeal(key) {
            book.seal(key)
        }
    }

    /// The sealed incidents that records are about; they have to be taken back before the batch is folded.
    public func sealed(in batch: RecordBatch) -> SealedIncidents { book.sealed(in: batch) }

    /// The incident's events are not in memory.
    public func isSealed(_ key: IncidentKey) -> Bool { book.sealed.contains(key) }

    /// How many incidents are not in memory.
    public var sealedCount: Int { book.sealed.count }

    /// Takes the events of sealed incidents back into memory.
    ///
    /// - Throws: `SnapshotError` when it is not what was stored.
    public mutating func unseal(_ snapshot: StateSnapshot) throws(SnapshotError) {
        for incident in snapshot.incidents where book.sealed.contains(incident.key) {
            try book.unseal(incident.key, snapshot.facts.filter { $0.incident == incident.key })
            unsaved.insert(incident.key)
        }
    }

    /// The state of an incident as it was sealed.
    ///
    /// - Throws: `SnapshotError` when it is not what was stored.
    public static func incident(
        _ key: IncidentKey,
        in snapshot: StateSnapshot
    ) throws(SnapshotError) -> Incident? {
        var book = IncidentBook()
        try book.restore(snapshot.facts.filter { $0.incident == key })
        return book.incident(key)
    }
}

/// Measures that are to be stored.
public struct UnsavedMeasures: Sendable {
    /// What belongs to no incident.
    struct Base: Codable {
        let version: Int
        let seen: SeenRecords
        let cursors: [StreamID: Cursor]
        let counts: RecordCounts
        let milestones: StoredMilestones
    }

    /// What belongs to one incident beside its events.
    struct Part: Codable {
        let streams: Set<StreamID>
        let observed: ObservedMilestones?
        /// Of an incident that is sealed, since its events are not in memory.
        let overview: IncidentOverview?
    }

    /// The incidents that are stored as sealed.
    public let sealing: Set<IncidentKey>
    let facts: UnsavedFacts
    let base: Base
    let parts: [(IncidentKey, Part)]

    /// The last record of each stream that they hold.
    public var cursors: [StreamID: Cursor] { base.cursors }

    /// Writes them down.
    ///
    /// - Throws: `SnapshotError`, which no state gives that was folded.
    public func snapshot() throws(SnapshotError) -> StateSnapshot {
        var incidents: [StoredIncident] = []
        for (key, part) in parts {
            incidents.append(
                StoredIncident(key: key, isSealed: sealing.contains(key), body: try SnapshotBody.encode(part))
            )
        }
        return StateSnapshot(
            base: try SnapshotBody.encode(base),
            facts: try facts.stored(),
            incidents: incidents
        )
    }
}

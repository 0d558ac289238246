public import EventSchema
public import IncidentState

/// How measures are written down and go on after a restart.
extension IncidentMeasures {
    /// The layout of what is stored; another one is not read.
    private static let version = 1

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
        }
    }

    /// How many events are not stored yet as they are.
    public var unsavedCount: Int { book.unsavedCount }

    /// Takes what has changed since the last call; it may be written down anywhere.
    public mutating func takeUnsaved() -> UnsavedMeasures {
        let parts = unsaved.map { key in
            (key, UnsavedMeasures.Part(streams: streams[key] ?? [], observed: milestones.observed[key]))
        }
        unsaved = []
        return UnsavedMeasures(
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
    }

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
            incidents.append(StoredIncident(key: key, isSealed: false, body: try SnapshotBody.encode(part)))
        }
        return StateSnapshot(
            base: try SnapshotBody.encode(base),
            facts: try facts.stored(),
            incidents: incidents
        )
    }
}

import EventSchema
import FoundationEssentials
public import IncidentState

/// How measures are written down and go on after a restart.
extension IncidentMeasures {
    /// The layout of what is stored; another one is not read.
    private static let version = 1

    /// What belongs to no incident.
    private struct Base: Codable {
        let version: Int
        let seen: SeenRecords
        let cursors: [StreamID: Cursor]
        let counts: RecordCounts
        let milestones: StoredMilestones
    }

    /// What belongs to one incident beside its events.
    private struct Part: Codable {
        let streams: Set<StreamID>
        let observed: ObservedMilestones?
    }

    /// Measures that go on where others had come to.
    ///
    /// - Throws: `SnapshotError` when the snapshot is not one, or was made by a version that measures otherwise.
    public init(restoring snapshot: StateSnapshot) throws(SnapshotError) {
        self.init(isStored: true)
        let base: Base = try Self.decode(snapshot.base, "the measures")
        guard base.version == Self.version else {
            throw SnapshotError("it has version \(base.version), known is \(Self.version)")
        }
        guard base.counts.isOfThisSchema else { throw SnapshotError("the event schema has changed") }
        book.seenRecords = base.seen
        try book.restore(snapshot.facts)
        (cursors, counts) = (base.cursors, base.counts)
        try milestones.restore(base.milestones)
        for incident in snapshot.incidents {
            let part: Part = try Self.decode(incident.body, incident.key.description)
            streams[incident.key] = part.streams
            milestones.observed[incident.key] = part.observed
        }
    }

    /// Writes down what has changed since the last call.
    ///
    /// - Throws: `SnapshotError`, which no state gives that was folded.
    public mutating func takeSnapshot() throws(SnapshotError) -> StateSnapshot {
        let facts = try book.takeUnsaved()
        var incidents: [StoredIncident] = []
        for key in unsaved {
            let part = Part(streams: streams[key] ?? [], observed: milestones.observed[key])
            incidents.append(StoredIncident(key: key, isSealed: false, body: try Self.encode(part)))
        }
        unsaved = []
        let base = Base(
            version: Self.version,
            seen: book.seenRecords,
            cursors: cursors,
            counts: counts,
            milestones: milestones.stored
        )
        return StateSnapshot(base: try Self.encode(base), facts: facts, incidents: incidents)
    }

    private static func encode(_ value: some Encodable) throws(SnapshotError) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(value))
        } catch {
            throw SnapshotError("the measures cannot be written: \(error)")
        }
    }

    private static func decode<Value: Decodable>(
        _ bytes: [UInt8],
        _ name: String
    ) throws(SnapshotError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw SnapshotError("what is stored of \(name) cannot be read: \(error)")
        }
    }
}

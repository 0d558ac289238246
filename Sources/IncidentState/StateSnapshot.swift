public import EventSchema

/// What a consumer has folded, so that the next start goes on from there instead of from a stream's first record.
///
/// Written, it holds what has changed since the one before; read, it holds everything that is not sealed. Its
/// bodies are JSON of whoever folds; a body that another version or other rules wrote is not read.
public struct StateSnapshot: Equatable, Sendable {
    /// What belongs to no incident.
    public let base: [UInt8]
    /// What is kept of the events.
    public let facts: [StoredFact]
    /// The incidents.
    public let incidents: [StoredIncident]

    /// - Parameters:
    ///   - base: What belongs to no incident.
    ///   - facts: What is kept of the events.
    ///   - incidents: The incidents.
    public init(base: [UInt8], facts: [StoredFact], incidents: [StoredIncident]) {
        (self.base, self.facts, self.incidents) = (base, facts, incidents)
    }
}

/// What is kept of one event: enough to count, place and amend it, mostly without its words.
public struct StoredFact: Equatable, Sendable {
    /// The event.
    public let id: EventID
    /// What it is about; `nil` for an amendment that names no incident.
    public let incident: IncidentKey?
    /// When it can have arrived at most, by a clock that was put right since.
    public let arrivedAt: Timestamp
    /// The event is the author's; otherwise it has no more fields than the state depends on.
    public let isWhole: Bool
    /// A record, with its checksum.
    public let record: [UInt8]

    /// - Parameters:
    ///   - id: The event.
    ///   - incident: What it is about.
    ///   - arrivedAt: When it can have arrived at most.
    ///   - isWhole: The event is the author's.
    ///   - record: A record, with its checksum.
    public init(id: EventID, incident: IncidentKey?, arrivedAt: Timestamp, isWhole: Bool, record: [UInt8]) {
        (self.id, self.incident, self.arrivedAt) = (id, incident, arrivedAt)
        (self.isWhole, self.record) = (isWhole, record)
    }
}

/// Facts that are to be stored; they may be written down anywhere.
public struct UnsavedFacts: Sendable {
    let facts: [Fact]

    /// Writes them down.
    ///
    /// - Throws: ``SnapshotError``, which no event gives that was folded.
    public func stored() throws(SnapshotError) -> [StoredFact] {
        var stored: [StoredFact] = []
        stored.reserveCapacity(facts.count)
        for fact in facts { stored.append(try fact.stored()) }
        return stored
    }
}

/// What is kept of one incident beside its events.
public struct StoredIncident: Equatable, Sendable {
    /// Which one.
    public let key: IncidentKey
    /// Its events are not in memory: it was closed long ago.
    public let isSealed: Bool
    /// What whoever folds keeps of it.
    public let body: [UInt8]
    /// What grows with the incident; written, those parts that have changed.
    public let parts: [StoredPart]

    /// - Parameters:
    ///   - key: Which one.
    ///   - isSealed: Its events are not in memory.
    ///   - body: What whoever folds keeps of it.
    ///   - parts: What grows with the incident.
    public init(key: IncidentKey, isSealed: Bool, body: [UInt8], parts: [StoredPart] = []) {
        (self.key, self.isSealed, self.body, self.parts) = (key, isSealed, body, parts)
    }
}

/// A part of what is kept of an incident. It is written by itself, and stays until it is replaced.
public struct StoredPart: Equatable, Sendable {
    /// Tells it from the other parts of the incident.
    public let name: String
    /// What whoever folds keeps.
    public let body: [UInt8]

    /// - Parameters:
    ///   - name: Tells it from the other parts of the incident.
    ///   - body: What whoever folds keeps.
    public init(name: String, body: [UInt8]) {
        (self.name, self.body) = (name, body)
    }
}

/// A snapshot cannot be used, so that the streams are folded again from their beginning.
public struct SnapshotError: Error, Equatable, CustomStringConvertible {
    /// Why, for people.
    public let description: String

    /// - Parameter description: Why, for people.
    public init(_ description: String) {
        self.description = description
    }
}

/// Which sealed incidents a batch of records is about, so that they are read back before it is folded.
public struct SealedIncidents: Equatable, Sendable {
    /// By their names.
    public internal(set) var keys: Set<IncidentKey> = []
    /// Events that are amended and not in memory: those of sealed incidents, or still to come.
    public internal(set) var events: Set<EventID> = []

    /// Those of these names, and those of these events.
    public static func of(_ keys: Set<IncidentKey> = [], events: Set<EventID> = []) -> Self {
        Self(keys: keys, events: events)
    }

    /// Nothing has to be read.
    public var isEmpty: Bool { keys.isEmpty && events.isEmpty }
}

public import EventSchema
public import IncidentState

/// How an engine is written down and goes on after a restart, and how incidents that are long over leave memory.
extension AlertEngine {
    /// The layout of what is stored; another one is not read.
    private static let version = 3

    /// What belongs to no incident.
    private struct Base: Codable {
        let version: Int
        let rules: String
        /// How many types of events are known: of an unknown one less is kept.
        let typeCount: Int
        let seen: SeenRecords
        let sources: SourceBook
        let early: EarlyAcknowledgements
        let streams: [StreamID: StreamTimes.Stream]
        let sourceScopes: [SourceBook.Name: StoredScope]
        let streamAlerts: [StreamID: StoredAlerts]
    }

    /// One thing that alerts are about.
    private struct StoredScope: Codable {
        var alerts: StoredAlerts?
        let due: Timestamp?
        let streams: Set<StreamID>
        let homes: [EventID]
    }

    /// An engine that goes on where another had come to.
    ///
    /// Of a stream nothing is heard until its feed says more, so that it holds the time of no incident back.
    ///
    /// - Throws: ``SnapshotError`` when the snapshot was made by other rules, or is not one.
    public init(_ rules: RuleBook, restoring snapshot: StateSnapshot) throws(SnapshotError) {
        self.init(rules, isStored: true)
        let base: Base = try SnapshotBody.decode(snapshot.base, of: "the state", version: Self.version)
        guard base.typeCount == SchemaTable.events.count else {
            throw SnapshotError("the event schema has changed")
        }
        guard base.rules == rules.fingerprint else { throw SnapshotError("the rules have changed") }
        book.seenRecords = base.seen
        try book.restore(snapshot.facts)
        _ = book.takeChanged()
        book.note(sealed: Set(snapshot.incidents.filter(\.isSealed).map(\.key)))
        (sources, early) = (base.sources, base.early)
        for (stream, stored) in base.streams { times.restore(stream, stored) }
        for (stream, stored) in base.streamAlerts { alerts[.stream(stream)] = ScopeAlerts(stored) }
        for (name, stored) in base.sourceScopes { restore(stored, as: .source(name)) }
        for incident in snapshot.incidents where !incident.isSealed {
            try restore(incident)
        }
    }

    /// Writes down what has changed since the last call, and lets go of incidents that are long over.
    ///
    /// - Parameter age: How long an incident must have been closed, with nothing entered since, to leave memory;
    ///   `nil` keeps all of them. What is written has to be stored, since it is nowhere else.
    /// - Throws: ``SnapshotError``, which no state gives that was folded.
    public mutating func takeSnapshot(sealingAfter age: Duration?) throws(SnapshotError) -> StateSnapshot {
        let sealing = age.map { sealable(after: $0) } ?? []
        let facts = try book.takeUnsaved().stored()
        let homes = Dictionary(grouping: self.homes, by: \.value).mapValues { $0.map(\.key) }
        var incidents: [StoredIncident] = []
        for key in unsaved.union(sealing) {
            let scope = Scope.incident(key)
            var stored = stored(scope, alerts[scope]?.takeUnsaved(), homes: homes[key] ?? [])
            let parts = try stored.alerts?.takeParts() ?? []
            incidents.append(
                StoredIncident(
                    key: key,
                    isSealed: sealing.contains(key),
                    body: try SnapshotBody.encode(stored),
                    parts: parts
                )
            )
        }
        unsaved = []
        (hasNewsOfStreams, isChanged) = (false, false)
        for key in sealing { seal(key, homes[key] ?? []) }
        return StateSnapshot(base: try SnapshotBody.encode(base), facts: facts, incidents: incidents)
    }

    /// Takes incidents back into memory that records of a batch are about; see ``sealed(in:)``.
    ///
    /// - Throws: ``SnapshotError`` when it is not what was stored.
    public mutating func unseal(_ snapshot: StateSnapshot) throws(SnapshotError) {
        for incident in snapshot.incidents where book.sealed.contains(incident.key) {
            let facts = snapshot.facts.filter { $0.incident == incident.key }
            try book.unseal(incident.key, facts)
            try restore(incident)
            unsaved.insert(incident.key)
        }
    }

    /// The sealed incidents that records are about; they have to be taken back before the batch is folded.
    public func sealed(in batch: RecordBatch) -> SealedIncidents { book.sealed(in: batch) }

    /// How many events are not stored yet as they are.
    public var unsavedCount: Int { book.unsavedCount }

    /// How many incidents are not in memory.
    public var sealedCount: Int { book.sealed.count }

    // MARK: - Parts

    private var base: Base {
        var sourceScopes: [SourceBook.Name: StoredScope] = [:]
        for name in sources.marks.keys {
            let scope = Scope.source(name)
            sourceScopes[name] = stored(scope, alerts[scope]?.stored, homes: [])
        }
        var streamAlerts: [StreamID: StoredAlerts] = [:]
        for stream in times.streams.keys { streamAlerts[stream] = alerts[.stream(stream)]?.stored }
        return Base(
            version: Self.version,
            rules: fingerprint,
            typeCount: SchemaTable.events.count,
            seen: book.seenRecords,
            sources: sources,
            early: early,
            streams: times.streams,
            sourceScopes: sourceScopes,
            streamAlerts: streamAlerts
        )
    }

    private func stored(_ scope: Scope, _ alerts: StoredAlerts?, homes: [EventID]) -> StoredScope {
        StoredScope(alerts: alerts, due: dues[scope], streams: times.streams(of: scope), homes: homes)
    }

    private mutating func restore(_ incident: StoredIncident) throws(SnapshotError) {
        let name = "\(incident.key)"
        var stored: StoredScope = try SnapshotBody.decode(incident.body, of: name)
        try stored.alerts?.add(incident.parts, of: name)
        restore(stored, as: .incident(incident.key))
    }

    private mutating func restore(_ stored: StoredScope, as scope: Scope) {
        alerts[scope] = stored.alerts.map { ScopeAlerts($0) }
        for stream in stored.streams { times.note(scope, on: stream) }
        schedule(scope, at: stored.due)
        guard let key = scope.incident else { return }
        for id in stored.homes { homes[id] = key }
    }

    /// The closed incidents of which nothing was heard for a time and nothing is to be expected.
    private mutating func sealable(after age: Duration) -> Set<IncidentKey> {
        var found: Set<IncidentKey> = []
        for (scope, own) in alerts {
            guard let key = scope.incident, dues[scope] == nil, let now = times.now(of: scope) else {
                continue
            }
            let isOver = book.read(key) { incident in
                !incident.isOpen
                    && incident.activity.spans.last.map {
                        now.seconds(since: $0.last.at) >= age.components.seconds
                    } ?? false
            }
            if isOver == true, !own.hasStandingClock, book.canSeal(key) { found.insert(key) }
        }
        return found
    }

    private mutating func seal(_ key: IncidentKey, _ homes: [EventID]) {
        let scope = Scope.incident(key)
        book.seal(key)
        alerts[scope] = nil
        times.forget(scope)
        for id in homes { self.homes[id] = nil }
    }
}

public import EventSchema

/// Folds records into the state of the incidents that they are about.
///
/// State is kept for each incident and status, so that an exercise never moves what is real.
///
/// The state does not depend on the order in which records come, nor on how many streams tell of an incident,
/// nor on how often a record comes: a field has the value that is latest by the earlier of observed and
/// published, ties by stream and sequence. Folding in pieces, folding at once and ``merge(_:)`` give the same.
///
/// What is kept: for every event that people write about an incident, a few hundred bytes without free text,
/// because any of them may be amended at any time and is then counted anew; of heartbeats, alerts and other
/// system events nothing; of a stream the ranges of sequence numbers seen, which is one range when there are
/// no gaps. One thread at a time may use a book.
public struct IncidentBook: Sendable {
    private var seen: [StreamID: SequenceSet] = [:]
    private var unreadable: [StreamID: SequenceSet] = [:]
    private var facts: [EventID: Fact] = [:]
    private var ledger = AmendmentLedger()
    /// What amendments have made of the events that they name: a correction is dear to apply.
    private var amendedFacts: [EventID: AmendedFact] = [:]
    private var histories: [IncidentKey: IncidentHistory] = [:]
    private var changed: Set<IncidentKey> = []
    /// The payload numbers of the types whose events are kept whole.
    private let wholeTypes: Set<Int>
    /// The events that the last fold has brought, or whose amendments it has changed.
    public private(set) var lastTouched: [EventID] = []

    /// The closed incidents whose events are not in memory.
    public private(set) var sealed: Set<IncidentKey> = []
    /// The events that are not stored yet as they are; `nil` when nobody stores them.
    private var unsaved: Set<EventID>?

    /// What folding one record came to.
    public enum Folded: Sendable {
        /// It was folded before, and nothing changed.
        case known
        /// It holds no event that this version can read.
        case unreadable
        /// An event, whether or not it is about an incident.
        case event(EventOutline)
    }

    /// A book in which nothing stands.
    ///
    /// - Parameters:
    ///   - wholeTypes: The types whose events are kept whole, for ``event(_:)``.
    ///   - isStored: Somebody calls ``takeUnsaved()`` now and then.
    public init(keepingWhole wholeTypes: Set<String> = [], isStored: Bool = false) {
        self.wholeTypes = Set(wholeTypes.compactMap { SchemaTable.event($0)?.number })
        unsaved = isStored ? [] : nil
    }

    /// How many records were folded, each once.
    public var recordCount: UInt64 { seen.values.reduce(0) { $0 + $1.count } }

    /// How many of them hold no event that this version can read; they change no incident.
    public var unreadableCount: UInt64 { unreadable.values.reduce(0) { $0 + $1.count } }

    /// The incidents that any event names, in their order.
    public var incidents: [IncidentKey] { histories.keys.sorted() }

    /// Folds every record of a batch.
    public mutating func fold(_ batch: RecordBatch) {
        batch.forEach { header, record in fold(header, record) }
    }

    /// Folds one record; one that was folded before changes nothing.
    ///
    /// - Parameter record: The record's bytes, header included.
    /// - Returns: The event's outline, so that a caller need not read the bytes a second time.
    @discardableResult
    public mutating func fold(_ header: RecordHeader, _ record: RawSpan) -> Folded {
        lastTouched.removeAll(keepingCapacity: true)
        guard seen[header.stream, default: SequenceSet()].insert(header.sequence) else { return .known }
        if header.flags.contains(.clockSteppedBack) { putRight(header) }
        let event = record.extracting(header.eventRange)
        do throws(EventProblem) {
            let outline = try EventOutline.check(event)
            if outline.category != .system, !outline.incidentRange.isEmpty || outline.amends != nil {
                let keepsBytes = outline.payloadNumber.map { wholeTypes.contains($0) } ?? false
                insert(try Fact(outline, header, event, keepsBytes: keepsBytes))
            }
            return .event(outline)
        } catch {
            // The publisher lets no such event in; one from elsewhere is counted, for people to look at.
            _ = unreadable[header.stream, default: SequenceSet()].insert(header.sequence)
            return .unreadable
        }
    }

    /// Adds everything that another book knows.
    public mutating func merge(_ other: IncidentBook) {
        for (stream, sequences) in other.seen { seen[stream, default: SequenceSet()].formUnion(sequences) }
        for (stream, sequences) in other.unreadable {
            unreadable[stream, default: SequenceSet()].formUnion(sequences)
        }
        for fact in other.facts.values { insert(fact) }
    }

    /// The state of the incident of this name; of several statuses the one that is real, or else the first in
    /// the schema's order. `nil` when no event names it.
    public mutating func incident(_ name: String) -> Incident? {
        Status.known.lazy.map { IncidentKey(name, $0) }.first { histories[$0] != nil }
            .flatMap { incident($0) }
    }

    /// The incident's state, `nil` when no event of this status names it.
    ///
    /// Mutating, because what was folded since the last call is worked in now: a run of records costs one
    /// sort, and an incident that nobody asks for costs nothing.
    public mutating func incident(_ key: IncidentKey) -> Incident? {
        guard let index = histories.index(forKey: key), var incident = read(key, { $0 }) else { return nil }
        for amendment in histories.values[index].amendments {
            guard let target = amendment.amends, facts[target] == nil else { continue }
            incident.pendingAmendments[amendment.id] = target
        }
        return incident
    }

    /// Reads an incident's state without a copy of it, and without ``Incident/pendingAmendments``.
    ///
    /// - Returns: `nil` when no event names the incident.
    @discardableResult
    public mutating func read<Result>(_ key: IncidentKey, _ body: (Incident) -> Result) -> Result? {
        readWithRevision(key) { incident, _ in body(incident) }
    }

    /// Reads an incident's state as ``read(_:_:)`` does, with a number that rises whenever an earlier state was
    /// worked out anew, by a late event or an amendment; as long as it stays the same, what was over stays as it
    /// was.
    ///
    /// - Returns: `nil` when no event names the incident.
    public mutating func readWithRevision<Result>(
        _ key: IncidentKey,
        _ body: (Incident, _ revision: Int) -> Result
    ) -> Result? {
        guard let index = histories.index(forKey: key) else { return nil }
        let (facts, ledger) = (facts, ledger)
        // Taken out, so that it is changed in place.
        var known: [EventID: AmendedFact] = [:]
        swap(&known, &amendedFacts)
        defer { amendedFacts = known }
        return histories.values[index].settled(
            key,
            amended: { id in
                if let amended = known[id] { return amended }
                let amended = facts[id].map { ledger.amended($0) }
                if let amended, amended.change != nil { known[id] = amended }
                return amended
            },
            body
        )
    }

    /// The incidents whose state may differ from when this was last called, at first all of them.
    public mutating func takeChanged() -> Set<IncidentKey> {
        defer { changed = [] }
        return changed
    }

    /// The incident that an event is about, `nil` when about none or when it was not folded.
    public func incident(of event: EventID) -> IncidentKey? {
        facts[event].flatMap { $0.incident.isEmpty ? nil : $0.key }
    }

    /// The type of an event, `nil` when it was not folded or when this version does not know it.
    public func type(of event: EventID) -> String? { facts[event]?.type }

    /// An event as its amendments leave it; `nil` when it was not folded.
    ///
    /// - Parameter amendment: One that is left out of account.
    public func event(_ id: EventID, without amendment: EventID? = nil) -> AmendedEvent? {
        facts[id].map { fact in
            AmendedEvent(
                amendedFacts[id] ?? ledger.amended(fact),
                ledger.document(of: fact, without: amendment)
            )
        }
    }

    /// An event as ``event(_:without:)`` gives it, with the values that are kept of types that are not kept whole:
    /// its document has the data and the time, without words.
    public func values(of id: EventID, without amendment: EventID? = nil) -> AmendedEvent? {
        facts[id].map { fact in
            AmendedEvent(
                amendedFacts[id] ?? ledger.amended(fact),
                ledger.values(of: fact, without: amendment)
            )
        }
    }

    /// Whether an amendment changes anything of an event; one that corrects a value to what it is does not.
    public func isChanged(_ id: EventID, by amendment: EventID) -> Bool {
        facts[id].map { ledger.isChanged($0, by: amendment) } ?? true
    }

    /// Every incident's state.
    public mutating func all() -> [IncidentKey: Incident] {
        var all: [IncidentKey: Incident] = [:]
        for key in histories.keys { all[key] = incident(key) }
        return all
    }

    // MARK: - Storing

    /// What is known of the streams' records beside the facts.
    public var seenRecords: SeenRecords {
        get { SeenRecords(seen: seen, unreadable: unreadable) }
        set { (seen, unreadable) = (newValue.seen, newValue.unreadable) }
    }

    /// How many facts are new or changed since ``takeUnsaved()`` was last called.
    public var unsavedCount: Int { unsaved?.count ?? 0 }

    /// The facts that are new or changed since the last call, in no order.
    public mutating func takeUnsaved() -> UnsavedFacts {
        let taken = UnsavedFacts(facts: (unsaved ?? []).compactMap { facts[$0] })
        if unsaved != nil { unsaved = [] }
        return taken
    }

    /// Takes facts back that were stored; those that are known change nothing.
    ///
    /// - Throws: ``SnapshotError`` when one is not what was stored.
    public mutating func restore(_ stored: [StoredFact]) throws(SnapshotError) {
        let before = unsaved
        for fact in stored {
            insert(try Fact.restored(fact))
            lastTouched.removeAll(keepingCapacity: true)
        }
        unsaved = before
    }

    /// Whether an incident's events can leave memory: none of them amends what is to stay there.
    public func canSeal(_ key: IncidentKey) -> Bool {
        histories[key]?.amendments.allSatisfy { amendment in
            amendment.amends.flatMap { facts[$0] }.map { $0.key == key } ?? false
        } ?? false
    }

    /// The incidents of which facts are new or changed since ``takeUnsaved()`` was last called.
    public var unsavedIncidents: Set<IncidentKey> {
        Set((unsaved ?? []).lazy.compactMap { self.facts[$0]?.key })
    }

    /// Lets go of everything about an incident but its name; what is new of it has to be taken before.
    public mutating func seal(_ key: IncidentKey) {
        for fact in histories.removeValue(forKey: key)?.all ?? [] {
            facts[fact.id] = nil
            amendedFacts[fact.id] = nil
            if let target = fact.amends { ledger.remove(fact, of: target) }
        }
        changed.remove(key)
        sealed.insert(key)
    }

    /// Notes incidents that were sealed before a restart.
    public mutating func note(sealed keys: Set<IncidentKey>) { sealed.formUnion(keys) }

    /// Takes the facts of a sealed incident back.
    ///
    /// - Throws: ``SnapshotError`` when one is not what was stored.
    public mutating func unseal(_ key: IncidentKey, _ stored: [StoredFact]) throws(SnapshotError) {
        sealed.remove(key)
        try restore(stored)
    }

    /// The sealed incidents that records are about, by name or by what they amend.
    public func sealed(in batch: RecordBatch) -> SealedIncidents {
        var found = SealedIncidents()
        guard !sealed.isEmpty else { return found }
        batch.forEach { header, record in
            let event = record.extracting(header.eventRange)
            // Heartbeats are most of a stream, and about no incident. The fold checks the event, so that none is
            // checked twice.
            guard !event.isHeartbeat, let about = EventOutline.references(of: event),
                let status = Status(Fact.text(event, about.status))
            else { return }
            let key = IncidentKey(Fact.text(event, about.incident), status)
            guard sealed.contains(key) || !about.amends.isEmpty,
                SchemaTable.event(Fact.text(event, about.type))?.category != .system
            else { return }
            if sealed.contains(key) { found.keys.insert(key) }
            // What it amends may be an amendment itself, of what is not in memory.
            var target =
                about.amends.count == EventID.byteCount ? EventID(event, at: about.amends.lowerBound) : nil
            for _ in 0...AmendmentLedger.retractionDepthMax {
                guard let id = target else { return }
                if facts[id] == nil { found.events.insert(id) }
                target = facts[id]?.amends
            }
        }
        return found
    }

    // MARK: - Facts

    /// Keeps one fact for each event id: an event that two streams carry happened once.
    private mutating func insert(_ fact: Fact) {
        if let known = facts[fact.id] {
            guard fact.order < known.order else { return }
            remove(known)
        }
        facts[fact.id] = fact
        unsaved?.insert(fact.id)
        lastTouched.append(fact.id)
        if !fact.incident.isEmpty {
            histories[fact.key, default: IncidentHistory()].append(fact)
            changed.insert(fact.key)
        }
        if let target = fact.amends {
            ledger.insert(fact, of: target)
            touch(target)
        }
        if ledger.names(fact.id) { touch(fact.id) }
    }

    private mutating func remove(_ fact: Fact) {
        facts[fact.id] = nil
        amendedFacts[fact.id] = nil
        if !fact.incident.isEmpty {
            histories[fact.key]?.remove(fact)
            changed.insert(fact.key)
            if histories[fact.key]?.isEmpty == true { histories[fact.key] = nil }
        }
        if let target = fact.amends {
            ledger.remove(fact, of: target)
            touch(target)
        }
    }

    /// Marks a fact, and what it amends in turn, to be looked at anew.
    private mutating func touch(_ id: EventID) {
        var next: EventID? = id
        for _ in 0...AmendmentLedger.retractionDepthMax {
            guard let id = next, let fact = facts[id] else { return }
            amendedFacts[id] = nil
            if !lastTouched.contains(id) { lastTouched.append(id) }
            if !fact.incident.isEmpty {
                histories[fact.key]?.touch(id)
                changed.insert(fact.key)
            }
            next = fact.amends
        }
    }

    /// A publisher that sets its clock back says that what it published at later times came before that.
    private mutating func putRight(_ header: RecordHeader) {
        for key in histories.keys {
            let ahead = histories[key]?.arrived(of: header.stream, after: header.publishedAt) ?? []
            for fact in ahead {
                remove(fact)
                insert(Fact(fact, arrivedAt: header.publishedAt))
            }
        }
    }
}

/// Which records of the streams were folded.
public struct SeenRecords: Codable, Equatable, Sendable {
    var seen: [StreamID: SequenceSet]
    var unreadable: [StreamID: SequenceSet]
}

extension RawSpan {
    private static let heartbeat = Array("source.heartbeat".utf8)

    /// The bytes of an event are those of a source's heartbeat.
    fileprivate var isHeartbeat: Bool {
        EventOutline.route(of: self).map { route in
            extracting(route.type).withUnsafeBytes { $0.elementsEqual(Self.heartbeat) }
        } ?? false
    }
}

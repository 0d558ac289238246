public import EventSchema

/// Folds records into the state of the incidents that they are about.
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
    private var histories: [String: IncidentHistory] = [:]
    private var changed: Set<String> = []

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
    public init() {}

    /// How many records were folded, each once.
    public var recordCount: UInt64 { seen.values.reduce(0) { $0 + $1.count } }

    /// How many of them hold no event that this version can read; they change no incident.
    public var unreadableCount: UInt64 { unreadable.values.reduce(0) { $0 + $1.count } }

    /// The incidents that any event names, in the order of their names.
    public var incidents: [String] { histories.keys.sorted() }

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
        guard seen[header.stream, default: SequenceSet()].insert(header.sequence) else { return .known }
        let event = record.extracting(header.eventRange)
        do throws(EventProblem) {
            let outline = try EventOutline.check(event)
            if outline.category != .system, !outline.incidentRange.isEmpty || outline.amends != nil {
                insert(try Fact(outline, header, event))
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

    /// The incident's state, `nil` when no event names it.
    ///
    /// Mutating, because what was folded since the last call is worked in now: a run of records costs one
    /// sort, and an incident that nobody asks for costs nothing.
    public mutating func incident(_ id: String) -> Incident? {
        guard let index = histories.index(forKey: id) else { return nil }
        var incident = histories.values[index].settled(id) { [facts, ledger] id in
            facts[id].map { ledger.amended($0) }
        }
        for amendment in histories.values[index].amendments {
            guard let target = amendment.amends, facts[target] == nil else { continue }
            incident.pendingAmendments[amendment.id] = target
        }
        return incident
    }

    /// The incidents whose state may differ from when this was last called, at first all of them.
    public mutating func takeChanged() -> Set<String> {
        defer { changed = [] }
        return changed
    }

    /// The incident that an event is about, `nil` when about none or when it was not folded.
    public func incidentName(of event: EventID) -> String? {
        facts[event].flatMap { $0.incident.isEmpty ? nil : $0.incident }
    }

    /// Every incident's state, by its name.
    public mutating func all() -> [String: Incident] {
        var all: [String: Incident] = [:]
        for id in histories.keys { all[id] = incident(id) }
        return all
    }

    /// Keeps one fact for each event id: an event that two streams carry happened once.
    private mutating func insert(_ fact: Fact) {
        if let known = facts[fact.id] {
            guard fact.order < known.order else { return }
            remove(known)
        }
        facts[fact.id] = fact
        if !fact.incident.isEmpty {
            histories[fact.incident, default: IncidentHistory()].append(fact)
            changed.insert(fact.incident)
        }
        if let target = fact.amends {
            ledger.insert(fact, of: target)
            touch(target)
        }
        if ledger.names(fact.id) { touch(fact.id) }
    }

    private mutating func remove(_ fact: Fact) {
        facts[fact.id] = nil
        if !fact.incident.isEmpty {
            histories[fact.incident]?.remove(fact)
            changed.insert(fact.incident)
            if histories[fact.incident]?.isEmpty == true { histories[fact.incident] = nil }
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
            if !fact.incident.isEmpty {
                histories[fact.incident]?.touch(id)
                changed.insert(fact.incident)
            }
            next = fact.amends
        }
    }
}

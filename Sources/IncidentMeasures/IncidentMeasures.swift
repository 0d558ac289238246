public import EventSchema
public import IncidentState

/// The measures of the incidents that one or several streams tell of.
///
/// A function of the records and their order alone: folded in any batches, at once or over months, they come
/// to the same, so that a process that starts anew shows the same series. Where several streams tell of one
/// incident, what is observed once depends on how the streams were folded between each other.
///
/// State and counts are those of ``IncidentBook``; nothing is defined a second time here. Memory grows by a
/// few hundred bytes an event, which is the book's. One thread at a time may use it.
public struct IncidentMeasures: Sendable {
    /// Types after which something new can be observed once; only then is a state worked out while folding.
    private static let milestoneTypes = [
        "command.established", "incident.closed", "incident.declared", "negotiation.contact.established",
        "negotiation.contact.lost", "perimeter.changed", "record.corrected", "record.retracted",
        "resource.requested", "resource.status.changed", "subject.incustody", "subject.surrendered",
    ]
    private static let isMilestone: [Bool] = {
        var numbers = [Bool](repeating: false, count: 1 + (SchemaTable.events.map(\.number).max() ?? 0))
        for type in milestoneTypes {
            if let event = SchemaTable.event(type) { numbers[event.number] = true }
        }
        return numbers
    }()

    private var book = IncidentBook()
    private var counts = RecordCounts()
    private var milestones = Milestones()
    private var totals = RecordedTotals()
    private var digests: [String: IncidentDigest] = [:]
    /// Which streams tell of an incident.
    private var streams: [String: Set<StreamID>] = [:]

    /// Measures of nothing: every series of a closed vocabulary stands at 0.
    public init() {}

    /// How many records were folded, each once.
    public var recordCount: Int { counts.recordCount }

    /// Folds one record; one that was folded before changes nothing.
    ///
    /// - Parameter record: The record's bytes, header included.
    public mutating func fold(_ header: RecordHeader, _ record: RawSpan) {
        switch book.fold(header, record) {
        case .known: return
        case .unreadable: counts.countUnreadable(header)
        case .event(let outline):
            let event = record.extracting(header.eventRange)
            counts.count(header, outline, event)
            guard outline.category != .system, !outline.incidentRange.isEmpty || outline.amends != nil else {
                return
            }
            let incident = event.extracting(outline.incidentRange)
                .withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            if !incident.isEmpty, streams[incident]?.contains(header.stream) != true {
                streams[incident, default: []].insert(header.stream)
            }
            guard let number = outline.payloadNumber, Self.isMilestone[number] else { return }
            observe(incident)
            if let amended = outline.amends.flatMap({ book.incidentName(of: $0) }), amended != incident {
                observe(amended)
            }
        }
    }

    private mutating func observe(_ name: String) {
        if let incident = book.incident(name) { milestones.observe(incident) }
    }

    /// Works in what has changed since the last call.
    ///
    /// The other members do it by themselves; after a long run of records it is better done before somebody
    /// waits for them.
    public mutating func settle() {
        for id in book.takeChanged() {
            if let before = digests[id] { totals.add(before.recorded, sign: -1) }
            digests[id] = book.incident(id).map { IncidentDigest($0) }
            if let after = digests[id] { totals.add(after.recorded, sign: 1) }
        }
    }

    /// Every series by the measure's name; measures are those of ``MeasuredFamily/all``.
    public mutating func samples() -> [String: [MeasuredSample]] {
        settle()
        var samples = MeasureSamples()
        counts.add(to: &samples)
        milestones.add(to: &samples)
        totals.add(to: &samples)
        let entries = digests.values.map { IncidentGauges.Entry(digest: $0, clock: clock(of: $0.id)) }
        IncidentGauges(entries).add(to: &samples)
        return samples.byName
    }

    /// Every incident, in the order of their names.
    public mutating func incidents() -> [IncidentDigest] {
        settle()
        return digests.values.sorted { $0.id < $1.id }
    }

    /// One incident's state, `nil` when no event names it.
    public mutating func incident(_ id: String) -> Incident? {
        book.incident(id)
    }

    /// The latest time at which anything was published in the streams that tell of an incident.
    public func clock(of incident: String) -> Timestamp {
        (streams[incident] ?? []).compactMap { counts.clocks[$0] }.max() ?? Timestamp(nanoseconds: 0)
    }

    /// What happened in one year (UTC), as amended.
    public mutating func summary(year: Int, status: Status) -> YearSummary {
        YearSummary(year: year, status: status, of: incidents())
    }
}

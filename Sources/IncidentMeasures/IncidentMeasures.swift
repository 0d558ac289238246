public import EventSchema
public import IncidentState

/// The measures of the incidents in one or several streams.
///
/// They depend on the records and their order alone, not on batches or on when somebody looked, so that a
/// process that starts again shows the same series. Where several streams are about one incident, what is
/// observed once also depends on how the streams were interleaved.
///
/// State and counts are those of ``IncidentBook``, which also takes most of the memory: a few hundred bytes
/// an event. One thread at a time may use it.
public struct IncidentMeasures: Sendable {
    private var book = IncidentBook()
    private var counts = RecordCounts()
    private var milestones = Milestones()
    private var totals = RecordedTotals()
    private var overviews: [String: IncidentOverview] = [:]
    /// The streams in which an incident occurs.
    private var streams: [String: Set<StreamID>] = [:]

    /// Measures without a record: every series of a closed vocabulary is 0.
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
            guard let trigger = MilestoneTrigger.of(outline) else { return }
            if milestones.mayChange(incident, by: trigger) { observe(incident) }
            if let amended = outline.amends.flatMap({ book.incidentName(of: $0) }), amended != incident,
                milestones.mayChange(amended, by: trigger)
            {
                observe(amended)
            }
        }
    }

    private mutating func observe(_ name: String) {
        book.read(name) { milestones.observe($0) }
    }

    /// Updates the totals with the incidents that have changed since the last call.
    ///
    /// The other members call it; a caller that has folded many records calls it before it serves requests.
    public mutating func settle() {
        for id in book.takeChanged() {
            if let before = overviews[id] { totals.add(before.recorded, sign: -1) }
            overviews[id] = book.read(id) { IncidentOverview($0) }
            if let after = overviews[id] { totals.add(after.recorded, sign: 1) }
        }
    }

    /// Every series by the measure's name; measures are those of ``MeasuredFamily/all``.
    public mutating func samples() -> [String: [MeasuredSample]] {
        settle()
        var samples = MeasureSamples()
        counts.add(to: &samples)
        milestones.add(to: &samples)
        totals.add(to: &samples)
        let entries = overviews.values.map { IncidentGauges.Entry(overview: $0, clock: clock(of: $0.id)) }
        IncidentGauges(entries).add(to: &samples)
        return samples.byName
    }

    /// Every incident, in the order of their names.
    public mutating func incidents() -> [IncidentOverview] {
        settle()
        return overviews.values.sorted { $0.id < $1.id }
    }

    /// One incident's state, `nil` when no event names it.
    public mutating func incident(_ id: String) -> Incident? {
        book.incident(id)
    }

    /// The latest published time of the streams in which an incident occurs.
    public func clock(of incident: String) -> Timestamp {
        (streams[incident] ?? []).compactMap { counts.clocks[$0] }.max() ?? Timestamp(nanoseconds: 0)
    }

    /// What happened in one year (UTC), as amended.
    public mutating func summary(year: Int, status: Status) -> YearSummary {
        YearSummary(year: year, status: status, of: incidents())
    }
}

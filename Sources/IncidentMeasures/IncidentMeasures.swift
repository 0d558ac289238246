public import EventSchema
public import IncidentState

/// The measures of the incidents in one or several streams.
///
/// They depend on the records and their order alone, not on batches or on when somebody looked, so that a
/// process that starts again shows the same series. Where several streams are about one incident, what is
/// observed once also depends on how the streams were interleaved.
///
/// State and counts are those of ``IncidentBook``, which also takes most of the memory: a few hundred bytes
/// an event. Of an incident that is sealed its ``IncidentOverview`` stays, with what is observed once. One thread at
/// a time may use it.
public struct IncidentMeasures: Sendable {
    var book: IncidentBook
    var counts = RecordCounts()
    var milestones = Milestones()
    var totals = RecordedTotals()
    var overviews: [IncidentKey: IncidentOverview] = [:]
    /// The streams in which an incident occurs.
    var streams: [IncidentKey: Set<StreamID>] = [:]
    /// The last record of each stream that was folded.
    public internal(set) var cursors: [StreamID: Cursor] = [:]
    /// The incidents of which something may differ from what is stored.
    var unsaved: Set<IncidentKey> = []

    /// Measures without a record: every series of a closed vocabulary is 0.
    ///
    /// - Parameter isStored: Somebody calls ``takeUnsaved()`` now and then.
    public init(isStored: Bool = false) {
        book = IncidentBook(isStored: isStored)
    }

    /// How many records were folded, each once.
    public var recordCount: Int { counts.recordCount }

    /// Folds one record; one that was folded before changes nothing.
    ///
    /// - Parameter record: The record's bytes, header included.
    public mutating func fold(_ header: RecordHeader, _ record: RawSpan) {
        let folded = book.fold(header, record)
        if header.sequence > cursors[header.stream]?.sequence ?? .zero {
            cursors[header.stream] = Cursor(header)
        }
        switch folded {
        case .known: return
        case .unreadable: counts.countUnreadable(header)
        case .event(let outline):
            let event = record.extracting(header.eventRange)
            counts.count(header, outline, event)
            guard outline.category != .system, !outline.incidentRange.isEmpty || outline.amends != nil else {
                return
            }
            let name = event.extracting(outline.incidentRange)
                .withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            let incident = IncidentKey(name, outline.status)
            unsaved.insert(incident)
            if !name.isEmpty, streams[incident]?.contains(header.stream) != true {
                streams[incident, default: []].insert(header.stream)
            }
            guard let trigger = MilestoneTrigger.of(outline) else { return }
            if milestones.mayChange(incident, by: trigger) { observe(incident) }
            if let amended = outline.amends.flatMap({ book.incident(of: $0) }), amended != incident {
                unsaved.insert(amended)
                if milestones.mayChange(amended, by: trigger) { observe(amended) }
            }
        }
    }

    private mutating func observe(_ key: IncidentKey) {
        book.read(key) { milestones.observe($0) }
    }

    /// Updates the totals with the incidents that have changed since the last call.
    ///
    /// The other members call it; a caller that has folded many records calls it before it serves requests.
    public mutating func settle() {
        for key in book.takeChanged() {
            if let before = overviews[key] { totals.add(before.recorded, sign: -1) }
            overviews[key] = book.read(key) { IncidentOverview($0) }
            if let after = overviews[key] { totals.add(after.recorded, sign: 1) }
        }
    }

    /// Every series by the measure's name; measures are those of ``MeasuredFamily/all``.
    public mutating func samples() -> [String: [MeasuredSample]] {
        settle()
        var samples = MeasureSamples()
        counts.add(to: &samples)
        milestones.add(to: &samples)
        totals.add(to: &samples)
        let entries = overviews.values.map { IncidentGauges.Entry(overview: $0, clock: clock(of: $0.key)) }
        IncidentGauges(entries).add(to: &samples)
        return samples.byName
    }

    /// Every incident, in the order of their names; what is real comes before exercises of the same name.
    public mutating func incidents() -> [IncidentOverview] {
        settle()
        return overviews.values.sorted { $0.key < $1.key }
    }

    /// Which incident is meant by a name, `nil` when no event names it.
    ///
    /// - Parameter status: Of what is known under this name, the part with this status; `nil` for the one that
    ///   is real, or else the first in the schema's order.
    public mutating func key(_ id: String, status: Status? = nil) -> IncidentKey? {
        settle()
        return (status.map { [$0] } ?? Status.known).lazy.map { IncidentKey(id, $0) }
            .first { overviews[$0] != nil }
    }

    /// One incident's state, `nil` when no event names it or it is sealed.
    public mutating func incident(_ key: IncidentKey) -> Incident? { book.incident(key) }

    /// The state of the incident that is meant by a name; see ``key(_:status:)``.
    public mutating func incident(_ id: String, status: Status? = nil) -> Incident? {
        key(id, status: status).flatMap { incident($0) }
    }

    /// The latest published time of the streams in which an incident occurs.
    public func clock(of incident: IncidentKey) -> Timestamp {
        (streams[incident] ?? []).compactMap { counts.clocks[$0] }.max() ?? Timestamp(nanoseconds: 0)
    }

    /// What happened in one year (UTC), as amended.
    public mutating func summary(year: Int, status: Status) -> YearSummary {
        YearSummary(year: year, status: status, of: incidents())
    }
}

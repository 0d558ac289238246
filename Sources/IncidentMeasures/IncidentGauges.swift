import EventSchema

/// The present values, from the incidents that are open or were until a moment ago.
struct IncidentGauges {
    /// The most incidents that have series of their own; the others share `_other`.
    static let incidentCountMax = 50
    /// How long an incident's series stay after its close, by its stream's clock.
    static let afterClose = Duration.seconds(3_600)

    /// An incident and the clock of its streams.
    struct Entry {
        let overview: IncidentOverview
        let clock: Timestamp

        /// Its series have not left yet.
        var isShown: Bool {
            guard let closedAt = overview.closedAt else { return true }
            return closedAt.seconds(to: clock) < IncidentGauges.afterClose / .seconds(1)
        }
    }

    private let open: [Entry]
    /// The newest first, so that incidents that nobody closed do not hide a new one.
    private let shown: [IncidentOverview]
    private let lastContactAt: Timestamp?

    init(_ entries: [Entry]) {
        open = entries.filter { $0.overview.isOpen }
        lastContactAt = entries.compactMap(\.overview.lastContactAt).max()
        // A name has one series: that of what is real, where an exercise goes by the same name.
        let named = Dictionary(entries.filter(\.isShown).map { ($0.overview.id, $0.overview) }) {
            $0.key < $1.key ? $0 : $1
        }
        shown = named.values.sorted { left, right in
            let oldest = Timestamp(nanoseconds: .min)
            let (first, second) = (left.declaredAt ?? oldest, right.declaredAt ?? oldest)
            return first != second ? first > second : left.id < right.id
        }
    }

    /// Their series.
    func add(to samples: inout MeasureSamples) {
        addScene(to: &samples)
        for overview in shown.prefix(Self.incidentCountMax) { add(overview, to: &samples) }
        addOthers(Array(shown.dropFirst(Self.incidentCountMax)), to: &samples)
        if let lastContactAt { samples[.lastContact] = [MeasuredSample(lastContactAt.seconds)] }
    }

    private func addScene(to samples: inout MeasureSamples) {
        var active = Dictionary(IncidentClass.labels.map { ($0, 0) }) { first, _ in first }
        var resources: [[String]: Int] = [:]
        for kind in ResourceKind.labels { for status in UnitStatus.labels { resources[[kind, status]] = 0 } }
        var posts = Dictionary(IncidentOverview.postLabels.map { ($0, 0.0) }) { first, _ in first }
        for entry in open {
            active[entry.overview.incidentClass?.label ?? Label.other, default: 0] += 1
            resources.merge(entry.overview.resources, uniquingKeysWith: +)
            for (post, since) in entry.overview.posts {
                posts[post] = max(posts[post] ?? 0, since.seconds(to: entry.clock))
            }
        }
        samples[.active] = active.map { MeasuredSample($1, [$0]) }
        samples[.resources] = resources.map { MeasuredSample($1, $0) }
        samples[.onPost] = posts.map { MeasuredSample($1, [$0]) }
        samples[.persons] = [MeasuredSample(open.reduce(0) { $0 + $1.overview.personsEvacuated })]
        samples[.structures] = [MeasuredSample(open.reduce(0) { $0 + $1.overview.structuresEvacuated })]
    }

    private func add(_ overview: IncidentOverview, to samples: inout MeasureSamples) {
        let id = overview.id
        samples[.held].append(MeasuredSample(overview.hostagesHeld, [id]))
        if let due = overview.nextDue { samples[.due].append(MeasuredSample(due.seconds, [id])) }
        if let last = overview.lastEventAt { samples[.lastEvent].append(MeasuredSample(last.seconds, [id])) }
        if let opened = overview.declaredAt { samples[.opened].append(MeasuredSample(opened.seconds, [id])) }
        if let phase = overview.phase?.label {
            samples[.phase] += Set(Phase.labels + [phase]).map {
                MeasuredSample($0 == phase ? 1 : 0, [id, $0])
            }
        }
        let labels = [
            id, overview.incidentClass?.label ?? Label.other, overview.status.word,
            overview.agency,
        ]
        samples[.info].append(MeasuredSample(1, labels))
    }

    /// Those beyond the limit: the sum of their hostages, the nearest deadline, the newest event, the oldest
    /// declaration.
    private func addOthers(_ overviews: [IncidentOverview], to samples: inout MeasureSamples) {
        guard !overviews.isEmpty else { return }
        let labels = [Label.other]
        samples[.held].append(MeasuredSample(overviews.reduce(0) { $0 + $1.hostagesHeld }, labels))
        if let due = overviews.compactMap(\.nextDue).min() {
            samples[.due].append(MeasuredSample(due.seconds, labels))
        }
        if let last = overviews.compactMap(\.lastEventAt).max() {
            samples[.lastEvent].append(MeasuredSample(last.seconds, labels))
        }
        if let opened = overviews.compactMap(\.declaredAt).min() {
            samples[.opened].append(MeasuredSample(opened.seconds, labels))
        }
    }
}

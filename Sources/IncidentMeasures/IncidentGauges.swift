import EventSchema

/// The present values, from the incidents that are open or were until a moment ago.
struct IncidentGauges {
    /// How many incidents have series of their own; the rest comes together under `_other`.
    static let incidentCountMax = 50
    /// How long an incident's series stay after its close, by its stream's clock.
    static let afterClose = Duration.seconds(3_600)

    /// An incident and the clock of its streams.
    struct Entry {
        let digest: IncidentDigest
        let clock: Timestamp

        /// Its series have not left yet.
        var isShown: Bool {
            guard let closedAt = digest.closedAt else { return true }
            return closedAt.seconds(to: clock) < IncidentGauges.afterClose / .seconds(1)
        }
    }

    private let open: [Entry]
    /// The newest first, so that what begins now is never hidden behind what nobody closed.
    private let shown: [IncidentDigest]
    private let lastContactAt: Timestamp?

    init(_ entries: [Entry]) {
        open = entries.filter { $0.digest.isOpen }
        lastContactAt = entries.compactMap(\.digest.lastContactAt).max()
        shown = entries.filter(\.isShown).map(\.digest).sorted { left, right in
            let oldest = Timestamp(nanoseconds: .min)
            let (first, second) = (left.declaredAt ?? oldest, right.declaredAt ?? oldest)
            return first != second ? first > second : left.id < right.id
        }
    }

    /// Their series.
    func add(to samples: inout MeasureSamples) {
        addScene(to: &samples)
        for digest in shown.prefix(Self.incidentCountMax) { add(digest, to: &samples) }
        addOthers(Array(shown.dropFirst(Self.incidentCountMax)), to: &samples)
        if let lastContactAt { samples[.lastContact] = [MeasuredSample(lastContactAt.seconds)] }
    }

    private func addScene(to samples: inout MeasureSamples) {
        var active = Dictionary(IncidentClass.labels.map { ($0, 0) }) { first, _ in first }
        var resources: [[String]: Int] = [:]
        for kind in ResourceKind.labels { for status in UnitStatus.labels { resources[[kind, status]] = 0 } }
        var posts = Dictionary(IncidentDigest.postLabels.map { ($0, 0.0) }) { first, _ in first }
        for entry in open {
            active[entry.digest.incidentClass?.label ?? Label.other, default: 0] += 1
            resources.merge(entry.digest.resources, uniquingKeysWith: +)
            for (post, since) in entry.digest.posts {
                posts[post] = max(posts[post] ?? 0, since.seconds(to: entry.clock))
            }
        }
        samples[.active] = active.map { MeasuredSample($1, [$0]) }
        samples[.resources] = resources.map { MeasuredSample($1, $0) }
        samples[.onPost] = posts.map { MeasuredSample($1, [$0]) }
        samples[.persons] = [MeasuredSample(open.reduce(0) { $0 + $1.digest.personsEvacuated })]
        samples[.structures] = [MeasuredSample(open.reduce(0) { $0 + $1.digest.structuresEvacuated })]
    }

    private func add(_ digest: IncidentDigest, to samples: inout MeasureSamples) {
        let id = digest.id
        samples[.held].append(MeasuredSample(digest.hostagesHeld, [id]))
        if let due = digest.nextDue { samples[.due].append(MeasuredSample(due.seconds, [id])) }
        if let last = digest.lastEventAt { samples[.lastEvent].append(MeasuredSample(last.seconds, [id])) }
        if let opened = digest.declaredAt { samples[.opened].append(MeasuredSample(opened.seconds, [id])) }
        if let phase = digest.phase?.label {
            samples[.phase] += Set(Phase.labels + [phase]).map {
                MeasuredSample($0 == phase ? 1 : 0, [id, $0])
            }
        }
        let labels = [
            id, digest.incidentClass?.label ?? Label.other, digest.status?.word ?? Label.other, digest.agency,
        ]
        samples[.info].append(MeasuredSample(1, labels))
    }

    /// Those beyond the limit: their hostages together, the nearest deadline, the newest event, the oldest
    /// declaration.
    private func addOthers(_ digests: [IncidentDigest], to samples: inout MeasureSamples) {
        guard !digests.isEmpty else { return }
        let labels = [Label.other]
        samples[.held].append(MeasuredSample(digests.reduce(0) { $0 + $1.hostagesHeld }, labels))
        if let due = digests.compactMap(\.nextDue).min() {
            samples[.due].append(MeasuredSample(due.seconds, labels))
        }
        if let last = digests.compactMap(\.lastEventAt).max() {
            samples[.lastEvent].append(MeasuredSample(last.seconds, labels))
        }
        if let opened = digests.compactMap(\.declaredAt).min() {
            samples[.opened].append(MeasuredSample(opened.seconds, labels))
        }
    }
}

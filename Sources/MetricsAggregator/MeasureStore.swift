import EventSchema
import IncidentMeasures
import IncidentState
import MetricsExposition
import StateStore
import Synchronization

/// The measures, shared by the followers that fold records and the requests that read.
///
/// The lock is held for one batch, which has at most a megabyte, or while one answer reads the state; text is
/// written outside it. So neither waits for the other longer than some hundredths of a second.
final class MeasureStore: Sendable {
    private let measures: Mutex<IncidentMeasures>
    /// How many batches are between ``begin(_:)`` and ``fold(_:)``; nothing is sealed meanwhile.
    private let begunCount = Mutex(0)

    init(_ measures: IncidentMeasures) {
        self.measures = Mutex(measures)
    }

    /// The last record of a stream that was folded; `nil` before its first.
    func cursor(of stream: StreamID) -> Cursor? {
        measures.withLock { $0.cursors[stream] }
    }

    /// The last record of each stream that was folded.
    var cursors: [StreamID: Cursor] { measures.withLock(\.cursors) }

    /// How many events are not stored yet as they are.
    var unsavedCount: Int { measures.withLock(\.unsavedCount) }

    /// What has changed since the last call.
    func takeUnsaved(sealingAfter age: Duration) -> UnsavedMeasures {
        measures.withLock { $0.takeUnsaved(sealingAfter: age) }
    }

    /// Lets the events of incidents leave memory that are stored.
    func seal(_ keys: Set<IncidentKey>) {
        measures.withLock { measures in
            if begunCount.withLock({ $0 == 0 }) { measures.seal(keys) }
        }
    }

    /// Begins to take a batch.
    ///
    /// - Returns: The sealed incidents that have to be taken back before it is folded.
    func begin(_ batch: RecordBatch) -> SealedIncidents {
        measures.withLock { measures in
            begunCount.withLock { $0 += 1 }
            return measures.sealed(in: batch)
        }
    }

    /// Takes the events of sealed incidents back.
    ///
    /// - Throws: `SnapshotError` when it is not what was stored.
    func unseal(_ snapshot: StateSnapshot) throws(SnapshotError) {
        try measures.withLock { measures throws(SnapshotError) in try measures.unseal(snapshot) }
    }

    /// Folds a batch that was begun.
    func fold(_ batch: RecordBatch) {
        measures.withLock { measures in
            batch.forEach { header, record in measures.fold(header, record) }
            begunCount.withLock { $0 -= 1 }
        }
    }

    /// Updates the totals with what was folded, so that no request has to.
    func settle() {
        measures.withLock { $0.settle() }
    }

    /// Lets every scrape read the measures.
    func expose(in registry: PrometheusRegistry) {
        registry.collect(MeasuredFamily.all.map { CollectedFamily($0) }) { [self] in
            measures.withLock { $0.samples() }.mapValues { $0.map { CollectedSample($0) } }
        }
    }

    /// Every incident, in the order of their names; what is real comes before exercises of the same name.
    func incidents() -> [IncidentOverview] {
        measures.withLock { $0.incidents() }
    }

    /// One incident's state, and the time of its streams; `nil` when no event names it.
    ///
    /// - Parameters:
    ///   - status: Which part of what is known under the name; `nil` for what is real, if anything is.
    ///   - file: Where what is sealed is read.
    /// - Throws: `SnapshotError` or `StoreError` when what is sealed cannot be read.
    func incident(
        _ id: String,
        status: Status?,
        file: StateFile?
    ) async throws -> (incident: Incident, clock: Timestamp)? {
        let known = measures.withLock { measures in
            measures.key(id, status: status).map { key in
                (key: key, incident: measures.incident(key), clock: measures.clock(of: key))
            }
        }
        guard let known else { return nil }
        if let incident = known.incident { return (incident, known.clock) }
        guard let snapshot = try await file?.read(.of([known.key])) else { return nil }
        return try IncidentMeasures.incident(known.key, in: snapshot).map { ($0, known.clock) }
    }

    /// What happened in one year.
    func summary(year: Int, status: Status) -> YearSummary {
        measures.withLock { $0.summary(year: year, status: status) }
    }
}

extension CollectedFamily {
    fileprivate init(_ family: MeasuredFamily) {
        let kind: Kind =
            switch family.kind {
            case .counter: .counter
            case .gauge: .gauge
            case .histogram: .histogram
            case .stateSet: .stateSet
            }
        self.init(
            kind,
            MetricDescription(
                family.name,
                family.help,
                bucketBounds: family.bounds.isEmpty ? nil : family.bounds,
                seriesCountMax: family.seriesCountMax
            ),
            labels: family.labels
        )
    }
}

extension CollectedSample {
    fileprivate init(_ sample: MeasuredSample) {
        switch sample.value {
        case .number(let number): self.init(.number(number), labels: sample.labels)
        case .histogram(let histogram):
            self.init(.histogram(bucketCounts: histogram.counts, sum: histogram.sum), labels: sample.labels)
        }
    }
}

import EventSchema
import IncidentMeasures
import IncidentState
import MetricsExposition
import Synchronization

/// The measures, between the followers that fold and the requests that ask.
///
/// The lock is held for one batch, of a megabyte at most, or for what one answer needs of the state; text is
/// made outside it. So neither waits for the other longer than some hundredths of a second.
final class MeasureStore: Sendable {
    private let measures = Mutex(IncidentMeasures())

    /// Folds a batch.
    func fold(_ batch: RecordBatch) {
        measures.withLock { measures in
            batch.forEach { header, record in measures.fold(header, record) }
        }
    }

    /// Works in what was folded, so that nobody who asks has to wait for it.
    func settle() {
        measures.withLock { $0.settle() }
    }

    /// Lets every scrape read the measures.
    func expose(in registry: PrometheusRegistry) {
        registry.collect(MeasuredFamily.all.map { CollectedFamily($0) }) { [self] in
            measures.withLock { $0.samples() }.mapValues { $0.map { CollectedSample($0) } }
        }
    }

    /// Every incident, in the order of their names.
    func incidents() -> [IncidentDigest] {
        measures.withLock { $0.incidents() }
    }

    /// One incident's state, and the time of its streams; `nil` when no event names it.
    func incident(_ id: String) -> (incident: Incident, clock: Timestamp)? {
        measures.withLock { measures in
            measures.incident(id).map { ($0, measures.clock(of: id)) }
        }
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

import ArchiveStore
import Metrics
import MetricsExposition

/// The archiver's numbers.
struct ArchiverMetrics: Sendable {
    static let descriptions = [
        MetricDescription("scenewire_archive_records_total", "Records stored durably."),
        MetricDescription("scenewire_archive_commits_total", "Transactions that stored records or gaps."),
        MetricDescription(
            "scenewire_archive_commit_duration_seconds",
            "One such transaction, with its sync to stable storage.",
            bucketBounds: MetricDescription.secondsBounds
        ),
        MetricDescription(
            "scenewire_archive_size_bytes",
            "The archive's file and its write-ahead log on disk."
        ),
        MetricDescription("scenewire_archive_write_failures_total", "Transactions that failed."),
    ]

    private let records = Counter(label: "scenewire_archive_records_total")
    private let commits = Counter(label: "scenewire_archive_commits_total")
    private let commitSeconds = Timer(label: "scenewire_archive_commit_duration_seconds")
    private let failures = Counter(label: "scenewire_archive_write_failures_total")

    /// Lets every scrape read how large the archive is.
    static func observe(_ archive: Archive, in registry: PrometheusRegistry) {
        registry.observeGauge("scenewire_archive_size_bytes") { Double(archive.byteCount) }
    }

    func countCommit(records count: Int, took time: Duration) {
        records.increment(by: count)
        commits.increment()
        commitSeconds.recordNanoseconds(
            time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
        )
    }

    func countFailure() {
        failures.increment()
    }
}

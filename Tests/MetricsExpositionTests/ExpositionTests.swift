import Metrics
import MetricsExposition
import Testing

@Suite struct ExpositionTests {
    /// One metric of each kind, with everything that a line can carry.
    private func filledRegistry() -> PrometheusRegistry {
        let registry = PrometheusRegistry(describing: [
            MetricDescription("bus_commits_total", "Commits on disk."),
            MetricDescription("bus_head", "The last sequence number."),
            MetricDescription("bus_sync_seconds", "One sync.", bucketBounds: [0.001, 0.5, 1]),
            MetricDescription(
                "bus_batch_bytes",
                "Size of \"a\" batch,\nas in C:\\.",
                bucketBounds: [1, 1_000_000]
            ),
        ])
        let failed = Counter(
            label: "bus_commits_total",
            dimensions: [("outcome", "failed"), ("disk", "a \"b\" \\ c\nd")],
            factory: registry
        )
        failed.increment(by: 3)
        _ = Counter(
            label: "bus_commits_total",
            dimensions: [("disk", "a"), ("outcome", "ok")],
            factory: registry
        )
        Meter(label: "bus_head", factory: registry).set(9_007_199_254_740_991)
        let sync = Metrics.Timer(label: "bus_sync_seconds", factory: registry)
        sync.recordNanoseconds(1_000_000)
        sync.recordNanoseconds(1_000_001)
        sync.recordMilliseconds(2_500)
        let batch = Recorder(
            label: "bus_batch_bytes",
            dimensions: [("lane", "live")],
            aggregate: true,
            factory: registry
        )
        batch.record(1_000_000)
        registry.observeCounter("bus_cpu_seconds_total") { 1.25 }
        registry.observeGauge("bus_unknown") { nil }
        Gauge(label: "bus_temperature", factory: registry).record(-0.5)
        return registry
    }

    private func text(_ registry: PrometheusRegistry, _ format: ExpositionFormat) -> String {
        String(decoding: registry.exposition(format), as: UTF8.self)
    }

    @Test func writesPrometheusText() {
        #expect(
            text(filledRegistry(), .prometheusText) == #"""
                # HELP bus_batch_bytes Size of "a" batch,\nas in C:\\.
                # TYPE bus_batch_bytes histogram
                bus_batch_bytes_bucket{lane="live",le="1.0"} 0
                bus_batch_bytes_bucket{lane="live",le="1e+06"} 1
                bus_batch_bytes_bucket{lane="live",le="+Inf"} 1
                bus_batch_bytes_sum{lane="live"} 1000000
                bus_batch_bytes_count{lane="live"} 1
                # HELP bus_commits_total Commits on disk.
                # TYPE bus_commits_total counter
                bus_commits_total{disk="a \"b\" \\ c\nd",outcome="failed"} 3
                bus_commits_total{disk="a",outcome="ok"} 0
                # TYPE bus_cpu_seconds_total counter
                bus_cpu_seconds_total 1.25
                # HELP bus_head The last sequence number.
                # TYPE bus_head gauge
                bus_head 9007199254740991
                # HELP bus_sync_seconds One sync.
                # TYPE bus_sync_seconds histogram
                bus_sync_seconds_bucket{le="0.001"} 1
                bus_sync_seconds_bucket{le="0.5"} 2
                bus_sync_seconds_bucket{le="1.0"} 2
                bus_sync_seconds_bucket{le="+Inf"} 3
                bus_sync_seconds_sum 2.502000001
                bus_sync_seconds_count 3
                # TYPE bus_temperature gauge
                bus_temperature -0.5
                # TYPE bus_unknown gauge
                # HELP scenewire_metrics_series_limited_total Handles that share the series _other \#
                because their metric had reached its limit.
                # TYPE scenewire_metrics_series_limited_total counter
                scenewire_metrics_series_limited_total 0

                """#
        )
    }

    @Test func writesOpenMetrics() {
        #expect(
            text(filledRegistry(), .openMetrics) == #"""
                # TYPE bus_batch_bytes histogram
                # UNIT bus_batch_bytes bytes
                # HELP bus_batch_bytes Size of \"a\" batch,\nas in C:\\.
                bus_batch_bytes_bucket{lane="live",le="1.0"} 0
                bus_batch_bytes_bucket{lane="live",le="1e+06"} 1
                bus_batch_bytes_bucket{lane="live",le="+Inf"} 1
                bus_batch_bytes_sum{lane="live"} 1000000
                bus_batch_bytes_count{lane="live"} 1
                # TYPE bus_commits counter
                # HELP bus_commits Commits on disk.
                bus_commits_total{disk="a \"b\" \\ c\nd",outcome="failed"} 3
                bus_commits_total{disk="a",outcome="ok"} 0
                # TYPE bus_cpu_seconds counter
                # UNIT bus_cpu_seconds seconds
                bus_cpu_seconds_total 1.25
                # TYPE bus_head gauge
                # HELP bus_head The last sequence number.
                bus_head 9007199254740991
                # TYPE bus_sync_seconds histogram
                # UNIT bus_sync_seconds seconds
                # HELP bus_sync_seconds One sync.
                bus_sync_seconds_bucket{le="0.001"} 1
                bus_sync_seconds_bucket{le="0.5"} 2
                bus_sync_seconds_bucket{le="1.0"} 2
                bus_sync_seconds_bucket{le="+Inf"} 3
                bus_sync_seconds_sum 2.502000001
                bus_sync_seconds_count 3
                # TYPE bus_temperature gauge
                bus_temperature -0.5
                # TYPE bus_unknown gauge
                # TYPE scenewire_metrics_series_limited counter
                # HELP scenewire_metrics_series_limited Handles that share the series _other \#
                because their metric had reached its limit.
                scenewire_metrics_series_limited_total 0
                # EOF

                """#
        )
    }

    @Test func writesWhatIsNotFinite() {
        let registry = PrometheusRegistry()
        let gauges = ["a", "b", "c"].map { Meter(label: "g", dimensions: [("n", $0)], factory: registry) }
        gauges[0].set(Double.nan)
        gauges[1].set(Double.infinity)
        gauges[2].set(-Double.infinity)
        let lines = text(registry, .openMetrics)
        #expect(lines.contains("g{n=\"a\"} NaN\ng{n=\"b\"} +Inf\ng{n=\"c\"} -Inf\n"))
    }
}

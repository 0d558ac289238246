import Metrics
import MetricsExposition
import Synchronization
import Testing

@Suite struct CollectorTests {
    private static let families = [
        CollectedFamily(
            .counter,
            MetricDescription("scene_events_total", "Events."),
            labels: ["type", "agency"]
        ),
        CollectedFamily(.gauge, MetricDescription("scene_held", "Held \"now\"."), labels: ["incident"]),
        CollectedFamily(
            .histogram,
            MetricDescription("scene_lag_seconds", "Lag.", bucketBounds: [1, 60]),
            labels: ["source"]
        ),
        CollectedFamily(
            .stateSet,
            MetricDescription("scene_phase", "Phase."),
            labels: ["incident", "scene_phase"]
        ),
        CollectedFamily(.gauge, MetricDescription("scene_unknown", "Never there.")),
    ]

    private static let samples: [String: [CollectedSample]] = [
        "scene_events_total": [
            CollectedSample(.number(2), labels: ["shots", "kcpd"]),
            CollectedSample(.number(0), labels: ["shots", "a \"b\" \\ c\nd"]),
        ],
        "scene_held": [
            CollectedSample(.number(3), labels: ["EX-2"]), CollectedSample(.number(1), labels: ["EX-1"]),
        ],
        "scene_lag_seconds": [
            CollectedSample(.histogram(bucketCounts: [1, 0, 2], sum: 200.5), labels: ["cp1"])
        ],
        "scene_phase": [
            CollectedSample(.number(1), labels: ["EX-1", "closed"]),
            CollectedSample(.number(0), labels: ["EX-1", "reported"]),
        ],
    ]

    private func text(_ registry: PrometheusRegistry, _ format: ExpositionFormat) -> String {
        String(decoding: registry.exposition(format), as: UTF8.self)
    }

    private func registry() -> PrometheusRegistry {
        let registry = PrometheusRegistry()
        registry.collect(Self.families) { Self.samples }
        Counter(label: "scene_gaps_total", factory: registry).increment(by: 4)
        return registry
    }

    @Test func standsAmongTheOtherMetricsInPrometheusText() {
        #expect(
            text(registry(), .prometheusText).hasPrefix(
                #"""
                # HELP scene_events_total Events.
                # TYPE scene_events_total counter
                scene_events_total{agency="a \"b\" \\ c\nd",type="shots"} 0
                scene_events_total{agency="kcpd",type="shots"} 2
                # TYPE scene_gaps_total counter
                scene_gaps_total 4
                # HELP scene_held Held "now".
                # TYPE scene_held gauge
                scene_held{incident="EX-1"} 1
                scene_held{incident="EX-2"} 3
                # HELP scene_lag_seconds Lag.
                # TYPE scene_lag_seconds histogram
                scene_lag_seconds_bucket{source="cp1",le="1.0"} 1
                scene_lag_seconds_bucket{source="cp1",le="60.0"} 1
                scene_lag_seconds_bucket{source="cp1",le="+Inf"} 3
                scene_lag_seconds_sum{source="cp1"} 200.5
                scene_lag_seconds_count{source="cp1"} 3
                # HELP scene_phase Phase.
                # TYPE scene_phase gauge
                scene_phase{incident="EX-1",scene_phase="closed"} 1
                scene_phase{incident="EX-1",scene_phase="reported"} 0
                # HELP scenewire_metrics

                """#.dropLast()
            )
        )
    }

    @Test func standsAmongTheOtherMetricsInOpenMetrics() {
        let lines = text(registry(), .openMetrics)
        #expect(
            lines.contains("# TYPE scene_events counter\n# HELP scene_events Events.\nscene_events_total{")
        )
        #expect(lines.contains("# UNIT scene_lag_seconds seconds\n"))
        #expect(lines.contains("# TYPE scene_phase stateset\n"))
        #expect(lines.hasSuffix("# EOF\n"))
        #expect(!lines.contains("scene_unknown"))
    }

    @Test func isAskedAtEachScrape() {
        let value = Mutex(1.0)
        let registry = PrometheusRegistry()
        registry.collect([CollectedFamily(.gauge, MetricDescription("scene_held", "Held."))]) {
            ["scene_held": [CollectedSample(.number(value.withLock { $0 }))]]
        }
        #expect(text(registry, .prometheusText).contains("scene_held 1\n"))
        value.withLock { $0 = 2 }
        #expect(text(registry, .prometheusText).contains("scene_held 2\n"))
    }

    @Test func keepsToItsLimitAndCountsTheRest() {
        let registry = PrometheusRegistry()
        let description = MetricDescription("scene_held", "Held.", seriesCountMax: 2)
        registry.collect([CollectedFamily(.gauge, description, labels: ["incident"])]) {
            ["scene_held": (1...5).map { CollectedSample(.number(0), labels: ["EX-\($0)"]) }]
        }
        let lines = text(registry, .prometheusText)
        #expect(lines.contains("EX-2") && !lines.contains("EX-3"))
        #expect(lines.contains("\(PrometheusRegistry.seriesLimitedName) 3\n"))
    }

    @Test func refusesWhatNoScrapeCouldSay() async {
        await #expect(processExitsWith: .failure) {
            _ = CollectedFamily(.gauge, MetricDescription("a", "A."), labels: ["le"])
        }
        await #expect(processExitsWith: .failure) {
            _ = CollectedFamily(.histogram, MetricDescription("a", "A."))
        }
        await #expect(processExitsWith: .failure) {
            _ = CollectedFamily(.stateSet, MetricDescription("a", "A."), labels: ["b"])
        }
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry()
            Counter(label: "a_total", factory: registry).increment()
            registry.collect([CollectedFamily(.gauge, MetricDescription("a", "A."))]) { [:] }
        }
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry()
            registry.collect([CollectedFamily(.gauge, MetricDescription("a", "A."))]) { [:] }
            Meter(label: "a", factory: registry).set(1)
        }
    }

    @Test func refusesSamplesThatDoNotFit() async {
        await #expect(processExitsWith: .failure) {
            Self.scrape(.gauge, [CollectedSample(.number(1))], ["b"])
        }
        await #expect(processExitsWith: .failure) { Self.scrape(.counter, [CollectedSample(.number(-1))]) }
        await #expect(processExitsWith: .failure) { Self.scrape(.counter, [CollectedSample(.number(.nan))]) }
        await #expect(processExitsWith: .failure) {
            Self.scrape(.gauge, [CollectedSample(.number(1)), CollectedSample(.number(1))])
        }
        await #expect(processExitsWith: .failure) {
            Self.scrape(.gauge, [CollectedSample(.histogram(bucketCounts: [1], sum: 1))])
        }
        await #expect(processExitsWith: .success) { Self.scrape(.gauge, [CollectedSample(.number(-1))]) }
    }

    private static func scrape(
        _ kind: CollectedFamily.Kind,
        _ samples: [CollectedSample],
        _ labels: [String] = []
    ) {
        let registry = PrometheusRegistry()
        registry.collect([CollectedFamily(kind, MetricDescription("a", "A."), labels: labels)]) {
            ["a": samples]
        }
        _ = registry.exposition(.openMetrics)
    }
}

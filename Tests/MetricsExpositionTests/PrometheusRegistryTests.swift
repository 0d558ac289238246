import Glibc
import Metrics
import MetricsExposition
import Testing

@Suite(.timeLimit(.minutes(1))) struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry()

    private var lines: [Substring] {
        String(decoding: registry.exposition(.prometheusText), as: UTF8.self).split(separator: "\n")
    }

    /// The sample lines of one metric.
    private func samples(_ prefix: String) -> [Substring] {
        lines.filter { $0.hasPrefix(prefix) }
    }

    @Test func showsASeriesAtZeroFromTheMomentItIsMade() {
        _ = Counter(label: "a_total", factory: registry)
        _ = Metrics.Timer(label: "b_seconds", factory: registry)
        #expect(samples("a_total") == ["a_total 0"])
        #expect(samples("b_seconds_count") == ["b_seconds_count 0"])
        #expect(samples("b_seconds_bucket").count == MetricDescription.secondsBounds.count + 1)
    }

    @Test func addsTheSuffixesThatNamesNeed() {
        Counter(label: "a", factory: registry).increment()
        Metrics.Timer(label: "b", factory: registry).recordSeconds(1)
        #expect(samples("a") == ["a_total 1"])
        #expect(samples("b_seconds_sum") == ["b_seconds_sum 1"])
    }

    @Test func givesHandlesOfTheSameLabelsTheSameSeries() {
        Counter(label: "a", dimensions: [("x", "1"), ("y", "2")], factory: registry).increment(by: 2)
        Counter(label: "a_total", dimensions: [("y", "2"), ("x", "1")], factory: registry).increment(by: 3)
        FloatingPointCounter(label: "a", dimensions: [("x", "1"), ("y", "2")], factory: registry)
            .increment(by: 0.5)
        #expect(samples("a_total") == ["a_total{x=\"1\",y=\"2\"} 5.5"])
    }

    @Test func countsExactlyBeyondWhatAFloatHolds() {
        let counter = Counter(label: "a", factory: registry)
        counter.increment(by: 9_007_199_254_740_993)
        #expect(samples("a_total") == ["a_total 9007199254740993"])
        counter.reset()
        #expect(samples("a_total") == ["a_total 0"])
    }

    @Test func setsRaisesAndLowersGauges() {
        let meter = Meter(label: "a", factory: registry)
        meter.set(10)
        meter.increment(by: 2.5)
        meter.decrement(by: 5)
        #expect(samples("a") == ["a 7.5"])
        Recorder(label: "a", aggregate: false, factory: registry).record(3)
        #expect(samples("a") == ["a 3"])
    }

    @Test func putsAnObservationIntoTheFirstBucketThatHoldsIt() {
        registry.describe([MetricDescription("a", "Any.", bucketBounds: [-1, 0, 1, 2])])
        let recorder = Recorder(label: "a", factory: registry)
        for value in [-5.0, 0, 0.5, 1, 1.0000001, 2, 3, .infinity, .nan] { recorder.record(value) }
        #expect(
            samples("a") == [
                "a_bucket{le=\"-1.0\"} 0", "a_bucket{le=\"0.0\"} 2", "a_bucket{le=\"1.0\"} 4",
                "a_bucket{le=\"2.0\"} 6", "a_bucket{le=\"+Inf\"} 8", "a_sum +Inf", "a_count 8",
            ]
        )
    }

    @Test func takesANegativeDurationForZero() {
        let timer = Metrics.Timer(label: "a", factory: registry)
        timer.recordNanoseconds(-1_000_000_000)
        timer.recordNanoseconds(1_000_000_000)
        #expect(samples("a_seconds_sum") == ["a_seconds_sum 1"])
    }

    @Test func countsTogetherWhatIsBeyondTheLimit() {
        registry.describe([MetricDescription("a_total", "Any.", seriesCountMax: 2)])
        for number in 1...5 {
            Counter(label: "a", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        // A series from before the limit is still its own.
        Counter(label: "a", dimensions: [("n", "2")], factory: registry).increment()
        #expect(
            samples("a_total") == ["a_total{n=\"1\"} 1", "a_total{n=\"2\"} 2", "a_total{n=\"_other\"} 3"]
        )
        #expect(
            samples(PrometheusRegistry.seriesLimitedName) == ["\(PrometheusRegistry.seriesLimitedName) 3"]
        )
    }

    /// A request may bring about a new label at any time, which must not end the process.
    @Test func leavesOutWhatIsReadAtScrapesBeyondTheLimit() {
        registry.describe([MetricDescription("a", "Any.", seriesCountMax: 2)])
        for number in 1...5 {
            registry.observeGauge("a", dimensions: [("n", "\(number)")]) { Double(number) }
        }
        #expect(samples("a") == ["a{n=\"1\"} 1", "a{n=\"2\"} 2"])
        #expect(
            samples(PrometheusRegistry.seriesLimitedName) == ["\(PrometheusRegistry.seriesLimitedName) 3"]
        )
    }

    @Test func countsALabelThatIsTooLongWithTheOthers() {
        let longest = String(repeating: "a", count: 256)
        Counter(label: "a", dimensions: [("n", longest)], factory: registry).increment()
        Counter(label: "a", dimensions: [("n", longest + "a")], factory: registry).increment()
        #expect(samples("a_total") == ["a_total{n=\"_other\"} 1", "a_total{n=\"\(longest)\"} 1"])
    }

    @Test func forgetsASeriesThatIsDestroyed() {
        registry.describe([MetricDescription("a", "Any.", seriesCountMax: 1)])
        let first = Meter(label: "a", dimensions: [("n", "1")], factory: registry)
        let other = Meter(label: "a", dimensions: [("n", "2")], factory: registry)
        other.destroy()
        #expect(samples("a") == ["a{n=\"1\"} 0", "a{n=\"_other\"} 0"])
        first.destroy()
        // Its place is free again, and a second farewell does not touch the new series.
        let second = Meter(label: "a", dimensions: [("n", "1")], factory: registry)
        first.destroy()
        second.set(2)
        #expect(samples("a") == ["a{n=\"1\"} 2", "a{n=\"_other\"} 0"])
    }

    @Test func destroysEveryKind() {
        Counter(label: "a", factory: registry).destroy()
        FloatingPointCounter(label: "b", factory: registry).destroy()
        Recorder(label: "c", factory: registry).destroy()
        Gauge(label: "d", factory: registry).destroy()
        Metrics.Timer(label: "e", factory: registry).destroy()
        #expect(lines.filter { !$0.contains("scenewire_metrics") }.isEmpty)
    }

    /// Eight threads add to one series of each kind while another one scrapes.
    @Test func losesNothingBetweenThreads() async {
        let registry = registry
        let counter = Counter(label: "a", factory: registry)
        let fraction = FloatingPointCounter(label: "b", factory: registry)
        let meter = Meter(label: "c", factory: registry)
        let timer = Metrics.Timer(label: "d", factory: registry)
        await withTaskGroup { group in
            for thread in 0..<8 {
                group.addTask {
                    for _ in 0..<5_000 {
                        counter.increment()
                        fraction.increment(by: 0.5)
                        meter.increment(by: 1)
                        timer.recordNanoseconds(1_000_000_000)
                        Counter(label: "e", dimensions: [("thread", "\(thread)")], factory: registry)
                            .increment()
                    }
                }
            }
            group.addTask {
                for _ in 0..<100 {
                    let text = String(decoding: registry.exposition(.openMetrics), as: UTF8.self)
                    #expect(text.hasSuffix("# EOF\n"))
                }
            }
        }
        #expect(samples("a_total") == ["a_total 40000"])
        #expect(samples("b_total") == ["b_total 20000"])
        #expect(samples("c") == ["c 40000"])
        #expect(samples("d_seconds_count") == ["d_seconds_count 40000"])
        #expect(samples("d_seconds_sum") == ["d_seconds_sum 40000"])
        #expect(samples("e_total").allSatisfy { $0.hasSuffix(" 5000") })
        #expect(samples("e_total").count == 8)
    }

    @Test func refusesNamesThatAreNone() async {
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeCounter(label: "a.b", dimensions: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeMeter(label: "", dimensions: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeMeter(label: "1a", dimensions: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeMeter(label: "a_total", dimensions: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeMeter(label: "a", dimensions: [("le", "1")])
        }
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeMeter(label: "a", dimensions: [("__a", "1")])
        }
        await #expect(processExitsWith: .failure) {
            _ = PrometheusRegistry().makeMeter(label: "a", dimensions: [("a", "1"), ("a", "2")])
        }
    }

    @Test func refusesOneNameForTwoThings() async {
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry()
            _ = registry.makeMeter(label: "a", dimensions: [])
            _ = registry.makeCounter(label: "a", dimensions: [])
        }
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry()
            _ = registry.makeTimer(label: "a_seconds", dimensions: [])
            _ = registry.makeMeter(label: "a_seconds_count", dimensions: [])
        }
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry()
            _ = registry.makeMeter(label: "a", dimensions: [])
            _ = registry.makeMeter(label: "a", dimensions: [("n", "1")])
        }
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry()
            registry.observeGauge("a") { 1 }
            registry.observeGauge("a") { 2 }
        }
        await #expect(processExitsWith: .failure) {
            let registry = PrometheusRegistry(describing: [MetricDescription("a", "Any.")])
            registry.describe([MetricDescription("a_total", "Any.")])
        }
    }

    @Test func refusesACounterThatFalls() async {
        await #expect(processExitsWith: .failure) {
            PrometheusRegistry().makeCounter(label: "a", dimensions: []).increment(by: -1)
        }
        await #expect(processExitsWith: .failure) {
            PrometheusRegistry().makeFloatingPointCounter(label: "a", dimensions: []).increment(
                by: -.infinity
            )
        }
    }

    @Test func refusesDescriptionsThatContradictThemselves() async {
        await #expect(processExitsWith: .failure) {
            _ = MetricDescription("a_seconds", "Any.", unit: "bytes")
        }
        await #expect(processExitsWith: .failure) {
            _ = MetricDescription("a", "Any.", bucketBounds: [1, 1])
        }
        await #expect(processExitsWith: .failure) { _ = MetricDescription("a", "Any.", bucketBounds: []) }
        await #expect(processExitsWith: .failure) {
            _ = MetricDescription("a", "Any.", bucketBounds: [.infinity])
        }
        await #expect(processExitsWith: .failure) {
            _ = MetricDescription("a", "Any.", bucketBounds: (0...64).map(Double.init))
        }
        await #expect(processExitsWith: .failure) { _ = MetricDescription("a", "Any.", seriesCountMax: 0) }
        let full = MetricDescription(
            "a_seconds",
            "Any.",
            bucketBounds: (0..<64).map(Double.init),
            seriesCountMax: 1
        )
        #expect(full.unit == "seconds")
        #expect(MetricDescription.countBounds == [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536])
    }
}

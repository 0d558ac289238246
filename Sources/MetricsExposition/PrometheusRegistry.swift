import CoreMetrics
import Synchronization

/// The metrics of a process, as Prometheus and OpenMetrics expose them.
///
/// Counters and floating-point counters become counters, meters and recorders that do not aggregate become
/// gauges, timers (in seconds) and recorders that aggregate become histograms. A counter's name gets the
/// suffix `_total` and a timer's `_seconds` if it has none. A series exists, at zero, from the moment when
/// its handle is made: make the handles of closed label sets at start, so that a first increment is seen as
/// one.
///
/// Every handle of the same name and labels is the same series. An update is an atomic operation, or a short
/// lock of that series alone for histograms; only making a handle takes the registry's lock.
/// Any thread may call anything.
public final class PrometheusRegistry: Sendable {
    /// Counts the handles that were refused a series of their own.
    public static let seriesLimitedName = "scenewire_metrics_series_limited_total"

    private let state = Mutex(MetricFamilies())
    private let limited: CounterSeries

    /// - Parameter descriptions: What to say about metrics by name; see ``describe(_:)``.
    public init(describing descriptions: [MetricDescription] = []) {
        let limitedKey = SeriesKey(
            family: MetricName.family(of: Self.seriesLimitedName),
            labels: SeriesLabels([])
        )
        let limited = CounterSeries(key: limitedKey)
        self.limited = limited
        describe([
            MetricDescription(
                Self.seriesLimitedName,
                "Handles that share the series _other because their metric had reached its limit."
            )
        ])
        _ = state.withLock { $0.series(limitedKey, .counter) { _, _ in .counter(limited) } }
        describe(descriptions)
    }

    /// Adds help texts, units, bucket bounds and limits.
    ///
    /// - Precondition: No description of the same name was given and no handle made before.
    public func describe(_ descriptions: [MetricDescription]) {
        state.withLock { $0.describe(descriptions) }
    }

    /// Adds a counter whose value is read at each scrape, by the task that scrapes and without a lock.
    ///
    /// - Parameters:
    ///   - label: The metric's name.
    ///   - dimensions: Names and values of the series' labels.
    ///   - read: The total so far; it neither falls nor blocks. `nil` leaves the series out of the scrape.
    ///     Beyond the metric's limit it is never called.
    /// - Precondition: The name and labels are valid, and no such series exists.
    public func observeCounter(
        _ label: String,
        dimensions: [(String, String)] = [],
        read: @escaping @Sendable () -> Double?
    ) {
        observe(MetricName.family(of: label), .counter, dimensions, read)
    }

    /// Adds a gauge whose value is read at each scrape, by the task that scrapes and without a lock.
    ///
    /// - Parameters:
    ///   - label: The metric's name.
    ///   - dimensions: Names and values of the series' labels.
    ///   - read: The present value; it does not block. `nil` leaves the series out of the scrape. Beyond the
    ///     metric's limit it is never called.
    /// - Precondition: The name and labels are valid, and no such series exists.
    public func observeGauge(
        _ label: String,
        dimensions: [(String, String)] = [],
        read: @escaping @Sendable () -> Double?
    ) {
        observe(label, .gauge, dimensions, read)
    }

    /// Adds metrics whose samples are all worked out at each scrape, by the task that scrapes and without a
    /// lock.
    ///
    /// Samples beyond a metric's limit are left out, and counted under ``seriesLimitedName``.
    ///
    /// - Parameters:
    ///   - families: The metrics.
    ///   - collect: The samples of this moment by the metric's name; a metric that is missing has none. It
    ///     does not block.
    /// - Precondition: The names are valid and no other metric's; at a scrape, that each sample has the labels
    ///   and the kind of value of its metric, and no labels come twice.
    public func collect(
        _ families: [CollectedFamily],
        collect: @escaping @Sendable () -> [String: [CollectedSample]]
    ) {
        state.withLock { $0.add(families, collect) }
    }

    /// What a scrape is answered with, in UTF-8.
    ///
    /// Every series is read on its own while others go on; a histogram's lines agree with each other, and so
    /// does all that one collector brings.
    public func exposition(_ format: ExpositionFormat) -> [UInt8] {
        let (families, collectors) = state.withLock { ($0.all, $0.collectors) }
        var collected: [String: [CollectedSample]] = [:]
        for collector in collectors { collected.merge(collector.samples()) { first, _ in first } }
        var writer = ExpositionWriter(format: format)
        for family in families.sorted(by: { $0.name < $1.name }) {
            guard let labelNames = family.collectedLabelNames else {
                writer.append(family)
                continue
            }
            let samples = collected[family.name] ?? []
            writer.append(family, labelNames, samples.prefix(family.seriesCountMax))
            let excess = samples.count - family.seriesCountMax
            if excess > 0 { limited.increment(by: Int64(excess)) }
        }
        return writer.finish()
    }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        let series = series(MetricName.family(of: label), .counter, dimensions) { key, _ in
            .counter(CounterSeries(key: key))
        }.series
        guard case .counter(let counter) = series else {
            preconditionFailure("a counter is not read at scrapes as well: \(label)")
        }
        return counter
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        let series = series(label, .gauge, dimensions) { key, _ in
            .gauge(GaugeSeries(key: key))
        }.series
        guard case .gauge(let gauge) = series else {
            preconditionFailure("a gauge is not read at scrapes as well: \(label)")
        }
        return gauge
    }

    private func histogram(
        _ label: String,
        _ dimensions: [(String, String)],
        defaultBounds: [Double]
    ) -> HistogramSeries {
        let series = series(label, .histogram, dimensions) { key, family in
            .histogram(HistogramSeries(key: key, bounds: family.bounds(default: defaultBounds)))
        }.series
        guard case .histogram(let histogram) = series else {
            preconditionFailure("a histogram's series are histograms: \(label)")
        }
        return histogram
    }

    private func observe(
        _ family: String,
        _ kind: MetricKind,
        _ dimensions: [(String, String)],
        _ read: @escaping @Sendable () -> Double?
    ) {
        let labels = SeriesLabels(dimensions)
        // Beyond the limit there is no one value to read for all the others.
        let nothing: @Sendable () -> Double? = { nil }
        var isNew = false
        let made = series(family, kind, dimensions) { key, _ -> Series in
            isNew = true
            return .observed(key.labels == labels ? read : nothing)
        }
        precondition(isNew || made.isLimited, "a series read at scrapes is made once: \(family)")
    }

    private func series(
        _ family: String,
        _ kind: MetricKind,
        _ dimensions: [(String, String)],
        make: (SeriesKey, MetricFamily) -> Series
    ) -> (series: Series, isLimited: Bool) {
        let key = SeriesKey(family: family, labels: SeriesLabels(dimensions))
        let (series, isLimited) = state.withLock { $0.series(key, kind, make: make) }
        if isLimited { limited.increment(by: Int64(1)) }
        return (series, isLimited)
    }

    private func remove(_ series: Series, _ key: SeriesKey) {
        state.withLock { $0.remove(series, key) }
    }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PrometheusRegistry: MetricsFactory {
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return histogram(label, dimensions, defaultBounds: MetricDescription.countBounds)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = label.hasSuffix("_seconds") ? label : "\(label)_seconds"
        return histogram(name, dimensions, defaultBounds: MetricDescription.secondsBounds)
    }

    public func destroyCounter(_ handler: any CounterHandler) {
        if let series = handler as? CounterSeries { remove(.counter(series), series.key) }
    }

    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        if let series = handler as? CounterSeries { remove(.counter(series), series.key) }
    }

    public func destroyMeter(_ handler: any MeterHandler) {
        if let series = handler as? GaugeSeries { remove(.gauge(series), series.key) }
    }

    public func destroyRecorder(_ handler: any RecorderHandler) {
        switch handler {
        case let series as GaugeSeries: remove(.gauge(series), series.key)
        case let series as HistogramSeries: remove(.histogram(series), series.key)
        default: break
        }
    }

    public func destroyTimer(_ handler: any TimerHandler) {
        if let series = handler as? HistogramSeries { remove(.histogram(series), series.key) }
    }
}

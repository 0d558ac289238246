/// Where a series belongs, so that a handler can be found again when it is destroyed.
struct SeriesKey: Hashable, Sendable {
    let family: String
    let labels: SeriesLabels
}

/// What a metric's values mean.
enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
    case stateSet = "stateset"

    /// What a family of this kind adds to its name in samples; no other family may be named so.
    var sampleSuffixes: [String] {
        switch self {
        case .counter: ["_total", "_created"]
        case .gauge, .stateSet: []
        case .histogram: ["_bucket", "_count", "_sum", "_created"]
        }
    }
}

/// One line or group of lines of a scrape.
enum Series: Sendable {
    case counter(CounterSeries)
    case gauge(GaugeSeries)
    case histogram(HistogramSeries)
    /// Read at each scrape; `nil` leaves the series out.
    case observed(@Sendable () -> Double?)

    /// What the caller holds.
    var handler: AnyObject? {
        switch self {
        case .counter(let series): series
        case .gauge(let series): series
        case .histogram(let series): series
        case .observed: nil
        }
    }
}

/// All series of one name.
struct MetricFamily: Sendable {
    /// Without `_total`.
    let name: String
    let kind: MetricKind
    let labelNames: [String]
    let description: MetricDescription?
    /// The labels in the order in which a collector gives their values; `nil` for a metric with handles.
    var collectedLabelNames: [String]?
    var series: [SeriesLabels: Series] = [:]

    var seriesCountMax: Int {
        description?.seriesCountMax ?? MetricDescription.defaultSeriesCountMax
    }

    /// What a line begins with that carries the family's one value.
    var sampleName: String {
        kind == .counter ? name + MetricName.counterSuffix : name
    }

    var unit: String? {
        description?.unit ?? MetricName.unit(of: name)
    }

    func bounds(default bounds: [Double]) -> [Double] {
        description?.bucketBounds ?? bounds
    }
}

/// A metric whose series a collector brings at each scrape, instead of handles that are kept.
///
/// For numbers that are worked out from a state, whose labels come and go with it: everything of one scrape
/// is of one moment.
public struct CollectedFamily: Sendable {
    /// What its values mean.
    public enum Kind: Sendable {
        /// A total that never falls.
        case counter
        /// A present value.
        case gauge
        /// Observations in buckets.
        case histogram
        /// One series for each state that something can be in: 1 for the present one, 0 for the others. The
        /// label that tells the states is named like the metric.
        case stateSet
    }

    let kind: MetricKind
    let description: MetricDescription
    let labelNames: [String]

    /// - Parameters:
    ///   - kind: What its values mean.
    ///   - description: Its name, help, unit, bucket bounds and limit.
    ///   - labels: The names of its labels, in the order in which samples give their values.
    /// - Precondition: The labels' names are valid and differ; a histogram has bucket bounds and nothing else
    ///   has; one of a state set's labels has its name.
    public init(_ kind: Kind, _ description: MetricDescription, labels: [String] = []) {
        // Checks the names.
        _ = SeriesLabels(labels.map { ($0, "") })
        precondition(
            (kind == .histogram) == (description.bucketBounds != nil),
            "a histogram has bucket bounds and nothing else has: \(description.name)"
        )
        precondition(
            kind != .stateSet || labels.contains(description.name),
            "a state set's states are told by a label of its name: \(description.name)"
        )
        self.kind =
            switch kind {
            case .counter: .counter
            case .gauge: .gauge
            case .histogram: .histogram
            case .stateSet: .stateSet
            }
        self.description = description
        labelNames = labels
    }

    var family: MetricFamily {
        MetricFamily(
            name: MetricName.family(of: description.name),
            kind: kind,
            labelNames: labelNames.sorted(),
            description: description,
            collectedLabelNames: labelNames
        )
    }
}

/// One series of a collected metric at one moment.
public struct CollectedSample: Sendable, Equatable {
    /// What a series says.
    public enum Value: Sendable, Equatable {
        /// Of a counter, a gauge or a state.
        case number(Double)
        /// Of a histogram: how many observations fell into each bucket alone, the one without bound last, and
        /// what they come to together.
        case histogram(bucketCounts: [UInt64], sum: Double)
    }

    /// The values of the labels, in the order in which the family names them.
    public let labels: [String]
    /// What the series says.
    public let value: Value

    /// - Parameters:
    ///   - value: What the series says.
    ///   - labels: The values of the labels, in the order in which the family names them.
    public init(_ value: Value, labels: [String] = []) {
        self.value = value
        self.labels = labels
    }
}

/// Several collected metrics and where they come from.
struct Collector: Sendable {
    let families: Set<String>
    let collect: @Sendable () -> [String: [CollectedSample]]

    /// The samples of this moment by family, `_total` left off.
    func samples() -> [String: [CollectedSample]] {
        var samples: [String: [CollectedSample]] = [:]
        for (name, family) in collect() {
            let name = MetricName.family(of: name)
            precondition(families.contains(name), "a collector brings what it announced: \(name)")
            precondition(
                samples.updateValue(family, forKey: name) == nil,
                "a metric is collected once: \(name)"
            )
        }
        return samples
    }
}

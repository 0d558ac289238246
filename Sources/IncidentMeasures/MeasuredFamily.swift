/// A measure as Prometheus knows it: one name, several series that differ in their labels.
public struct MeasuredFamily: Sendable, Hashable {
    /// What its values mean.
    public enum Kind: Sendable {
        /// A total that never falls.
        case counter
        /// A present value.
        case gauge
        /// Observations in buckets.
        case histogram
        /// One series for each state, which the label with the name of the measure holds.
        case stateSet
    }

    /// What its values mean.
    public let kind: Kind
    /// The exposed name, a counter's with `_total`.
    public let name: String
    /// One sentence for people who read a scrape.
    public let help: String
    /// The names of its labels, in the order of a sample's values.
    public let labels: [String]
    /// A histogram's upper bounds in seconds, ascending; empty for other kinds.
    public let bounds: [Double]
    /// The most series that it has.
    public let seriesCountMax: Int

    init(
        _ kind: Kind,
        _ name: String,
        _ help: String,
        labels: [String] = [],
        bounds: [Double] = [],
        seriesCountMax: Int = 200
    ) {
        self.kind = kind
        self.name = "scenewire_\(name)"
        self.help = help
        self.labels = labels
        self.bounds = bounds
        self.seriesCountMax = seriesCountMax
    }
}

/// One series of a measure at one moment.
public struct MeasuredSample: Sendable, Hashable {
    /// The value of a series.
    public enum Value: Sendable, Hashable {
        /// Of a counter, a gauge or a state.
        case number(Double)
        /// Of a histogram.
        case histogram(MeasuredHistogram)
    }

    /// The values of the labels, in the order of the family's names.
    public let labels: [String]
    /// The value of the series.
    public let value: Value

    init(_ value: Value, _ labels: [String] = []) {
        self.value = value
        self.labels = labels
    }

    init(_ number: Double, _ labels: [String] = []) {
        self.init(.number(number), labels)
    }

    init(_ count: Int, _ labels: [String] = []) {
        self.init(.number(Double(count)), labels)
    }
}

/// Observations in seconds, by bucket.
public struct MeasuredHistogram: Codable, Sendable, Hashable {
    /// How many fell into each bucket alone, the one without bound last.
    public private(set) var counts: [UInt64]
    /// Their sum in seconds.
    public private(set) var sum = 0.0
    private let bounds: [Double]

    init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    func hasBounds(_ bounds: [Double]) -> Bool {
        self.bounds == bounds && counts.count == bounds.count + 1
    }

    /// How many observations there are.
    public var count: UInt64 { counts.reduce(0, +) }

    /// Observes one span; a negative one, measured across two clocks, counts as zero.
    mutating func observe(_ seconds: Double) {
        let seconds = max(seconds, 0)
        counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
        sum += seconds
    }
}

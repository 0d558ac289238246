/// What a scrape says about one metric beside its values, and how much of it there may be.
///
/// A metric without a description is exposed all the same, without a help text and with the default
/// bucket bounds and series limit.
public struct MetricDescription: Sendable {
    /// The most series of one metric, unless its description says otherwise; further ones are counted
    /// together in one series whose labels all read `_other`.
    public static let defaultSeriesCountMax = 200

    /// The most bucket bounds of one histogram, since each is a line per series and scrape.
    public static let bucketBoundCountMax = 64

    /// Bounds of durations in seconds, 1 ms to 10 s: what people and networks take.
    public static let secondsBounds = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
    ]

    /// Bounds of counts and sizes, 1 to 65,536 in powers of four.
    public static let countBounds = exponentialBounds(from: 1, factor: 4, count: 9)

    /// The exposed name; a counter's with or without its suffix `_total`.
    public let name: String
    /// One sentence for the person who reads the scrape.
    public let help: String
    /// The base unit, which the name ends in (before `_total`).
    public let unit: String?
    /// Upper bounds of a histogram's buckets, in its unit; the last bucket, without bound, comes by itself.
    public let bucketBounds: [Double]?
    /// The most series of this metric.
    public let seriesCountMax: Int

    /// - Parameters:
    ///   - name: The exposed name; a counter's with or without its suffix `_total`.
    ///   - help: One sentence for the person who reads the scrape.
    ///   - unit: The base unit; without it, `seconds`, `bytes` or `ratio` if the name ends in one of them.
    ///   - bucketBounds: Upper bounds of a histogram's buckets, in its unit.
    ///   - seriesCountMax: The most series of this metric, at least 1.
    /// - Precondition: The name is valid and ends in the unit; the bounds are finite and strictly ascending,
    ///   from 1 to ``bucketBoundCountMax``.
    public init(
        _ name: String,
        _ help: String,
        unit: String? = nil,
        bucketBounds: [Double]? = nil,
        seriesCountMax: Int = MetricDescription.defaultSeriesCountMax
    ) {
        let familyName = MetricName.family(of: name)
        precondition(MetricName.isValid(familyName), "a metric is named [a-zA-Z_][a-zA-Z0-9_]*: \(name)")
        if let unit {
            precondition(familyName.hasSuffix("_\(unit)"), "a metric's name ends in its unit: \(name)")
        }
        if let bucketBounds {
            precondition(
                (1...Self.bucketBoundCountMax).contains(bucketBounds.count)
                    && bucketBounds.allSatisfy(\.isFinite)
                    && zip(bucketBounds, bucketBounds.dropFirst()).allSatisfy(<),
                "bucket bounds are finite and strictly ascending: \(name)"
            )
        }
        precondition(seriesCountMax >= 1, "a metric has room for a series: \(name)")
        self.name = name
        self.help = help
        self.unit = unit ?? MetricName.unit(of: familyName)
        self.bucketBounds = bucketBounds
        self.seriesCountMax = seriesCountMax
    }

    /// Bucket bounds that each exceed the one before by the same factor.
    ///
    /// - Precondition: `count` is from 1 to ``bucketBoundCountMax``, `first` positive, `factor` above 1.
    public static func exponentialBounds(from first: Double, factor: Double, count: Int) -> [Double] {
        precondition(first > 0 && factor > 1, "exponential bounds rise from a positive number")
        precondition((1...bucketBoundCountMax).contains(count), "a histogram has 1 to 64 bounds")
        var bound = first
        return (0..<count).map { _ in
            defer { bound *= factor }
            return bound
        }
    }
}

/// Which metrics there are; decides which series a handle gets.
struct MetricFamilies: Sendable {
    private var descriptions: [String: MetricDescription] = [:]
    private var families: [String: MetricFamily] = [:]
    /// Every name that a line may begin with, and the family whose it is.
    private var sampleNames: [String: String] = [:]
    private(set) var collectors: [Collector] = []

    var all: [MetricFamily] { Array(families.values) }

    mutating func describe(_ added: [MetricDescription]) {
        for description in added {
            let family = MetricName.family(of: description.name)
            precondition(descriptions[family] == nil, "a metric is described once: \(family)")
            precondition(families[family] == nil, "a metric is described before use: \(family)")
            descriptions[family] = description
        }
    }

    /// The series with these labels, made if it is new; beyond the metric's limit, the one for all others.
    mutating func series(
        _ key: SeriesKey,
        _ kind: MetricKind,
        make: (SeriesKey, MetricFamily) -> Series
    ) -> (series: Series, isLimited: Bool) {
        let family = families[key.family] ?? addFamily(key.family, kind, key.labels.names)
        precondition(family.kind == kind, "a metric has one kind: \(key.family)")
        precondition(family.labelNames == key.labels.names, "a metric's series share labels: \(key.family)")
        precondition(family.collectedLabelNames == nil, "a collected metric has no handles: \(key.family)")
        if let existing = family.series[key.labels] { return (existing, false) }
        let other = SeriesKey(family: key.family, labels: .other(key.labels.names))
        let separateCount = family.series.count - (family.series[other.labels] == nil ? 0 : 1)
        let isLimited = separateCount >= family.seriesCountMax || !key.labels.isWithinLimits
        if isLimited, let existing = family.series[other.labels] { return (existing, true) }
        let madeKey = isLimited ? other : key
        let made = make(madeKey, family)
        families[key.family]?.series[madeKey.labels] = made
        return (made, isLimited)
    }

    /// Adds metrics that are collected at each scrape.
    mutating func add(
        _ collected: [CollectedFamily],
        _ collect: @escaping @Sendable () -> [String: [CollectedSample]]
    ) {
        describe(collected.map(\.description))
        for family in collected.map(\.family) {
            precondition(families[family.name] == nil, "a metric is either collected or kept: \(family.name)")
            addNames(family)
        }
        collectors.append(Collector(families: Set(collected.map(\.family.name)), collect: collect))
    }

    /// Forgets a series, unless it stands for several or has been replaced.
    mutating func remove(_ series: Series, _ key: SeriesKey) {
        guard key.labels.names.isEmpty || key.labels != .other(key.labels.names) else { return }
        guard families[key.family]?.series[key.labels]?.handler === series.handler else { return }
        families[key.family]?.series[key.labels] = nil
    }

    private mutating func addFamily(
        _ name: String,
        _ kind: MetricKind,
        _ labelNames: [String]
    ) -> MetricFamily {
        let description = descriptions[name]
        precondition(
            description?.bucketBounds == nil || kind == .histogram,
            "only a histogram has bucket bounds: \(name)"
        )
        let family = MetricFamily(name: name, kind: kind, labelNames: labelNames, description: description)
        addNames(family)
        return family
    }

    private mutating func addNames(_ family: MetricFamily) {
        let (name, kind) = (family.name, family.kind)
        precondition(MetricName.isValid(name), "a metric is named [a-zA-Z_][a-zA-Z0-9_]*: \(name)")
        precondition(
            kind == .counter || !name.hasSuffix(MetricName.counterSuffix),
            "only a counter is named _total: \(name)"
        )
        for sampleName in [name] + kind.sampleSuffixes.map({ name + $0 }) {
            precondition(sampleNames[sampleName] == nil, "two metrics share a name: \(sampleName)")
            sampleNames[sampleName] = name
        }
        families[name] = family
    }
}

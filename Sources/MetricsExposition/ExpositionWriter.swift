/// Writes metrics as lines of text; all lines of a family stand together.
struct ExpositionWriter {
    let format: ExpositionFormat
    private var bytes: [UInt8] = []

    init(format: ExpositionFormat) {
        self.format = format
    }

    /// Appends a family with at least one series; others leave no trace.
    mutating func append(_ family: MetricFamily) {
        let series = family.series.sorted { $0.key < $1.key }
        guard !series.isEmpty else { return }
        appendDescription(of: family)
        for (labels, series) in series {
            switch series {
            case .counter(let counter): appendCounter(counter, of: family, labels)
            case .gauge(let gauge):
                appendSample(family.name, labels.text, NumberText.sample(gauge.value))
            case .histogram(let histogram): appendHistogram(histogram, of: family, labels)
            case .observed(let read):
                guard let value = read() else { continue }
                appendSample(family.sampleName, labels.text, NumberText.sample(value))
            }
        }
    }

    /// Appends a family that was collected, with at least one sample.
    mutating func append(
        _ family: MetricFamily,
        _ labelNames: [String],
        _ samples: ArraySlice<CollectedSample>
    ) {
        guard !samples.isEmpty else { return }
        appendDescription(of: family)
        let series = samples.map { sample in
            precondition(
                sample.labels.count == labelNames.count,
                "a sample has a value for every label: \(family.name)"
            )
            return (labels: SeriesLabels(Array(zip(labelNames, sample.labels))), value: sample.value)
        }.sorted { $0.labels < $1.labels }
        for (left, right) in zip(series, series.dropFirst()) {
            precondition(left.labels != right.labels, "labels come once: \(family.name){\(left.labels.text)}")
        }
        for (labels, value) in series { append(value, of: family, labels) }
    }

    private mutating func append(
        _ value: CollectedSample.Value,
        of family: MetricFamily,
        _ labels: SeriesLabels
    ) {
        switch value {
        case .number(let number):
            precondition(family.kind != .histogram, "a histogram is more than a number: \(family.name)")
            precondition(
                family.kind != .counter || number >= 0 && number.isFinite,
                "a counter does not fall: \(family.name)"
            )
            precondition(
                family.kind != .stateSet || number == 0 || number == 1,
                "a state is 0 or 1: \(family.name)"
            )
            appendSample(family.sampleName, labels.text, NumberText.sample(number))
        case .histogram(let counts, let sum):
            let bounds = family.bounds(default: [])
            precondition(
                family.kind == .histogram && counts.count == bounds.count + 1,
                "a histogram has a count for every bucket: \(family.name)"
            )
            appendBuckets(bounds, counts, sum, of: family, labels)
        }
    }

    /// Ends the text and returns it.
    consuming func finish() -> [UInt8] {
        if case .openMetrics = format { append("# EOF\n") }
        return bytes
    }

    private mutating func appendDescription(of family: MetricFamily) {
        let help = family.description?.help
        switch format {
        case .prometheusText:
            if let help { append("# HELP \(family.sampleName) \(escaped(help))\n") }
            // This format has no word for a set of states.
            let kind = family.kind == .stateSet ? .gauge : family.kind
            append("# TYPE \(family.sampleName) \(kind.rawValue)\n")
        case .openMetrics:
            append("# TYPE \(family.name) \(family.kind.rawValue)\n")
            if let unit = family.unit { append("# UNIT \(family.name) \(unit)\n") }
            if let help { append("# HELP \(family.name) \(escaped(help))\n") }
        }
    }

    private mutating func appendCounter(
        _ counter: CounterSeries,
        of family: MetricFamily,
        _ labels: SeriesLabels
    ) {
        let fraction = counter.fractionValue
        let whole = counter.wholeValue
        let value = fraction == 0 ? String(whole) : NumberText.sample(Double(whole) + fraction)
        appendSample(family.sampleName, labels.text, value)
    }

    private mutating func appendHistogram(
        _ histogram: HistogramSeries,
        of family: MetricFamily,
        _ labels: SeriesLabels
    ) {
        let snapshot = histogram.snapshot
        appendBuckets(histogram.bounds, snapshot.counts, snapshot.sum, of: family, labels)
    }

    private mutating func appendBuckets(
        _ bounds: [Double],
        _ counts: [UInt64],
        _ sum: Double,
        of family: MetricFamily,
        _ labels: SeriesLabels
    ) {
        let separator = labels.text.isEmpty ? "" : ","
        var count: UInt64 = 0
        for (bound, bucketCount) in zip(bounds + [.infinity], counts) {
            count += bucketCount
            let label = "le=\"\(NumberText.canonical(bound))\""
            appendSample("\(family.name)_bucket", labels.text + separator + label, String(count))
        }
        appendSample("\(family.name)_sum", labels.text, NumberText.sample(sum))
        appendSample("\(family.name)_count", labels.text, String(count))
    }

    private mutating func appendSample(_ name: String, _ labels: String, _ value: String) {
        append(name)
        if !labels.isEmpty {
            append("{")
            append(labels)
            append("}")
        }
        append(" ")
        append(value)
        append("\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Prometheus text takes a quotation mark in a help text as it is, OpenMetrics does not.
    private func escaped(_ help: String) -> String {
        var text = ""
        for scalar in help.unicodeScalars {
            switch (scalar, format) {
            case ("\\", _): text += "\\\\"
            case ("\n", _): text += "\\n"
            case ("\"", .openMetrics): text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

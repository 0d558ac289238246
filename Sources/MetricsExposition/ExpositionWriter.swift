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
            append("# TYPE \(family.sampleName) \(family.kind.rawValue)\n")
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
        let separator = labels.text.isEmpty ? "" : ","
        var count: UInt64 = 0
        for (bound, bucketCount) in zip(histogram.bounds + [.infinity], snapshot.counts) {
            count += bucketCount
            let label = "le=\"\(NumberText.canonical(bound))\""
            appendSample("\(family.name)_bucket", labels.text + separator + label, String(count))
        }
        appendSample("\(family.name)_sum", labels.text, NumberText.sample(snapshot.sum))
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

import AlertRules
import EventSchema

/// Judges records that lie in an archive as a notifier judges those that come, on the streams' own clocks.
struct AlertReplay {
    /// The most remarks about missing records.
    static let remarkCountMax = 20

    private var engine: AlertEngine
    private var expected: [StreamID: SequenceNumber] = [:]
    private var missingCount = 0
    private var remarked: [String] = []

    init(_ rules: RuleBook) {
        engine = AlertEngine(rules)
    }

    /// Folds the next record, and first what is missing before it.
    mutating func fold(_ header: RecordHeader, _ record: RawSpan) -> [AlertStep] {
        let stream = header.stream
        let next = expected[stream] ?? SequenceNumber(1)
        expected[stream] = header.sequence.advanced(by: 1)
        guard next < header.sequence else { return engine.fold(header, record) }
        let last = SequenceNumber(header.sequence.value - 1)
        remark(next...last, of: stream)
        let now = engine.clock(of: stream) ?? header.publishedAt
        return engine.note(gap: next...last, in: stream, at: now) + engine.fold(header, record)
    }

    /// What is missing, a line each.
    var remarks: [String] {
        let more = missingCount - remarked.count
        return more > 0 ? remarked + ["\(more) more gaps"] : remarked
    }

    private mutating func remark(_ range: ClosedRange<SequenceNumber>, of stream: StreamID) {
        missingCount += 1
        guard remarked.count < Self.remarkCountMax else { return }
        let (first, last) = (range.lowerBound.value, range.upperBound.value)
        let numbers = first == last ? "record \(first)" : "records \(first) to \(last)"
        remarked.append(
            first == 1
                ? "stream \(stream) begins with record \(last + 1) in this archive: what rests on earlier ones is "
                    + "not judged"
                : "stream \(stream): \(numbers) \(first == last ? "is" : "are") missing"
        )
    }
}

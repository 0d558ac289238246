import EventSchema

/// Counts over all records, from their outlines, whether or not they are about an incident.
struct RecordCounts: Codable {
    /// The most nodes that have series of their own; the others share `_other`.
    static let sourceCountMax = 50

    /// What is known of one node.
    private struct Source: Codable {
        var events = 0
        var lag = MeasuredHistogram(MeasuredFamily.publishLag.bounds)
        var lastSeen: Timestamp
        var clockOffset: Double?
    }

    private static let typeCount = 1 + (SchemaTable.events.map(\.number).max() ?? 0)

    private(set) var recordCount = 0
    private(set) var unreadableCount = 0
    /// By payload number, 0 for unknown types, and status.
    private var events = [Int](repeating: 0, count: typeCount * Status.allCases.count)
    private var sources: [String: Source] = [:]
    /// The latest published time by stream; each stream has its own clock.
    private(set) var clocks: [StreamID: Timestamp] = [:]

    /// What was read from a store counts the types and buckets of this version.
    var isOfThisSchema: Bool {
        events.count == Self.typeCount * Status.allCases.count
            && sources.values.allSatisfy { $0.lag.hasBounds(MeasuredFamily.publishLag.bounds) }
    }

    mutating func countUnreadable(_ header: RecordHeader) {
        recordCount += 1
        unreadableCount += 1
        advance(header)
    }

    mutating func count(_ header: RecordHeader, _ outline: EventOutline, _ event: RawSpan) {
        recordCount += 1
        advance(header)
        events[(outline.payloadNumber ?? 0) * Status.allCases.count + outline.status.index] += 1
        let name = event.extracting(outline.sourceRange).withUnsafeBytes {
            String(decoding: $0, as: UTF8.self)
        }
        let isSeparate = sources[name] != nil || sources.count < Self.sourceCountMax
        count(header, outline, event, isSeparate ? name : Label.other)
    }

    private mutating func count(
        _ header: RecordHeader,
        _ outline: EventOutline,
        _ event: RawSpan,
        _ name: String
    ) {
        let beat = SourceHeartbeat(outline, in: event)
        func count(_ source: inout Source) {
            source.lastSeen = max(source.lastSeen, header.publishedAt)
            if let beat, beat.hasClockOffsetMs { source.clockOffset = Double(beat.clockOffsetMs) / 1_000 }
            guard outline.category != .system else { return }
            source.events += 1
            source.lag.observe(outline.observedAt.seconds(to: header.publishedAt))
        }
        count(&sources[name, default: Source(lastSeen: header.publishedAt)])
    }

    private mutating func advance(_ header: RecordHeader) {
        let clock = clocks[header.stream] ?? header.publishedAt
        clocks[header.stream] = max(clock, header.publishedAt)
    }

    /// Their series.
    func add(to samples: inout MeasureSamples) {
        samples[.folded] = [MeasuredSample(recordCount)]
        samples[.unreadable] = [MeasuredSample(unreadableCount)]
        let types = SchemaTable.events.map { ($0.number, $0.type) } + [(0, Label.other)]
        samples[.events] = types.flatMap { number, type in
            Status.allCases.map { status in
                let place = number * Status.allCases.count + status.index
                return MeasuredSample(events[place], [type, status.word])
            }
        }
        samples[.sourceEvents] = sources.map { MeasuredSample($1.events, [$0]) }
        samples[.publishLag] = sources.map { MeasuredSample(.histogram($1.lag), [$0]) }
        samples[.lastSeen] = sources.map { MeasuredSample($1.lastSeen.seconds, [$0]) }
        samples[.clockOffset] = sources.compactMap { name, source in
            source.clockOffset.map { MeasuredSample($0, [name]) }
        }
    }
}

extension Status {
    /// Its place among all.
    fileprivate var index: Int {
        switch self {
        case .actual: 0
        case .exercise: 1
        case .system: 2
        case .test: 3
        case .draft: 4
        }
    }
}

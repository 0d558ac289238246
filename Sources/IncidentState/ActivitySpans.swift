public import EventSchema

/// When anything was entered about an incident, by when it arrived; pauses of less than a minute are left out.
///
/// It depends on what arrived when, not on the order in which that was learnt.
public struct ActivitySpans: Equatable, Sendable {
    /// The shortest silence that is kept, in seconds.
    public static let silenceSecondsMin = 60

    /// An arrival.
    public struct Arrival: Equatable, Sendable {
        /// The event.
        public let event: EventID
        /// When it was published.
        public let at: Timestamp
        /// Its marking.
        public let tlp: TLP
    }

    /// A time in which something came at least every minute.
    public struct Span: Equatable, Sendable {
        /// What came first.
        public fileprivate(set) var first: Arrival
        /// What came last.
        public fileprivate(set) var last: Arrival
    }

    /// In order of time; between two of them nothing came.
    public private(set) var spans: [Span] = []
    /// How often something came that had arrived before the last: what was known of a silence may have changed.
    public private(set) var lateCount = 0

    /// By what arrived when, not by how that was learnt.
    public static func == (left: Self, right: Self) -> Bool { left.spans == right.spans }

    mutating func insert(_ arrival: Arrival) {
        // In order, the last one is it.
        var index = spans.count
        if let last = spans.last, arrival.at < last.last.at { lateCount += 1 }
        while index > 0, spans[index - 1].first.at > arrival.at { index -= 1 }
        if index > 0, !Self.isSilence(from: spans[index - 1].last.at, to: arrival.at) {
            let last = spans[index - 1].last
            if (arrival.at, arrival.event) > (last.at, last.event) { spans[index - 1].last = arrival }
            index -= 1
        } else {
            spans.insert(Span(first: arrival, last: arrival), at: index)
        }
        guard index + 1 < spans.count,
            !Self.isSilence(from: spans[index].last.at, to: spans[index + 1].first.at)
        else { return }
        spans[index].last = spans[index + 1].last
        spans.remove(at: index + 1)
    }

    private static func isSilence(from start: Timestamp, to end: Timestamp) -> Bool {
        start < end && start.duration(to: end) >= .seconds(silenceSecondsMin)
    }
}

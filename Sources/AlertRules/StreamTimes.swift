import EventSchema

/// The clocks of the streams: each moves by its own records and heartbeats alone.
struct StreamTimes: Sendable {
    /// How far one record may move a stream's clock by itself, in seconds: 15 minutes. Of one that was entered
    /// long before as well, it is not known whether nothing was published for so long or the publisher's clock is
    /// wrong.
    static let leapSecondsMax = 900

    struct Stream: Codable, Sendable {
        var clock: Timestamp
        /// When a record says that it was published, farther ahead than it may move the clock by itself: the clock
        /// follows as soon as a later record or a heartbeat says the same, and an earlier one refutes it.
        var leap: Timestamp?
        /// The last record that was folded.
        var cursor: Cursor?
        var standing = StreamStanding.live
        /// Since when it is cut off, by this machine's clock.
        var silentSince: Timestamp?
        /// Whose its newest heartbeat is, for alerts about the stream itself.
        var agency = ""
        /// The consumers that have not stored all there is, by name.
        var laggingConsumers: [String: LaggingConsumer] = [:]
        /// Actual as soon as any of its heartbeats or its first record was.
        var status = Status.actual
        /// Who carried it last, by the name under which it is followed; `nil` when another stream came after it.
        var publisher: String?
    }

    /// A consumer that has not stored all there is.
    struct LaggingConsumer: Codable, Sendable {
        /// The last record that it has stored; `nil` while nothing is known of it.
        let sequence: SequenceNumber?
        /// Since when it has stored no more, by this machine's clock.
        let since: Timestamp
        /// When the publisher said so last; what is so later is not known.
        var seenAt: Timestamp
    }

    /// Records that can never be had, and when that was learnt.
    struct Gap {
        let records: ClosedRange<SequenceNumber>
        let notedAt: Timestamp
    }

    /// Changed in place, without a copy; how a feed stands is told by ``note(_:of:silentSince:)``.
    var streams: [StreamID: Stream] = [:]
    /// The streams that are still being read.
    private var catchingUp: Set<StreamID> = []
    /// What is missing of streams of which no record has come yet.
    private var earlyGaps: [StreamID: Gap] = [:]
    /// How the feeds of streams stand of which no record has come yet.
    private var early: [StreamID: StreamStanding] = [:]
    private var earlyPublishers: [StreamID: String] = [:]
    private var carriers: [Scope: Set<StreamID>] = [:]

    subscript(stream: StreamID) -> Stream? { streams[stream] }

    /// Begins a stream with its first record.
    mutating func begin(_ stream: StreamID, at clock: Timestamp) {
        let standing = early.removeValue(forKey: stream) ?? .live
        streams[stream] = Stream(clock: clock)
        note(standing, of: stream, silentSince: nil)
        if let publisher = earlyPublishers.removeValue(forKey: stream) {
            _ = note(publisher: publisher, of: stream)
        }
    }

    /// Notes who carries a stream.
    ///
    /// - Returns: Whether that is new of a stream that has begun, and the streams that it carried until now.
    mutating func note(publisher: String, of stream: StreamID) -> (isNew: Bool, left: [StreamID]) {
        let left = streams.keys.filter { $0 != stream && streams[$0]?.publisher == publisher }.sorted()
        for other in left {
            streams[other]?.publisher = nil
            // Nobody is missed there any more, and nobody says what has been stored of it.
            streams[other]?.silentSince = nil
            streams[other]?.laggingConsumers = [:]
        }
        guard let known = streams[stream] else {
            earlyPublishers[stream] = publisher
            return (false, left)
        }
        streams[stream]?.publisher = publisher
        return (known.publisher != publisher, left)
    }

    /// Notes how the feed of a stream stands that has begun.
    ///
    /// - Parameter silentSince: Since when nothing is heard of it, by this machine's clock.
    mutating func note(_ standing: StreamStanding, of stream: StreamID, silentSince: Timestamp?) {
        streams[stream]?.standing = standing
        streams[stream]?.silentSince = silentSince
        if standing == .catchingUp { catchingUp.insert(stream) } else { catchingUp.remove(stream) }
    }

    /// Notes how the feed of a stream stands that has not begun.
    mutating func note(_ standing: StreamStanding, early stream: StreamID) {
        early[stream] = standing
    }

    /// Keeps what is missing of a stream until its first record says whether it is real.
    mutating func note(early gap: ClosedRange<SequenceNumber>, in stream: StreamID, at time: Timestamp) {
        // Between two gaps there would have been a record.
        let known = earlyGaps[stream]
        let first = min(known?.records.lowerBound ?? gap.lowerBound, gap.lowerBound)
        let last = max(known?.records.upperBound ?? gap.upperBound, gap.upperBound)
        earlyGaps[stream] = Gap(records: first...last, notedAt: known?.notedAt ?? time)
    }

    /// What was missing before a stream's first record; each is given once.
    mutating func takeEarlyGap(in stream: StreamID) -> Gap? {
        earlyGaps.isEmpty ? nil : earlyGaps.removeValue(forKey: stream)
    }

    /// Notes that a stream tells of a scope.
    mutating func note(_ scope: Scope, on stream: StreamID) {
        if carriers[scope]?.contains(stream) != true { carriers[scope, default: []].insert(stream) }
    }

    /// Takes a stream back from before a restart: nothing is heard of it yet.
    mutating func restore(_ stream: StreamID, _ stored: Stream) {
        streams[stream] = stored
        streams[stream]?.standing = .cutOff
    }

    /// Everything that a stream tells of, in one order.
    func scopes(of stream: StreamID) -> [Scope] {
        carriers.filter { $0.value.contains(stream) }.keys.sorted()
    }

    func streams(of scope: Scope) -> Set<StreamID> { carriers[scope] ?? [] }

    mutating func forget(_ scope: Scope) { carriers[scope] = nil }

    /// What time it is for a scope.
    ///
    /// A stream that is still being read holds the time of incidents back, whether or not it has told of them yet:
    /// what it has still to say would be missed. One that is cut off does not. Of several that are live the
    /// farthest counts: a clock that runs late must not make warnings late.
    func now(of scope: Scope) -> Timestamp? {
        guard let carriers = carriers[scope] else { return nil }
        if streams.count == 1, early.isEmpty, let only = carriers.first { return streams[only]?.clock }
        let known = carriers.compactMap { streams[$0] }
        let reached = known.filter { $0.standing != .cutOff }.map(\.clock).max() ?? known.map(\.clock).max()
        guard scope.incident != nil, let readThrough, let reached else { return reached }
        return min(readThrough, reached)
    }

    /// How far all streams have been read; `nil` when none is still being read.
    var readThrough: Timestamp? {
        if !early.isEmpty, early.values.contains(.catchingUp) { return Timestamp(nanoseconds: .min) }
        if catchingUp.isEmpty { return nil }
        return catchingUp.lazy.compactMap { streams[$0]?.clock }.min()
    }
}

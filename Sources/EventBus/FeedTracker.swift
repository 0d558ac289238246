import EventSchema

/// Decides what a feed delivers and what it asks, from what it hears; it touches nothing itself.
///
/// One rule keeps the order for whole and for filtered feeds: a live batch is delivered only if it
/// starts right after what was delivered and has no hole in itself. Anything else is only a sign that
/// there is more, and replay brings it. So a filtered feed, which sees holes wherever other incidents'
/// records are, never delivers a record before an earlier one that it missed.
struct FeedTracker {
    /// What to ask the publisher next.
    enum Question: Equatable {
        case hello(Cursor?)
        case replay(after: SequenceNumber, stream: StreamID, epoch: UInt32)
    }

    /// How the feed stands.
    private(set) var state = FeedState.connecting
    /// Everything up to here was delivered, or is of no interest.
    private(set) var scannedThrough: SequenceNumber
    /// The record at ``scannedThrough``, or the last before it whose checksum is known; `nil` before the first.
    ///
    /// It is what hello says, whether the record was delivered or not: after a restore from an older copy the
    /// publisher has another one under that number, and what lies before may be other records, too.
    private(set) var position: Cursor?

    /// Whether every record is of interest, so that there must be no hole.
    private let isWhole: Bool
    private var session: (stream: StreamID, epoch: UInt32)?
    /// The stream of the first welcome, for ever: numbers mean something only within one.
    private var stream: StreamID?
    private var highestHeard = SequenceNumber.zero
    private var isReplayWanted = false
    private var isPulseHeard = false

    /// - Parameters:
    ///   - cursor: The position up to which the consumer has stored.
    ///   - isWhole: Whether every record is of interest.
    init(after cursor: Cursor?, isWhole: Bool = true) {
        self.isWhole = isWhole
        position = cursor
        stream = cursor?.stream
        scannedThrough = cursor?.sequence ?? .zero
    }

    /// What to ask now; `nil` while there is nothing to ask.
    var question: Question? {
        if case .diverged = state { return nil }
        guard let session else { return .hello(position) }
        guard isReplayWanted else { return nil }
        return .replay(after: scannedThrough, stream: session.stream, epoch: session.epoch)
    }

    /// The publisher presented itself.
    mutating func hear(_ welcome: BusWelcome) {
        guard let stream = StreamID(wire: welcome.stream) else { return }
        if let known = self.stream, known != stream {
            state = .diverged("the cursor is of stream \(known), the publisher's is \(stream)")
        } else if welcome.cursor.isBad || welcome.head < scannedThrough.value {
            state = .diverged(
                "the publisher's record \(scannedThrough) is not the one known here; its head is \(welcome.head)"
            )
        } else {
            session = (stream, welcome.epoch)
            self.stream = stream
            // An earlier session may have heard of a head that this publisher, restored, does not have.
            highestHeard = SequenceNumber(welcome.head)
            isReplayWanted = true
            if state != .live { state = .replaying }
        }
    }

    /// Records, or the news that there are none, came by replay, in answer to the last question: while one is
    /// under way, nothing else moves ``scannedThrough``.
    ///
    /// - Parameter batch: The reply's records; verified.
    /// - Returns: What to deliver.
    /// - Throws: When the answer cannot be right; nothing has changed then.
    mutating func hear(_ replayed: BusReplayed, _ batch: RecordBatch) throws(ReplayFault) -> [FeedEvent] {
        let next = scannedThrough.advanced(by: 1)
        try check(replayed, batch, from: next)
        var events: [FeedEvent] = []
        if replayed.firstRetained > next.value {
            events.append(.gap(next...SequenceNumber(replayed.firstRetained - 1)))
        }
        if batch.count > 0 { events.append(.records(batch)) }
        scannedThrough = SequenceNumber(replayed.scannedThrough)
        let known = replayed.hasPosition ? Cursor(replayed.position) : nil
        if let known, !isWhole, known != position, known != batch.end { events.append(.position(known)) }
        position = known ?? batch.end ?? position
        highestHeard = max(highestHeard, SequenceNumber(replayed.head))
        if replayed.hasDamage {
            isReplayWanted = false
            state = .damaged("record \(replayed.damage.sequence): \(replayed.damage.detail)")
        } else if scannedThrough < highestHeard {
            state = .replaying
        } else {
            isReplayWanted = false
            if isPulseHeard { state = .live }
        }
        return events
    }

    /// A live message came.
    ///
    /// - Returns: What of it to deliver; `nil` for nothing.
    mutating func hear(live batch: RecordBatch, epoch: UInt32) -> RecordBatch? {
        guard let session, let end = batch.end else { return nil }
        guard end.stream == session.stream, epoch == session.epoch else {
            self.session = nil
            return nil
        }
        highestHeard = max(highestHeard, end.sequence)
        guard end.sequence > scannedThrough else { return nil }
        let news = batch.dropping(through: scannedThrough)
        let isNext =
            news.firstSequence == scannedThrough.advanced(by: 1)
            && end.sequence == scannedThrough.advanced(by: news.count)
        guard state == .live, !isReplayWanted, isNext else {
            wantReplay()
            return nil
        }
        position = end
        scannedThrough = end.sequence
        return news
    }

    /// The publisher's heartbeat came.
    mutating func hear(_ pulse: PublisherPulse) {
        guard let session else { return }
        // A head behind us is not the publisher that we followed, whatever its epoch.
        guard pulse.stream == session.stream, pulse.epoch == session.epoch, pulse.head >= scannedThrough
        else {
            self.session = nil
            return
        }
        isPulseHeard = true
        highestHeard = max(highestHeard, pulse.head)
        if pulse.head > scannedThrough {
            wantReplay()
        } else if state == .replaying, !isReplayWanted {
            state = .live
        }
    }

    /// The publisher said that the question belongs to an earlier epoch.
    mutating func loseSession() {
        session = nil
    }

    /// The publisher said that its stream is another one.
    mutating func diverge(_ detail: String) {
        state = .diverged(detail)
    }

    /// Nothing was heard for too long, and the connections are made anew.
    mutating func cutOff() {
        session = nil
        isPulseHeard = false
        isReplayWanted = false
        if state != .connecting { state = .cutOff }
    }

    /// It is time to ask for damaged records again.
    mutating func retryDamage() {
        guard case .damaged = state else { return }
        state = .replaying
        isReplayWanted = true
    }

    /// Checks that nothing is missing in an answer, and nothing too much.
    private func check(
        _ replayed: BusReplayed,
        _ batch: RecordBatch,
        from next: SequenceNumber
    ) throws(ReplayFault) {
        let through = replayed.scannedThrough
        let first = max(next.value, replayed.firstRetained)
        if let end = batch.end, let start = batch.firstSequence {
            guard end.stream == stream else { throw .otherStream(end.stream) }
            let isDense = start.value == first && end.sequence == start.advanced(by: batch.count - 1)
            guard isWhole ? isDense : start.value >= first else { throw .hole(start, end, after: first - 1) }
        }
        let last = batch.end?.sequence.value ?? first - 1
        guard isWhole ? through == last : through >= last, through <= max(replayed.head, scannedThrough.value)
        else { throw .end(through: through, last: last, head: replayed.head) }
        if replayed.hasPosition {
            // The same record twice has the same checksum.
            let mark = Cursor(replayed.position)
            guard let mark, mark.stream == stream, mark.sequence.value == through,
                batch.end?.sequence != mark.sequence || batch.end == mark
            else { throw .position(through: through) }
        }
        if through == scannedThrough.value, through < replayed.head, !replayed.hasDamage {
            throw .nothing(after: through, head: replayed.head)
        }
    }

    private mutating func wantReplay() {
        if case .damaged = state { return }
        isReplayWanted = true
    }
}

/// What is wrong with an answer to a replay.
enum ReplayFault: Error, Equatable, CustomStringConvertible {
    /// The records are of another stream than the publisher's.
    case otherStream(StreamID)
    /// The records do not follow what was asked for, or one another.
    case hole(SequenceNumber, Cursor, after: UInt64)
    /// What was looked at does not fit the records and the head.
    case end(through: UInt64, last: UInt64, head: UInt64)
    /// The position is not that of the record up to which was looked.
    case position(through: UInt64)
    /// Nothing came, although there is more.
    case nothing(after: UInt64, head: UInt64)

    var description: String {
        switch self {
        case .otherStream(let stream): "its records are of stream \(stream)"
        case .hole(let first, let end, let after):
            "its records \(first) to \(end.sequence) do not follow \(after) without a hole"
        case .end(let through, let last, let head):
            "it has looked through \(through) of \(head), but its records end at \(last)"
        case .position(let through): "its position is not that of record \(through)"
        case .nothing(let after, let head): "nothing came after \(after) although its head is \(head)"
        }
    }
}

extension BusCursorVerdict {
    /// The cursor is not known to lie in the stream. A verdict that only a later version knows says no more.
    fileprivate var isBad: Bool {
        switch self {
        case .unspecified, .matches: false
        case .diverged, .UNRECOGNIZED: true
        }
    }
}

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
    /// The last delivered record; `nil` before the first.
    private(set) var cursor: Cursor?
    /// Everything up to here was delivered, or is of no interest.
    private(set) var scannedThrough: SequenceNumber

    private var session: (stream: StreamID, epoch: UInt32)?
    /// The stream of the first welcome, for ever: numbers mean something only within one.
    private var stream: StreamID?
    private var highestHeard = SequenceNumber.zero
    private var isReplayWanted = false
    private var isPulseHeard = false

    /// - Parameter cursor: The last record that the consumer has stored.
    init(after cursor: Cursor?) {
        self.cursor = cursor
        stream = cursor?.stream
        scannedThrough = cursor?.sequence ?? .zero
    }

    /// What to ask now; `nil` while there is nothing to ask.
    var question: Question? {
        if case .diverged = state { return nil }
        guard let session else { return .hello(cursor) }
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
                "the publisher's record \(scannedThrough) is not the one delivered; its head is \(welcome.head)"
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

    /// Records, or the news that there are none, came by replay.
    ///
    /// - Parameter batch: The reply's records; verified.
    /// - Returns: What to deliver.
    mutating func hear(_ replayed: BusReplayed, _ batch: RecordBatch) -> [FeedEvent] {
        var events: [FeedEvent] = []
        let next = scannedThrough.advanced(by: 1)
        // An answer to an earlier question, which a repeated one has overtaken.
        guard replayed.scannedThrough >= scannedThrough.value, (batch.firstSequence ?? next) >= next else {
            return []
        }
        if replayed.firstRetained > next.value {
            events.append(.gap(next...SequenceNumber(replayed.firstRetained - 1)))
        }
        if batch.count > 0 {
            events.append(.records(batch))
            cursor = batch.end
        }
        scannedThrough = SequenceNumber(replayed.scannedThrough)
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
        cursor = end
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

    private mutating func wantReplay() {
        if case .damaged = state { return }
        isReplayWanted = true
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

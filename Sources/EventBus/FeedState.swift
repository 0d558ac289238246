import EventSchema

/// How a feed stands to its publisher.
public enum FeedState: Sendable, Equatable {
    /// Not yet heard of the publisher.
    case connecting
    /// Reading the past; more is known to exist than was delivered.
    case replaying
    /// Everything that the publisher has was delivered, and it was heard within three seconds.
    case live
    /// Nothing is heard of the publisher; the feed keeps trying.
    case cutOff
    /// The publisher cannot read the next records; the feed asks again every ten seconds.
    case damaged(String)
    /// The publisher refuses this feed, or answers in a version that is not known here: one of the two must
    /// be changed. The feed keeps trying, in case another publisher takes this one's place.
    case refused(String)
    /// The publisher's stream is not the one that the cursor comes from. The feed has ended: numbers
    /// would be used twice. An operator decides.
    case diverged(String)
}

/// What a feed delivers, in order.
public enum FeedEvent: Sendable {
    /// Records that directly follow those before, as far as the interest goes.
    case records(RecordBatch)
    /// Records that can never be had any more, because retention removed them; to be put on record.
    case gap(ClosedRange<SequenceNumber>)
    /// The feed stands differently from now on.
    case state(FeedState)
    /// Everything up to this record was delivered or is of no interest: what to store as the cursor. Only a feed
    /// of a part says so; where it follows everything, that is the last record delivered.
    case position(Cursor)
    /// The publisher was heard; everything up to `head` was delivered before.
    case heartbeat(PublisherPulse)
}

/// What a publisher says of itself once a second.
public struct PublisherPulse: Sendable, Equatable {
    /// The publisher's stream.
    public let stream: StreamID
    /// Rises at every start of the publisher.
    public let epoch: UInt32
    /// The last durable record.
    public let head: SequenceNumber
    /// The publisher's clock.
    public let clock: Timestamp
    /// Whether a player sets that clock, so that timers should run on it instead of the wall clock.
    public let isPlayed: Bool

    init?(_ heartbeat: BusHeartbeat) {
        guard let stream = StreamID(wire: heartbeat.stream) else { return nil }
        self.stream = stream
        epoch = heartbeat.epoch
        head = SequenceNumber(heartbeat.head)
        clock = Timestamp(nanoseconds: heartbeat.clock)
        isPlayed = heartbeat.isPlayed
    }
}

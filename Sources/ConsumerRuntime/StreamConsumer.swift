public import EventBus
public import EventSchema

/// A stream that is being followed.
public struct FollowedStream: Sendable {
    /// Where it comes from.
    public let publisher: FollowedPublisher
    /// Which stream.
    public let stream: StreamID
    /// Which start of the publisher this is.
    public let epoch: UInt32
    /// Whether a player sets the publisher's clock, so that timers run on that clock.
    public let isPlayed: Bool
    /// The last record that there was when the publisher was asked, 0 for none; what lies up to it is the past.
    public let headAtStart: SequenceNumber
    /// The publisher's clock when it was asked.
    public let clock: Timestamp
}

/// What a consumer makes of the streams that it follows.
///
/// Every publisher has a follower of its own, so calls for different streams may come at once; those for
/// one stream come one after the other. Nothing in them may block the thread that calls.
public protocol StreamConsumer: Sendable {
    /// The last record of a stream that the consumer has stored; `nil` starts at its first.
    ///
    /// Asked each time a stream begins to be followed.
    ///
    /// - Throws: ``StreamDivergence`` when it is another stream than was stored; anything else ends the process.
    func cursor(of stream: FollowedStream) async throws -> Cursor?

    /// Takes what has come, in order, and stores it.
    ///
    /// - Returns: The last record that is stored now; `nil` when that has not changed.
    /// - Throws: ``StreamDivergence`` when it is another stream than was stored; anything else ends the process,
    ///   as what cannot be stored must not be passed over.
    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor?
}

import EventSchema
import ZeroMQ

/// The named limits and times of the bus.
public enum BusLimits {
    /// The version of the request protocol.
    package static let protocolVersion: UInt32 = 1
    /// How often the publisher broadcasts its head.
    public static let heartbeatInterval = Duration.seconds(1)
    /// Three missing heartbeats mean that the publisher, or the way to it, is gone.
    public static let silenceMax = Duration.seconds(3)
    /// How long an asker waits before it opens a new connection and asks again: the first time, doubled
    /// each time, and at most. One that always gave up first would never hear from a busy publisher.
    public static let replyTimeout = Duration.seconds(3)...Duration.seconds(24)
    /// The first and the longest pause between attempts to reach a publisher.
    public static let retryPause = Duration.milliseconds(100)...Duration.seconds(5)
    /// How long a feed waits before it asks again for records that the publisher cannot read.
    public static let damagePause = Duration.seconds(10)
    /// The most bytes of records that one reply to a replay carries.
    public static let replayByteCountMax = SchemaLimits.commitByteCountMax
    /// The most bytes of events, with their byte counts, in one request.
    public static let publishByteCountMax = SchemaLimits.commitByteCountMax
    /// The longest name of a consumer, in bytes of UTF-8.
    public static let consumerNameByteCountMax = 64
    /// The longest topic filter; libzmq 4.3.4 breaks subscriptions of 246 bytes and more.
    public static let topicByteCountMax = 200
    /// Requests of one connection that may be under way at once.
    public static let requestsInFlightMax = 16
    /// Requests that may wait in a client before callers are refused, in bytes of memory.
    public static let requestsWaitingByteCountMax = 64 * 1_024 * 1_024
    /// Records that a feed holds ready for a slow consumer, in bytes; beyond it the feed stops reading.
    public static let handoffByteCountMax = 8 * SchemaLimits.commitByteCountMax
    /// Replies beyond this length are handed to libzmq one at a time for each peer, in bytes.
    static let shortReplyByteCountMax = 4 * 1_024
    /// Long replies that wait for one peer; beyond it the newest is dropped.
    static let repliesPerPeerMax = 2 * requestsInFlightMax
    /// Long replies that wait for all peers together, in bytes; beyond it the slowest lose theirs.
    package static let repliesWaitingByteCountMax = 128 * 1_024 * 1_024
    /// Subscription prefixes that a publisher keeps; beyond it, it hangs up on every subscriber.
    public static let subscriptionsMax = 10_000

    /// 64 commits of at most 1 MiB towards each subscriber. From it come subscriptions alone, so little is
    /// read ahead, and nothing that is longer than a topic with the command around it.
    static let live: SocketOptions = {
        var options = SocketOptions(sendQueueMax: 64, receiveQueueMax: 100)
        options.receivedByteCountMax = topicByteCountMax + 56
        return options
    }()
    /// A SUB must not limit what it sends: its subscriptions would be dropped beyond it.
    static let subscriber = SocketOptions(sendQueueMax: 0, receiveQueueMax: 64)
    /// Twice what one well-behaved connection has under way, of at most 1 MiB each.
    /// A frame that is too long by less than its limit again is answered, before which the connection would end.
    static let requests: SocketOptions = {
        var options = SocketOptions(
            sendQueueMax: Int32(2 * requestsInFlightMax),
            receiveQueueMax: Int32(2 * requestsInFlightMax)
        )
        options.receivedByteCountMax = 2 * publishByteCountMax
        return options
    }()
    static let asker = SocketOptions(
        sendQueueMax: Int32(requestsInFlightMax),
        receiveQueueMax: Int32(requestsInFlightMax)
    )
}

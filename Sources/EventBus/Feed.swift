import EventSchema
import Synchronization
import ZeroMQ

/// A consumer's end of a stream: every record once, in order, however it has to be fetched.
///
/// Run ``run()`` in a task and take with ``next()`` in another. A slow consumer is never flooded: beyond
/// ``BusLimits/handoffByteCountMax`` the feed stops reading, the broadcast is dropped towards it, and
/// replay brings what was missed.
public final class Feed: Sendable {
    /// Where and what to read.
    public struct Settings: Sendable {
        /// The publisher's live socket, for example `tcp://127.0.0.1:5556`.
        public var live: String
        /// The publisher's request socket, for example `tcp://127.0.0.1:5557`.
        public var requests: String
        /// The consumer's name, at most ``BusLimits/consumerNameByteCountMax`` bytes; empty for somebody
        /// who only looks.
        public var consumer: String
        /// Which part of the stream.
        public var interest: Interest

        /// - Parameters:
        ///   - live: The publisher's live socket.
        ///   - requests: The publisher's request socket.
        ///   - consumer: The consumer's name, under which it reports; empty for none.
        ///   - interest: Which part of the stream.
        public init(live: String, requests: String, consumer: String = "", interest: Interest = .everything) {
            self.live = live
            self.requests = requests
            self.consumer = consumer
            self.interest = interest
        }
    }

    struct Orders {
        var report: Cursor?
        var isClosed = false
    }

    private let settings: Settings
    private let cursor: Cursor?
    private let wakeUp: WakeUp
    private let handoff: Handoff<FeedEvent>
    private let orders = Mutex(Orders())

    /// - Parameter cursor: The last record that the consumer has stored; `nil` starts at the first.
    /// - Throws: ``ZeroMQError`` when the process has no file handle left.
    public init(_ settings: Settings, after cursor: Cursor?) throws(ZeroMQError) {
        self.settings = settings
        self.cursor = cursor
        wakeUp = try WakeUp()
        handoff = Handoff(weightMax: BusLimits.handoffByteCountMax, roomBell: wakeUp)
    }

    /// Reads until ``close()``, or until the stream turns out to be another one.
    public func run() async throws {
        defer { handoff.finish() }
        try await SocketThread.run(label: "scenewire.feed") { [self] in
            var loop = try FeedLoop(settings, after: cursor, handoff: handoff, wakeUp: wakeUp)
            try loop.run {
                orders.withLock { orders in
                    defer { orders.report = nil }
                    return orders
                }
            }
        }
    }

    /// What comes next; one task at a time may call it.
    ///
    /// - Returns: `nil` once the feed has ended and everything was taken.
    public func next() async -> FeedEvent? {
        await handoff.take()
    }

    /// Everything that has come meanwhile, in order, so that it can be stored in one go; one task at a time
    /// may call it.
    ///
    /// - Returns: At least one element and about ``BusLimits/handoffByteCountMax`` of records at most; empty
    ///   once the feed has ended and everything was taken.
    public func nextAll() async -> [FeedEvent] {
        guard let first = await handoff.take() else { return [] }
        return [first] + handoff.takeWaiting()
    }

    /// Tells the publisher how far the consumer has stored the stream. It matters for what others see of
    /// this consumer's lag, and for retention, never for what the feed delivers.
    public func report(_ cursor: Cursor) {
        orders.withLock { $0.report = cursor }
        wakeUp.ring()
    }

    /// Ends ``run()``. Any thread may call it.
    public func close() {
        orders.withLock { $0.isClosed = true }
        wakeUp.ring()
    }
}

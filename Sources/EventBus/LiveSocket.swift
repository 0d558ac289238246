import EventSchema
import SwiftProtobuf
import ZeroMQ

/// The publisher's end of the live broadcast; it lives on the thread that commits.
///
/// A broadcast may be dropped towards a subscriber whose queue is full. That is meant: one that sleeps
/// must not slow the others, and it finds the hole by the sequence numbers and fetches what it missed.
package struct LiveSocket: ~Copyable {
    /// Subscriptions that are heard in one turn, so that nobody who sends them without end holds up a commit.
    private static let messagesPerTurn = 1_000

    private var socket: Socket
    private var frame = Frame()
    private var subscriptions = Subscriptions()
    /// Whether the next frame continues a message, which then is no subscription.
    private var isWithinMessage = false

    /// The address, with the port that the system chose.
    package let endpoint: String

    /// Live messages handed to libzmq so far.
    package private(set) var sentCount = 0
    /// How often everybody was hung up on because of a flood of subscriptions.
    package private(set) var floodCount = 0

    /// Listens on `endpoint`.
    package init(endpoint: String) throws(ZeroMQError) {
        let socket = try Socket(.xpub, options: BusLimits.live)
        try socket.bind(to: endpoint)
        self.endpoint = socket.lastEndpoint
        self.socket = socket
    }

    /// How many different prefixes are subscribed to.
    package var subscriptionCount: Int { subscriptions.count }

    /// Waits until somebody subscribes, `wakeUp` rings or time is up.
    ///
    /// - Returns: Whether somebody has subscribed and should hear a heartbeat at once.
    package mutating func wait(or wakeUp: WakeUp, timeout: Duration) throws(ZeroMQError) -> Bool {
        guard try Poll.wait(for: socket, or: wakeUp, timeout: timeout) else { return false }
        return try readSubscriptions()
    }

    /// Hears who came and went since the last call, without waiting.
    ///
    /// - Returns: Whether somebody has subscribed and should hear a heartbeat at once.
    package mutating func readSubscriptions() throws(ZeroMQError) -> Bool {
        var hasNewcomer = false
        for _ in 0..<Self.messagesPerTurn {
            guard try socket.receive(into: &frame) else { break }
            // A subscriber may send anything; only a lone frame is a subscription.
            let isLone = !isWithinMessage && !frame.hasMore
            isWithinMessage = frame.hasMore
            guard isLone else { continue }
            if subscriptions.receive(frame.bytes) { hasNewcomer = true }
            if subscriptions.isFlooded {
                floodCount += 1
                try startAnew()
                return false
            }
        }
        return hasNewcomer
    }

    /// Hangs up on everybody and listens again.
    ///
    /// libzmq 4.3.4 keeps every prefix of every peer, without a limit and with no way to be rid of one peer.
    /// Feeds come back by themselves, and replay brings what they missed.
    package mutating func startAnew() throws(ZeroMQError) {
        (subscriptions, isWithinMessage) = (Subscriptions(), false)
        socket = try Socket(.xpub, options: BusLimits.live)
        try socket.bindAgain(to: endpoint)
    }

    /// Sends one durable commit to those who follow everything, and its parts to those who follow a part.
    package mutating func broadcast(_ batch: RecordBatch) throws(ZeroMQError) {
        if subscriptions.want(Topic.stream) { try send(batch.bytes, under: Topic.stream) }
        guard subscriptions.wantParts else { return }
        for (topic, bytes) in batch.bytesByTopic() where subscriptions.want(topic) {
            try send(bytes, under: topic)
        }
    }

    /// Tells everybody where the stream stands.
    package mutating func send(_ heartbeat: BusHeartbeat) throws {
        let bytes: [UInt8] = try heartbeat.serializedBytes()
        try send(bytes, under: Topic.heartbeat)
    }

    private mutating func send(_ bytes: [UInt8], under topic: [UInt8]) throws(ZeroMQError) {
        // XPUB never says that it would block: it drops towards the peer that is full.
        if try socket.send(topic, more: true) {
            _ = try socket.send(bytes)
            sentCount += 1
        }
    }
}

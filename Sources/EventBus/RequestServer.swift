import EventSchema
import SwiftProtobuf
import Synchronization
import ZeroMQ

/// Carries out requests; called on the request thread, so it must not block.
package protocol RequestHandler: Sendable {
    /// - Parameter reply: To be called once, from any thread, now or later. A handler that cannot answer lets go of it;
    ///   the peer asks again.
    func handle(_ request: IncomingRequest, reply: @escaping @Sendable (OutgoingReply) -> Void)
}

/// Who asks, for as long as the connection lasts.
package struct RequestPeer: Hashable, Sendable {
    /// The routing id that the ROUTER gave to the connection.
    package let id: [UInt8]
    /// `nil` where the kernel knows of none.
    package let connection: PeerConnection?

    package init(id: [UInt8], connection: PeerConnection?) {
        (self.id, self.connection) = (id, connection)
    }

    /// Whether an answer would be for nobody, as far as this machine knows.
    package var isGone: Bool { connection?.isOpen == false }

    package static func == (first: Self, second: Self) -> Bool { first.id == second.id }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A request that could be read.
package struct IncomingRequest: Sendable {
    /// Who asks.
    package let peer: RequestPeer
    /// The authenticated name of the asker; empty while the bus runs without keys.
    package let principal: String
    /// What is asked.
    package let body: BusRequest.OneOf_Body
    /// The second frame, empty when there was none.
    package let payload: [UInt8]
}

/// What an asker is told.
package struct OutgoingReply: Sendable {
    /// The answer.
    package let body: BusReply.OneOf_Body
    /// The second frame; `nil` sends none.
    package let payload: [UInt8]?

    package init(_ body: BusReply.OneOf_Body, payload: [UInt8]? = nil) {
        self.body = body
        self.payload = payload
    }

    /// Refuses the request as a whole.
    package static func refusal(_ fault: BusRequestFault, _ detail: String) -> Self {
        Self(.refusal(.with { ($0.fault, $0.detail) = (fault, detail) }))
    }
}

/// The publisher's end of the request socket.
package final class RequestServer: Sendable {
    private struct Waiting {
        var replies: [(peer: RequestPeer, frames: [[UInt8]])] = []
        /// Replies that libzmq has let go of.
        var released: [(peer: RequestPeer, number: UInt64)] = []
        var startsAnew = false
        /// Requests that were handed to the handler and are neither answered nor given up.
        var underWay = 0
        var isStopping = false

        /// - Returns: Whether it is the only one that waits.
        mutating func append(_ frames: [[UInt8]], to peer: RequestPeer) -> Bool {
            replies.append((peer, frames))
            return replies.count == 1
        }
    }

    /// Messages that are read before replies get their turn.
    private static let messagesPerTurn = 64
    /// How long a stop waits for the replies to what is under way.
    private static let stopTimeout = Duration.seconds(5)

    private let handler: any RequestHandler
    private let wakeUp: WakeUp
    private let repliesDropped: @Sendable (Int) -> Void
    // Bounded by what the handler takes on: every request has at most one reply.
    private let waiting = Mutex(Waiting())

    /// - Parameter repliesDropped: Told, on the request thread, how many replies a peer has lost that does not
    ///   read them.
    /// - Throws: ``ZeroMQError`` when the process has no file handle left.
    package init(
        handler: any RequestHandler,
        repliesDropped: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(ZeroMQError) {
        self.handler = handler
        self.repliesDropped = repliesDropped
        wakeUp = try WakeUp()
    }

    /// Serves until ``stop()``; to be run on a thread of its own.
    ///
    /// - Parameter onBound: Gets the address, with the port that the system chose.
    package func run(endpoint: String, onBound: (String) -> Void) throws(ZeroMQError) {
        var socket = try Socket(.router, options: BusLimits.requests)
        try socket.bind(to: endpoint)
        let bound = socket.lastEndpoint
        onBound(bound)
        var queue = ReplyQueue()
        var frame = Frame()
        var stopLimit: ContinuousClock.Instant?
        while true {
            var isReadable = false
            if stopLimit == nil {
                isReadable = try Poll.wait(for: socket, or: wakeUp, timeout: .seconds(60))
            } else {
                try Poll.wait(for: wakeUp, timeout: .milliseconds(100))
            }
            let news = waiting.withLock { waiting in
                defer { (waiting.replies, waiting.released, waiting.startsAnew) = ([], [], false) }
                return waiting
            }
            try send(news, &queue, on: socket)
            if news.isStopping {
                // Nothing new is read; who has been heard gets an answer.
                let limit = stopLimit ?? .now + Self.stopTimeout
                stopLimit = limit
                if news.underWay == 0 || .now >= limit { return }
                continue
            }
            if news.startsAnew {
                queue.removeAll()
                socket = try Socket(.router, options: BusLimits.requests)
                try socket.bindAgain(to: bound)
                continue
            }
            guard isReadable else { continue }
            // Sender, request, payload.
            for _ in 0..<Self.messagesPerTurn {
                guard let frames = try socket.receiveMessage(frameCountMax: 3, using: &frame) else { break }
                receive(frames, over: frame.connection)
            }
        }
    }

    /// Reads no more requests, answers those under way, and ends ``run(endpoint:onBound:)``.
    ///
    /// Any thread may call it.
    package func stop() {
        waiting.withLock { $0.isStopping = true }
        wakeUp.ring()
    }

    /// Hangs up on everybody and listens again; peers come back by themselves and ask again. Any thread may
    /// call it.
    ///
    /// It is what ends a message without an end: libzmq 4.3.4 keeps all its frames, and has no way to be rid of
    /// one peer.
    package func startAnew() {
        waiting.withLock { $0.startsAnew = true }
        wakeUp.ring()
    }

    private func receive(_ frames: [[UInt8]], over connection: PeerConnection?) {
        // Without a sender, or with too many frames, there is nobody who could read an answer.
        guard frames.count >= 2 else { return }
        let peer = RequestPeer(id: frames[0], connection: connection)
        guard let request = try? BusRequest(serializedBytes: frames[1]) else {
            send(.refusal(.malformed, "the first frame is not a scenewire.v1.Request"), id: 0, to: peer)
            return
        }
        guard request.version == BusLimits.protocolVersion else {
            let detail = "version \(request.version) is not known; known is \(BusLimits.protocolVersion)"
            send(.refusal(.unsupportedVersion, detail), id: request.id, to: peer)
            return
        }
        guard let body = request.body else {
            send(
                .refusal(.malformed, "the request asks nothing that is known here"),
                id: request.id,
                to: peer
            )
            return
        }
        let payload = frames.count > 2 ? frames[2] : []
        waiting.withLock { $0.underWay += 1 }
        // Keys will give the sender a name; until then nobody has one.
        let incoming = IncomingRequest(
            peer: peer,
            principal: "",
            body: body,
            payload: payload
        )
        let pending = PendingReply { [self] reply in settle(reply, id: request.id, of: peer) }
        handler.handle(incoming) { pending.send($0) }
    }

    /// Answers what was never handed to the handler.
    private func send(_ reply: OutgoingReply, id: UInt64, to peer: RequestPeer) {
        guard let frames = Self.frames(of: reply, id: id) else { return }
        let isFirst = waiting.withLock { $0.append(frames, to: peer) }
        // The thread takes all that wait at once, so one ring serves them all.
        if isFirst { wakeUp.ring() }
    }

    /// Ends a request that was under way, with its reply if there is one.
    private func settle(_ reply: OutgoingReply?, id: UInt64, of peer: RequestPeer) {
        let frames = reply.flatMap { Self.frames(of: $0, id: id) }
        let isNews = waiting.withLock { waiting in
            waiting.underWay -= 1
            guard let frames else { return waiting.isStopping }
            return waiting.append(frames, to: peer)
        }
        if isNews { wakeUp.ring() }
    }

    private static func frames(of reply: OutgoingReply, id: UInt64) -> [[UInt8]]? {
        let envelope = BusReply.with {
            $0.version = BusLimits.protocolVersion
            $0.id = id
            $0.body = reply.body
        }
        // Encoding fails only for a message over 2 GiB, which no reply is.
        guard let bytes: [UInt8] = try? envelope.serializedBytes() else { return nil }
        return reply.payload.map { [bytes, $0] } ?? [bytes]
    }

    /// Sends what is short at once, and of what is long as much as the peers take.
    private func send(
        _ news: Waiting,
        _ queue: inout ReplyQueue,
        on socket: borrowing Socket
    ) throws(ZeroMQError) {
        var peers: [RequestPeer] = []
        var droppedCount = 0
        for (peer, number) in news.released {
            queue.release(number, of: peer)
            peers.append(peer)
        }
        for (peer, frames) in news.replies {
            if frames.allSatisfy({ $0.count <= BusLimits.shortReplyByteCountMax }) {
                // A peer that is gone or does not read loses the reply; it asks again.
                _ = try Self.send(frames, to: peer, on: socket)
            } else {
                droppedCount += queue.append(frames, to: peer)
                peers.append(peer)
                // At once, so that one who reads is not taken for slow.
                try sendNext(to: peer, &queue, on: socket)
            }
        }
        for peer in peers { try sendNext(to: peer, &queue, on: socket) }
        if let slowest = queue.peerToHangUpOn(at: .now) {
            slowest.connection?.hangUp()
            queue.remove(slowest)
            droppedCount += 1
        }
        if droppedCount > 0 { repliesDropped(droppedCount) }
    }

    private func sendNext(
        to peer: RequestPeer,
        _ queue: inout ReplyQueue,
        on socket: borrowing Socket
    ) throws(ZeroMQError) {
        guard let reply = queue.next(for: peer, at: .now) else { return }
        let isSent = try Self.send(reply.frames, to: peer, on: socket) { [self] in
            let isFirst = waiting.withLock { waiting in
                waiting.released.append((peer, reply.number))
                return waiting.released.count == 1
            }
            if isFirst { wakeUp.ring() }
        }
        if !isSent { queue.remove(peer) }
    }

    /// - Returns: `false` when the peer is gone or takes no more.
    private static func send(
        _ frames: [[UInt8]],
        to peer: RequestPeer,
        on socket: borrowing Socket,
        released: (@Sendable () -> Void)? = nil
    ) throws(ZeroMQError) -> Bool {
        guard try socket.send(peer.id, more: true) else { return false }
        for (index, frame) in frames.enumerated() {
            if index == frames.count - 1, let released { return try socket.send(frame, released: released) }
            guard try socket.send(frame, more: index < frames.count - 1) else { return false }
        }
        return true
    }
}

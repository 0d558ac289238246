import CZeroMQ

/// What is set on a socket before it binds or connects.
///
/// The fixed ones are the same for every socket. They end half-open connections, which TCP alone keeps
/// for two hours; bound what a stranger can make us hold; and let a process end without waiting.
///
/// No socket sends pings of ZMTP. libzmq 4.3.4 ends the process (`!_io_error`, libzmq issue 4364) when a ping
/// is due to a peer that is gone while the queue from it is full, which any peer can bring about. Keep-alive of
/// TCP finds dead peers; the bus has a heartbeat of its own, whose silence a feed notices sooner, and a request
/// has a time limit.
public struct SocketOptions: Sendable {
    /// The longest frame that a socket accepts unless it is told otherwise, in bytes: a commit of 1 MiB and
    /// room for its envelope.
    public static let frameByteCountMax = 1_114_112

    /// The longest frame that is accepted from a peer, in bytes; one who sends a longer one is cut off.
    public var receivedByteCountMax = frameByteCountMax
    /// Messages that may wait towards one peer; 0 means no limit and belongs only on a SUB, whose
    /// subscriptions would else be dropped beyond it (libzmq `xsub.cpp`, `send_subscription`).
    public var sendQueueMax: Int32
    /// Messages that may wait from one peer.
    public var receiveQueueMax: Int32

    /// - Parameters:
    ///   - sendQueueMax: Messages that may wait towards one peer.
    ///   - receiveQueueMax: Messages that may wait from one peer.
    public init(sendQueueMax: Int32, receiveQueueMax: Int32) {
        self.sendQueueMax = sendQueueMax
        self.receiveQueueMax = receiveQueueMax
    }

    /// Number and value of every option for a socket of `kind`.
    func values(for kind: SocketKind) -> [(option: Int32, value: Int32)] {
        var values: [(Int32, Int32)] = [
            (ZMQ_SNDHWM, sendQueueMax), (ZMQ_RCVHWM, receiveQueueMax),
            // What must not be lost is acknowledged; nothing is owed to a closed socket.
            (ZMQ_LINGER, 0),
            (ZMQ_HANDSHAKE_IVL, 5_000),
            (ZMQ_TCP_KEEPALIVE, 1), (ZMQ_TCP_KEEPALIVE_IDLE, 30), (ZMQ_TCP_KEEPALIVE_INTVL, 10),
            (ZMQ_TCP_KEEPALIVE_CNT, 3),
            (ZMQ_RECONNECT_IVL, 100), (ZMQ_RECONNECT_IVL_MAX, 5_000),
            (ZMQ_BACKLOG, 1_024),
        ]
        switch kind {
        case .xpub: values.append((ZMQ_XPUB_VERBOSE, 1))
        // A reply that cannot be sent is an error to see, not a silent drop.
        case .router: values.append((ZMQ_ROUTER_MANDATORY, 1))
        // A request to a publisher that is not there waits with us, where its time limit runs.
        case .dealer: values.append((ZMQ_IMMEDIATE, 1))
        case .sub: break
        }
        return values
    }
}

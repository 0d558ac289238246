import CZeroMQ

/// The socket types that the bus uses.
public enum SocketKind: Sendable {
    /// Broadcasts, and hears who subscribes to what.
    case xpub
    /// Subscribes.
    case sub
    /// Answers many.
    case router
    /// Asks one.
    case dealer

    var type: Int32 {
        switch self {
        case .xpub: ZMQ_XPUB
        case .sub: ZMQ_SUB
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        }
    }
}

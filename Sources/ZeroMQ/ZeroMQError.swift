import CZeroMQ
import Glibc

/// A call into libzmq failed.
public struct ZeroMQError: Error, Equatable, CustomStringConvertible {
    /// What libzmq left in `errno`; its own codes lie above 156384712 (zmq.h).
    public let code: Int32
    /// The call that failed.
    public let call: String
    /// The endpoint that the call was about, empty when there was none.
    public let endpoint: String

    /// The last error of this thread; to be read right after the failing call.
    static func last(_ call: String, endpoint: String = "") -> ZeroMQError {
        ZeroMQError(code: zmq_errno(), call: call, endpoint: endpoint)
    }

    /// Another socket has the address.
    public var isAddressInUse: Bool { code == EADDRINUSE }

    /// The call, the endpoint if there was one, and libzmq's words.
    public var description: String {
        let text = unsafe String(cString: zmq_strerror(code))
        return endpoint.isEmpty ? "\(call): \(text)" : "\(call) \(endpoint): \(text)"
    }
}

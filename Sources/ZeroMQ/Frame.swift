import CZeroMQ

/// One received frame; the same value serves for many, so that small frames cost no allocation.
@safe public struct Frame: ~Copyable {
    // On the heap: small frames live inside zmq_msg_t itself, so its address must not move.
    let slot: UnsafeMutablePointer<zmq_msg_t>

    /// An empty frame to receive into.
    public init() {
        unsafe slot = .allocate(capacity: 1)
        _ = unsafe zmq_msg_init(slot)
    }

    deinit {
        _ = unsafe zmq_msg_close(slot)
        unsafe slot.deallocate()
    }

    /// The length of what was received last.
    public var byteCount: Int { unsafe zmq_msg_size(slot) }

    /// Whether more frames of the same message follow.
    public var hasMore: Bool { unsafe zmq_msg_more(slot) == 1 }

    /// A copy of the bytes.
    public var bytes: [UInt8] {
        unsafe [UInt8](UnsafeRawBufferPointer(start: zmq_msg_data(slot), count: byteCount))
    }

    /// Calls `body` with the bytes in place; the span cannot outlive the call.
    public borrowing func withBytes<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        let span = unsafe RawSpan(_unsafeStart: zmq_msg_data(slot), byteCount: zmq_msg_size(slot))
        return try body(span)
    }

    /// - Returns: `false` when nothing waits.
    mutating func receive(from socket: UnsafeMutableRawPointer) throws(ZeroMQError) -> Bool {
        while unsafe zmq_msg_recv(slot, socket, ZMQ_DONTWAIT) == -1 {
            switch zmq_errno() {
            case EAGAIN: return false
            case EINTR: continue
            default: throw .last("zmq_msg_recv")
            }
        }
        return true
    }
}

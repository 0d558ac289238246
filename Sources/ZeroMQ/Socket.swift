import CZeroMQ
import Glibc

/// A libzmq socket, owned by the thread that made it.
///
/// It never blocks: ``Poll`` waits, and every send and receive says whether it could. Being neither
/// copyable nor sendable, it cannot reach a second thread, which would end the process inside libzmq.
@safe public struct Socket: ~Copyable {
    private let handle: UnsafeMutableRawPointer

    /// Opens a socket and sets `options`, all of them before the first bind or connect.
    ///
    /// - Throws: ``ZeroMQError`` when the process has no socket or file handle left.
    public init(_ kind: SocketKind, options: SocketOptions) throws(ZeroMQError) {
        guard let handle = unsafe zmq_socket(Context.shared.handle, kind.type) else {
            throw .last("zmq_socket")
        }
        do throws(ZeroMQError) {
            for (option, value) in options.values(for: kind) {
                try unsafe Self.set(option, to: value, on: handle)
            }
            try unsafe Self.set(ZMQ_MAXMSGSIZE, to: Int64(options.receivedByteCountMax), on: handle)
        } catch {
            _ = unsafe zmq_close(handle)
            throw error
        }
        unsafe self.handle = unsafe handle
    }

    deinit {
        _ = unsafe zmq_close(handle)
    }

    /// How long an address may stay taken after its socket was closed, and how often it is looked at.
    private static let rebindTimeout = Duration.seconds(5)
    private static let rebindPause = Duration.milliseconds(1)

    /// Listens on `endpoint`, for example `tcp://127.0.0.1:5556`; port `*` lets the system choose.
    ///
    /// A file at the path of an `ipc` endpoint is replaced only if it is a socket that nobody serves.
    public func bind(to endpoint: String) throws(ZeroMQError) {
        if let code = SocketFile.fault(ofBindingTo: endpoint) {
            throw ZeroMQError(code: code, call: "zmq_bind", endpoint: endpoint)
        }
        guard unsafe zmq_bind(handle, endpoint) == 0 else { throw .last("zmq_bind", endpoint: endpoint) }
    }

    /// Listens where a socket of this process did until just now; it blocks.
    ///
    /// A closed socket gives its address back on a thread of libzmq's own, a moment later, and removes its file
    /// in the end, even if that is a newer one's.
    public func bindAgain(to endpoint: String) throws(ZeroMQError) {
        let (deadline, never) = (ContinuousClock.now + Self.rebindTimeout, try WakeUp())
        while true {
            do throws(ZeroMQError) {
                if !SocketFile.isPresent(endpoint) || .now >= deadline { return try bind(to: endpoint) }
            } catch {
                guard error.isAddressInUse, .now < deadline else { throw error }
            }
            try Poll.wait(for: never, timeout: Self.rebindPause)
        }
    }

    /// Connects, and connects again whenever the peer comes back.
    public func connect(to endpoint: String) throws(ZeroMQError) {
        guard unsafe zmq_connect(handle, endpoint) == 0 else {
            throw .last("zmq_connect", endpoint: endpoint)
        }
    }

    /// Where the socket was bound last, with the port that the system chose.
    public var lastEndpoint: String {
        var text = [CChar](repeating: 0, count: 256)
        var count = text.count
        guard unsafe zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &count) == 0, count > 0 else {
            return ""
        }
        return String(decoding: text[..<(count - 1)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Asks a publisher for every topic that starts with `prefix`; SUB only.
    public func subscribe(to prefix: [UInt8]) throws(ZeroMQError) {
        guard unsafe zmq_setsockopt(handle, ZMQ_SUBSCRIBE, prefix, prefix.count) == 0 else {
            throw .last("zmq_setsockopt(SUBSCRIBE)")
        }
    }

    /// Sends one frame.
    ///
    /// - Parameter more: Whether further frames of the same message follow.
    /// - Returns: `false` when the queue is full or the peer is gone, and nothing was sent. Once the first
    ///   frame of a message went, libzmq takes the others.
    /// - Throws: ``ZeroMQError`` when the socket is of no more use.
    public func send(_ bytes: [UInt8], more: Bool = false) throws(ZeroMQError) -> Bool {
        let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
        while true {
            let sent = unsafe bytes.withUnsafeBytes {
                unsafe zmq_send(handle, $0.baseAddress, $0.count, flags)
            }
            if sent >= 0 { return true }
            switch zmq_errno() {
            case EAGAIN, EHOSTUNREACH: return false
            case EINTR: continue
            default: throw .last("zmq_send")
            }
        }
    }

    /// Sends the last frame of a message, and says when libzmq does not hold its bytes any more: the kernel has
    /// them, or the peer is gone.
    ///
    /// - Parameter released: Called once, also when nothing was sent, from any thread; it must not block.
    /// - Returns: As ``send(_:more:)``.
    public func send(_ bytes: [UInt8], released: @escaping @Sendable () -> Void) throws(ZeroMQError) -> Bool {
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        unsafe bytes.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            unsafe buffer.copyMemory(from: address, byteCount: bytes.count)
        }
        let hint = unsafe Unmanaged.passRetained(Release(released)).toOpaque()
        var message = zmq_msg_t()
        guard unsafe zmq_msg_init_data(&message, buffer, bytes.count, Release.letGo, hint) == 0 else {
            unsafe Release.letGo(buffer, hint)
            throw .last("zmq_msg_init_data")
        }
        while unsafe zmq_msg_send(&message, handle, ZMQ_DONTWAIT) == -1 {
            let code = zmq_errno()
            if code == EINTR { continue }
            _ = unsafe zmq_msg_close(&message)
            guard code == EAGAIN || code == EHOSTUNREACH else {
                throw ZeroMQError(code: code, call: "zmq_msg_send", endpoint: "")
            }
            return false
        }
        return true
    }

    /// Receives the next frame into `frame`.
    ///
    /// - Returns: `false` when nothing waits.
    public func receive(into frame: inout Frame) throws(ZeroMQError) -> Bool {
        try unsafe frame.receive(from: handle)
    }

    /// Receives one whole message of at most `frameCountMax` frames.
    ///
    /// - Returns: The frames; empty for a message with more frames than that, which is dropped; `nil` when
    ///   nothing waits.
    public func receiveMessage(
        frameCountMax: Int,
        using frame: inout Frame
    ) throws(ZeroMQError) -> [[UInt8]]? {
        guard try receive(into: &frame) else { return nil }
        var frames = [frame.bytes]
        var isTooLong = false
        while frame.hasMore, try receive(into: &frame) {
            if frames.count < frameCountMax { frames.append(frame.bytes) } else { isTooLong = true }
        }
        return isTooLong ? [] : frames
    }

    /// What ``Poll`` waits for on this socket.
    func pollItem(sending: Bool) -> zmq_pollitem_t {
        let events = Int16(sending ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN)
        return unsafe zmq_pollitem_t(socket: handle, fd: 0, events: events, revents: 0)
    }

    private static func set<Value: BitwiseCopyable>(
        _ option: Int32,
        to value: Value,
        on handle: UnsafeMutableRawPointer
    ) throws(ZeroMQError) {
        let status = unsafe withUnsafeBytes(of: value) {
            unsafe zmq_setsockopt(handle, option, $0.baseAddress, $0.count)
        }
        guard status == 0 else { throw .last("zmq_setsockopt(\(option))") }
    }
}

/// What is to be called when libzmq lets go of a frame's bytes.
private final class Release: Sendable {
    private let call: @Sendable () -> Void

    init(_ call: @escaping @Sendable () -> Void) {
        self.call = call
    }

    /// libzmq's `zmq_free_fn`; it runs on whichever thread lets go.
    static let letGo: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void = {
        bytes,
        hint in
        unsafe bytes?.deallocate()
        guard let hint = unsafe hint else { return }
        unsafe Unmanaged<Release>.fromOpaque(hint).takeRetainedValue().call()
    }
}

import CZeroMQ

/// libzmq's context: its I/O thread and the sockets on it.
///
/// There is exactly one a process: with several, closing one can crash the random numbers of another
/// (libzmq bcb659e0, mended after 4.3.4). It lives until the process ends; a thread that waits in
/// ``Poll`` is woken by its ``WakeUp``, so nothing needs the context to end.
@safe public final class Context: Sendable {
    /// The process's context.
    public static let shared = Context()

    /// How many sockets the process may open, above libzmq's default of 1,023.
    static let socketCountMax: Int32 = 4096

    // libzmq documents its context as safe to share between threads (zmq_ctx_new(3)).
    nonisolated(unsafe) let handle: UnsafeMutableRawPointer

    private init() {
        guard let handle = unsafe zmq_ctx_new() else {
            preconditionFailure("libzmq gives a context while there is memory and a free file handle")
        }
        unsafe self.handle = unsafe handle
        _ = unsafe zmq_ctx_set(handle, ZMQ_MAX_SOCKETS, Self.socketCountMax)
        // Without it, closing waits for what peers never fetch.
        _ = unsafe zmq_ctx_set(handle, ZMQ_BLOCKY, 0)
    }

    /// The version of libzmq that is running, for example `4.3.4`.
    public static var libraryVersion: String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        unsafe zmq_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }
}

import CZeroMQ
import Glibc

/// A bell: any thread rings it, and the one thread that waits in ``Poll`` returns.
public final class WakeUp: Sendable {
    private let descriptor: Int32

    /// - Throws: ``ZeroMQError`` when the process has no file handle left.
    public init() throws(ZeroMQError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .last("eventfd") }
    }

    deinit {
        close(descriptor)
    }

    /// Wakes the waiting thread, or the next wait when none waits. Any thread may call it; it never blocks.
    public func ring() {
        // It fails only when 2^64 - 2 rings are unheard, and then the bell rings already.
        _ = eventfd_write(descriptor, 1)
    }

    /// Hears all rings so far.
    func hear() {
        var rings: eventfd_t = 0
        // It fails when nobody rang, which is as good.
        _ = unsafe eventfd_read(descriptor, &rings)
    }

    var pollItem: zmq_pollitem_t {
        unsafe zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0)
    }
}

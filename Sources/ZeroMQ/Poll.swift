import CZeroMQ
import Glibc

/// Waits until a socket has something, a bell rings, or time is up.
public enum Poll {
    /// What a wait ended with.
    public struct Ready: Sendable {
        /// The first socket is ready.
        public let first: Bool
        /// The second socket is ready.
        public let second: Bool
    }

    /// Waits for one socket; a ring of `wakeUp` ends the wait and is heard by it.
    ///
    /// - Parameters:
    ///   - sending: Whether to return also when the socket takes another message, as a DEALER does once
    ///     its peer is there.
    ///   - timeout: At most about 24 days; rounded up to a millisecond.
    /// - Returns: Whether the socket is ready.
    public static func wait(
        for socket: borrowing Socket,
        sending: Bool = false,
        or wakeUp: WakeUp,
        timeout: Duration
    ) throws(ZeroMQError) -> Bool {
        unsafe try wait([wakeUp.pollItem, socket.pollItem(sending: sending)], wakeUp, timeout)[1]
    }

    /// Waits for two sockets; a ring of `wakeUp` ends the wait and is heard by it.
    ///
    /// - Parameter secondSending: As `sending` above, for the second socket.
    public static func wait(
        for first: borrowing Socket,
        _ second: borrowing Socket,
        secondSending: Bool,
        or wakeUp: WakeUp,
        timeout: Duration
    ) throws(ZeroMQError) -> Ready {
        let items = unsafe [
            wakeUp.pollItem, first.pollItem(sending: false), second.pollItem(sending: secondSending),
        ]
        let ready = unsafe try wait(items, wakeUp, timeout)
        return Ready(first: ready[1], second: ready[2])
    }

    /// Waits for the bell alone.
    public static func wait(for wakeUp: WakeUp, timeout: Duration) throws(ZeroMQError) {
        _ = unsafe try wait([wakeUp.pollItem], wakeUp, timeout)
    }

    private static func wait(
        _ items: [zmq_pollitem_t],
        _ wakeUp: WakeUp,
        _ timeout: Duration
    ) throws(ZeroMQError) -> [Bool] {
        var items = unsafe items
        let count = unsafe Int32(items.count)
        if unsafe zmq_poll(&items, count, milliseconds(timeout)) == -1 {
            // A signal ended the wait early, which callers cannot tell from time being up.
            guard zmq_errno() == EINTR else { throw .last("zmq_poll") }
            return [Bool](repeating: false, count: Int(count))
        }
        let ready = unsafe items.map { unsafe $0.revents != 0 }
        if ready[0] { wakeUp.hear() }
        return ready
    }

    private static func milliseconds(_ timeout: Duration) -> Int {
        let (seconds, attoseconds) = timeout.components
        let rounded = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int(min(max(seconds * 1_000 + rounded, 0), Int64(Int32.max)))
    }
}

import Dispatch
import Synchronization

/// Lets one task wait until somebody rings, time is up, or the door is closed for good.
final class Doorbell: Sendable {
    /// What a wait ended with.
    enum Call: Equatable, Sendable {
        case rung, timeUp, closed
    }

    private struct State {
        var isRung = false
        var isClosed = false
        /// Tells a wait's own timer from that of an earlier one.
        var waitNumber = 0
        var waiter: CheckedContinuation<Call, Never>?

        mutating func takeWaiter() -> CheckedContinuation<Call, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    private let state = Mutex(State())

    /// Whether ``close()`` was called.
    var isClosed: Bool { state.withLock(\.isClosed) }

    /// Ends the wait, or the next one when nobody waits. Any thread may call it.
    func ring() {
        let waiter = state.withLock { state in
            state.isRung = state.waiter == nil
            return state.takeWaiter()
        }
        waiter?.resume(returning: .rung)
    }

    /// Ends this wait and every later one. Any thread may call it.
    func close() {
        let waiter = state.withLock { state in
            state.isClosed = true
            return state.takeWaiter()
        }
        waiter?.resume(returning: .closed)
    }

    /// Waits; a ring that nobody has heard yet ends it at once.
    ///
    /// - Precondition: No other task waits.
    func wait(atMost limit: Duration) async -> Call {
        await withCheckedContinuation { continuation in
            let (call, number) = state.withLock { state -> (Call?, Int) in
                precondition(state.waiter == nil, "one task waits at a doorbell")
                if state.isClosed { return (.closed, 0) }
                if state.isRung {
                    state.isRung = false
                    return (.rung, 0)
                }
                if limit <= .zero { return (.timeUp, 0) }
                state.waitNumber += 1
                state.waiter = continuation
                return (nil, state.waitNumber)
            }
            if let call { return continuation.resume(returning: call) }
            let (seconds, attoseconds) = limit.components
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(milliseconds))) { [self] in
                let waiter = state.withLock { $0.waitNumber == number ? $0.takeWaiter() : nil }
                waiter?.resume(returning: .timeUp)
            }
        }
    }
}

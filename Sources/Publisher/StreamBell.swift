import Dispatch
import Synchronization

/// Tells those who follow the stream inside this process that it may have grown.
///
/// A bell and no queue: whoever hears it reads the journal, so that a slow reader holds nothing but its place.
final class StreamBell: Sendable {
    /// How often the bell had rung, to be heard beyond.
    struct Turn: Sendable {
        fileprivate let number: UInt64
        /// Nothing more will be recorded.
        let isClosed: Bool
    }

    private struct State {
        var number: UInt64 = 0
        var isClosed = false
        var isWaking = false
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter: UInt64 = 0
    }

    // Waking many readers takes time that the thread that commits must not lose.
    private let queue = DispatchQueue(label: "scenewire.bell")
    private let state = Mutex(State())

    /// The present turn; to be taken before the journal is read, so that nothing is missed in between.
    var turn: Turn {
        state.withLock { Turn(number: $0.number, isClosed: $0.isClosed) }
    }

    /// Wakes everybody who waits. It does not block; any thread may call it.
    func ring() {
        let mustWake = state.withLock { state in
            state.number &+= 1
            guard !state.waiters.isEmpty, !state.isWaking else { return false }
            state.isWaking = true
            return true
        }
        if mustWake { queue.async { self.wake() } }
    }

    /// Rings for the last time.
    func close() {
        state.withLock { $0.isClosed = true }
        ring()
    }

    /// Returns when the bell has rung since `turn` or is closed, and when the task is cancelled.
    func wait(beyond turn: Turn) async {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.isClosed || state.number != turn.number { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }

    private func wake() {
        let waiters = state.withLock { state in
            defer { (state.waiters, state.isWaking) = ([:], false) }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }
}

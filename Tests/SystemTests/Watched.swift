import Dispatch
import Synchronization

/// A value that one thread changes and tasks wait on, so that no test sleeps.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        /// Resumes and says so when the value is what was waited for.
        let offer: @Sendable (Value) -> Bool
        let giveUp: @Sendable (Value) -> Void
    }

    private struct State {
        var value: Value
        var waiters: [Int: Waiter] = [:]
        var nextID = 0
    }

    private let state: Mutex<State>

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    var value: Value { state.withLock(\.value) }

    func change(_ body: (inout Value) throws -> Void) rethrows {
        try state.withLock { state in
            try body(&state.value)
            for (id, waiter) in state.waiters where waiter.offer(state.value) { state.waiters[id] = nil }
        }
    }

    /// Waits until `found` finds something in the value.
    ///
    /// - Throws: ``WaitedTooLong`` after `limit`.
    func wait<Found: Sendable>(
        for what: String,
        limit: Duration = .seconds(60),
        _ found: @escaping @Sendable (Value) -> Found?
    ) async throws -> Found {
        try await withCheckedThrowingContinuation { continuation in
            let id = state.withLock { state -> Int? in
                if let found = found(state.value) {
                    continuation.resume(returning: found)
                    return nil
                }
                state.nextID += 1
                state.waiters[state.nextID] = Waiter { value in
                    guard let found = found(value) else { return false }
                    continuation.resume(returning: found)
                    return true
                } giveUp: { value in
                    continuation.resume(throwing: WaitedTooLong(what: what, limit: limit, last: "\(value)"))
                }
                return state.nextID
            }
            guard let id else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Int(limit.components.seconds))) {
                let (waiter, value) = self.state.withLock { ($0.waiters.removeValue(forKey: id), $0.value) }
                waiter?.giveUp(value)
            }
        }
    }
}

/// Something did not happen in time.
struct WaitedTooLong: Error, CustomStringConvertible {
    let what: String
    let limit: Duration
    let last: String

    var description: String { "\(what) did not happen within \(limit); last was: \(last.suffix(2_000))" }
}

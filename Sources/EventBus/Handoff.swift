import DequeModule
import Synchronization
import ZeroMQ

/// Hands elements from one thread to one task, in order, with a bound on what waits.
///
/// The thread asks ``hasRoom`` before it makes more; the task's taking rings the thread's bell when
/// there is room again. Nothing is dropped.
final class Handoff<Element: Sendable>: Sendable {
    private struct State {
        var elements: Deque<(element: Element, weight: Int)> = []
        var weight = 0
        var isFinished = false
        var taker: CheckedContinuation<Element?, Never>?
    }

    private let weightMax: Int
    private let roomBell: WakeUp
    private let state = Mutex(State())

    /// - Parameters:
    ///   - weightMax: Beyond it ``hasRoom`` is false; one element may overshoot it.
    ///   - roomBell: Rung when there is room again.
    init(weightMax: Int, roomBell: WakeUp) {
        self.weightMax = weightMax
        self.roomBell = roomBell
    }

    /// Whether the thread should make more.
    var hasRoom: Bool { state.withLock { $0.weight < weightMax } }

    /// Gives an element; called by the thread.
    func give(_ element: Element, weight: Int) {
        let taker = state.withLock { state -> CheckedContinuation<Element?, Never>? in
            if let taker = state.taker {
                state.taker = nil
                return taker
            }
            state.elements.append((element, weight))
            state.weight += weight
            return nil
        }
        taker?.resume(returning: element)
    }

    /// Takes the next element; one task at a time may call it.
    ///
    /// - Returns: `nil` once everything was taken and the thread has finished.
    func take() async -> Element? {
        await withCheckedContinuation { continuation in
            let (next, isAnswered, hasNewRoom) = state.withLock { state -> (Element?, Bool, Bool) in
                precondition(state.taker == nil, "one task takes at a time")
                guard let (element, weight) = state.elements.popFirst() else {
                    if state.isFinished { return (nil, true, false) }
                    state.taker = continuation
                    return (nil, false, false)
                }
                let wasFull = state.weight >= weightMax
                state.weight -= weight
                return (element, true, wasFull && state.weight < weightMax)
            }
            if hasNewRoom { roomBell.ring() }
            if isAnswered { continuation.resume(returning: next) }
        }
    }

    /// Takes everything that waits, without waiting for more.
    func takeWaiting() -> [Element] {
        let (elements, hasNewRoom) = state.withLock { state -> ([Element], Bool) in
            defer {
                state.elements.removeAll(keepingCapacity: true)
                state.weight = 0
            }
            return (state.elements.map(\.element), state.weight >= weightMax)
        }
        if hasNewRoom { roomBell.ring() }
        return elements
    }

    /// Says that nothing more comes; what waits can still be taken.
    func finish() {
        let taker = state.withLock { state -> CheckedContinuation<Element?, Never>? in
            state.isFinished = true
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: nil)
    }
}

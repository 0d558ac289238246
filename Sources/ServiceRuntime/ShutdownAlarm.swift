// Dispatch sources may be used from any thread; on Linux their declarations do not say so.
@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Ends a process that is asked to stop and does not.
///
/// Armed when the stop begins, it goes off when the time is up or at a second signal. It uses a queue of its
/// own, so that it works when every thread of the cooperative pool is stuck.
final class ShutdownAlarm: Sendable {
    enum Cause: Sendable {
        case overdue
        case secondSignal
    }

    private struct State {
        var isArmed = false
        var isDone = false
        var sources: [any DispatchSourceProtocol] = []
    }

    private let limit: DispatchTimeInterval
    private let goOff: @Sendable (Cause) -> Void
    private let queue = DispatchQueue(label: "scenewire.shutdown", qos: .userInitiated)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: From arming to going off.
    ///   - goOff: Called at most once, on the alarm's queue; in a process it does not return.
    init(limit: DispatchTimeInterval, goOff: @escaping @Sendable (Cause) -> Void) {
        self.limit = limit
        self.goOff = goOff
    }

    var isArmed: Bool {
        state.withLock { $0.isArmed }
    }

    /// Starts the clock and listens for signals; further calls do nothing. It does not wait.
    func arm() {
        let isFirst = state.withLock { state in
            defer { state.isArmed = true }
            return !state.isArmed
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + limit) { self.trigger(.overdue) }
        state.withLock { state in
            guard !state.isDone else { return }
            for signal in [SIGTERM, SIGINT] {
                let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
                source.setEventHandler { self.trigger(.secondSignal) }
                source.activate()
                state.sources.append(source)
            }
        }
    }

    /// The process has stopped by itself.
    func disarm() {
        state.withLock { state in
            state.isDone = true
            for source in state.sources { source.cancel() }
            state.sources = []
        }
    }

    private func trigger(_ cause: Cause) {
        let isFirst = state.withLock { state in
            defer { state.isDone = true }
            return !state.isDone
        }
        if isFirst { goOff(cause) }
    }
}

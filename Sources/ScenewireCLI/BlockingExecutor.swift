import Dispatch

/// Runs one actor's jobs on a queue of its own, so that a blocking call stalls only that actor.
///
/// The cooperative pool has one thread per core; a pipe that nobody reads must not take one of them.
final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: Shown in backtraces, for example `scenewire.input`.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}

import ServiceLifecycle
import ZeroMQ

/// A part of the process that blocks on a thread of its own, and is told from outside to stop.
struct BlockingService: Service {
    /// Shown in backtraces.
    let label: String
    /// Blocks until `stop` was called.
    let loop: @Sendable () throws -> Void
    /// Only unblocks; it never waits.
    let stop: @Sendable () -> Void

    func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await SocketThread.run(label: label, loop)
        } onCancelOrGracefulShutdown: {
            stop()
        }
    }
}

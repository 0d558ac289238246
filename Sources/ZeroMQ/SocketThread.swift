import Dispatch

/// Runs a loop that blocks on a thread of its own.
///
/// The cooperative pool has one thread per core: two waits in `zmq_poll` on a two-core host would stop
/// every other task in the process. Sockets are made inside `body` and die with it.
public enum SocketThread {
    /// Runs `body` to its end and returns what it returned.
    ///
    /// - Parameter label: Shown in backtraces, for example `scenewire.requests`.
    public static func run<R: Sendable>(
        label: String,
        _ body: @escaping @Sendable () throws -> R
    ) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            // A serial queue of its own always gets a thread; it ends when the loop does.
            DispatchQueue(label: label).async {
                continuation.resume(with: Result(catching: body))
            }
        }
    }
}

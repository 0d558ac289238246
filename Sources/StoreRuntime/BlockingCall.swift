import Dispatch

/// Calls that wait for a disk, away from the pool's threads, which must not.
enum BlockingCall {
    /// Runs `body` on a queue of its own.
    static func run<Value: Sendable>(
        label: String,
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: label).async { continuation.resume(with: Result(catching: body)) }
        }
    }
}

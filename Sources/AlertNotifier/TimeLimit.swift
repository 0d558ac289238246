/// Something took longer than it may.
struct TimeLimitExceeded: Error, CustomStringConvertible {
    let limit: Duration

    var description: String { "no answer within \(limit)" }
}

/// Bounds how long a part of a task may take.
enum TimeLimit {
    /// Runs `body`, and cancels it when `limit` has passed; it must end soon after that.
    ///
    /// - Throws: ``TimeLimitExceeded``, or what `body` threw.
    static func run<Value: Sendable>(
        _ limit: Duration,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TimeLimitExceeded(limit: limit)
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw TimeLimitExceeded(limit: limit) }
            return value
        }
    }
}

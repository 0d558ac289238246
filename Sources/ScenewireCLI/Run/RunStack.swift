/// Runs services, each on top of those before it.
enum RunStack {
    /// Starts each service once the one before it is ready, calls `body`, and stops them, the last one first.
    ///
    /// When the task is cancelled all of them stop together. Whatever happens, none runs any more when this
    /// returns.
    ///
    /// - Parameters:
    ///   - restarts: Whether a service that was ready and ends by itself is started again, while the others go
    ///     on. Otherwise its end is the end of all of them.
    ///   - note: Called for what happens to a service.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or the reason why a service failed.
    static func run<Value: Sendable>(
        _ services: ArraySlice<RunService>,
        restarts: Bool,
        note: @escaping @Sendable (RunService, RunServiceEvent) async -> Void,
        body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let service = services.first else { return try await body() }
        let wasReady = SharedValue(false)
        return try await withThrowingTaskGroup(of: Result<Value?, any Error>.self) { group in
            group.addTask {
                await outcome {
                    guard restarts else {
                        try await service.run()
                        return nil
                    }
                    let restarting = RestartingService(service: service) { await note(service, $0) }
                    try await restarting.run { wasReady.value }
                    return nil
                }
            }
            group.addTask {
                await outcome {
                    try await service.untilReady()
                    await note(service, .ready)
                    // Only now, so that nothing can come before it is said that the service is ready.
                    wasReady.change { $0 = true }
                    return try await run(services.dropFirst(), restarts: restarts, note: note, body: body)
                }
            }
            var value: Value?
            var failure: (any Error)?
            while let result = try await group.next() {
                group.cancelAll()
                switch result {
                case .success(let result): value = value ?? result
                // That a task was cancelled is never the reason of a failure.
                case .failure(let error):
                    if failure == nil || failure is CancellationError { failure = error }
                }
            }
            if let failure { throw failure }
            guard let value else { throw CancellationError() }
            return value
        }
    }

    private static func outcome<Value: Sendable>(
        _ body: () async throws -> Value?
    ) async -> Result<Value?, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

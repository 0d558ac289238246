/// A service that is started again whenever it ends by itself, once it has been ready.
struct RestartingService: Sendable {
    /// How long one look at whether it is ready again is after the other; it may wait for the publisher.
    private static let readyPause = Duration.milliseconds(250)

    let service: RunService
    /// Called for everything that happens to it after it was first ready.
    let note: @Sendable (RunServiceEvent) async -> Void

    /// Runs the service until the task is cancelled, which stops it.
    ///
    /// - Parameter wasReady: Whether it has been ready since this was called.
    /// - Throws: ``RunServiceFailure`` when it ends before it was ever ready, or stops with an error.
    func run(wasReady: @Sendable () -> Bool) async throws {
        var backoff = RestartBackoff()
        var isFirst = true
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                return try await isFirst ? service.run() : runAgain()
            } catch {
                guard !Task.isCancelled, wasReady() else { throw error }
                let pause = backoff.pause(afterRunning: .now - start)
                await note(.ended(service.failure(error), startsAgainIn: pause))
                // Cancelled while it waits, it has nothing to stop.
                guard (try? await Task.sleep(for: pause)) != nil else { return }
            }
            isFirst = false
            await note(.startedAgain)
        }
    }

    /// Runs it once more, and tells when it is ready.
    private func runAgain() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Only to be shown: it is called off when the service has ended.
                guard (try? await service.untilReady(timeout: nil, pause: Self.readyPause)) != nil else {
                    return
                }
                await note(.ready)
            }
            defer { group.cancelAll() }
            try await service.run(appendsLog: true)
        }
    }
}

import EventBus

extension PublishingConnection {
    /// Runs the connection while `body` uses it, and closes it after that.
    ///
    /// - Throws: Why the connection failed, which explains more than that it is closed; else what `body` threw.
    func whileRunning(_ body: () async throws -> Void) async throws {
        async let carrying: Void = run()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        close()
        try await carrying
        try result.get()
    }
}

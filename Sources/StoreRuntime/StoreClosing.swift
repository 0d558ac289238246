public import Logging
public import ServiceLifecycle

/// Closes a store when everything that writes to it has stopped, so that its one file holds everything.
///
/// It is the first part of a process, and so the last to stop.
public struct StoreClosing: Service {
    private let path: String
    private let logger: Logger
    private let close: @Sendable () throws -> Int

    /// - Parameters:
    ///   - path: The file, for the log.
    ///   - logger: Told when something is left in the write-ahead log.
    ///   - close: Closes the store and returns how many bytes are left there; it may block.
    public init(_ path: String, logger: Logger, close: @escaping @Sendable () throws -> Int) {
        (self.path, self.logger, self.close) = (path, logger, close)
    }

    /// Waits for the end of the process.
    ///
    /// - Throws: What `close` threw.
    public func run() async throws {
        // Being cancelled is an end as well.
        try? await gracefulShutdown()
        let byteCount = try await BlockingCall.run(label: "scenewire.store.close", close)
        guard byteCount > 0 else { return }
        logger.warning(
            "Another program reads the file: a copy of it is whole only together with its -wal",
            metadata: [LogKey.path: "\(path)", LogKey.byteCount: "\(byteCount)"]
        )
    }
}

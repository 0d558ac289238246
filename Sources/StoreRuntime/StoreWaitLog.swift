public import Logging
public import SQLiteStore
import ServiceLifecycle
import Synchronization

/// Says in the log that another program holds a store's file, and goes on waiting until the process stops.
public final class StoreWaitLog: Sendable {
    /// How often it is said while it lasts.
    private static let interval = Duration.seconds(10)

    private let logger: Logger
    private let saidAt = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter logger: Names the process.
    public init(_ logger: Logger) {
        self.logger = logger
    }

    /// What the store does while another program holds the file at `path`.
    public func waits(for path: String) -> StoreWaits {
        StoreWaits { [self] waited in
            if isTime() {
                logger.warning(
                    "Another program holds the file; nothing is stored until it lets go",
                    metadata: [LogKey.path: "\(path)", LogKey.waited: "\(waited.components.seconds) s"]
                )
            }
            return !Task.isShuttingDownGracefully && !Task.isCancelled
        } ended: { [self] waited in
            saidAt.withLock { $0 = nil }
            logger.notice(
                "The file is free again",
                metadata: [LogKey.path: "\(path)", LogKey.waited: "\(waited.components.seconds) s"]
            )
        }
    }

    /// Several calls may wait at once.
    private func isTime() -> Bool {
        saidAt.withLock { saidAt in
            let now = ContinuousClock.now
            if let saidAt, now - saidAt < Self.interval { return false }
            saidAt = now
            return true
        }
    }
}

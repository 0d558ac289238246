import ArchiveStore
import ServiceLifecycle

/// Brings the index of words up to the records while little else is to be done.
struct IndexingService: Service {
    /// The pause once the index is complete, after which it is looked at again.
    static let idlePause = Duration.seconds(1)
    /// The pause between two transactions, in which records are stored first.
    static let busyPause = Duration.milliseconds(50)

    let archive: Archive

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let count = try await archive.indexNarratives()
            let pause = count == 0 ? Self.idlePause : Self.busyPause
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError {
                return
            }
        }
    }
}

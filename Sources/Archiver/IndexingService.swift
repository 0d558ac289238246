import ArchiveStore
import Logging
import ServiceLifecycle

/// Brings the index of words up to the records while little else is to be done, and says how far it is where
/// that takes long, as it does once in an archive that an older version made.
struct IndexingService: Service {
    /// The pause once the index is complete, after which it is looked at again.
    static let idlePause = Duration.seconds(1)
    /// The pause between two transactions, in which records are stored first.
    static let busyPause = Duration.milliseconds(50)
    /// So many records that are not in the index are worth a word: some seconds of work.
    static let backlogShown = 50 * ArchiveLimits.indexedCountMax
    /// How often it is said how far the work is.
    static let progressPause = Duration.seconds(10)

    let archive: Archive
    let logger: Logger

    func run() async throws {
        var progress = Progress()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let count = try await archive.indexWords()
            try await tell(&progress, isComplete: count == nil)
            let pause = count == nil ? Self.idlePause : Self.busyPause
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError {
                return
            }
        }
    }

    /// What was said of the work so far.
    private struct Progress {
        var isTold = false
        var next = ContinuousClock.now
    }

    private func tell(_ progress: inout Progress, isComplete: Bool) async throws {
        if isComplete {
            if progress.isTold { logger.notice("The index of words is complete") }
            progress = Progress()
        } else if progress.next <= .now {
            progress.next = .now + Self.progressPause
            let left = try await archive.unindexedCount()
            guard progress.isTold || left >= Self.backlogShown else { return }
            progress.isTold = true
            logger.notice("Indexing what was said", metadata: [LogKey.unindexed: "\(left)"])
        }
    }
}

import ArchiveStore
import ConsumerRuntime
import EventBus
import EventSchema

/// Puts what the followers bring into the archive, whole hand-offs in one transaction each.
///
/// A transaction that fails ends the process: the cursor stands where the last good one left it, so that
/// whoever starts the archiver again loses nothing, and a full disk is not hidden by retries.
struct ArchivingConsumer: StreamConsumer {
    let archive: Archive
    let metrics: ArchiverMetrics

    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        try await archive.cursor(of: stream.stream)
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        var batches: [RecordBatch] = []
        var gaps: [ClosedRange<SequenceNumber>] = []
        for event in events {
            switch event {
            case .records(let batch): batches.append(batch)
            case .gap(let range): gaps.append(range)
            case .state, .heartbeat, .position: continue
            }
        }
        guard !batches.isEmpty || !gaps.isEmpty else { return nil }
        let start = ContinuousClock.now
        do {
            let cursor = try await archive.store(batches, gaps: gaps, of: stream.stream, receivedAt: .now)
            metrics.countCommit(
                records: batches.reduce(0) { $0 + $1.count },
                took: ContinuousClock.now - start
            )
            return cursor
        } catch {
            metrics.countFailure()
            throw error
        }
    }
}

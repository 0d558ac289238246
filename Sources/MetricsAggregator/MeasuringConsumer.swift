import ConsumerRuntime
import EventBus
import EventSchema
import Logging

/// Folds what the followers deliver, from where the stored measures end, or from the first record of each stream.
struct MeasuringConsumer: StreamConsumer {
    let measures: MeasureStore
    let rebuild: RebuildProgress
    /// `nil` when the measures are kept in memory only.
    let writer: SnapshotWriter?
    let logger: Logger

    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        let cursor = measures.cursor(of: stream.stream)
        rebuild.begin(stream.publisher, head: stream.headAtStart)
        if let cursor { rebuild.advance(stream.publisher, through: cursor.sequence) }
        completeRebuild()
        return cursor
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        var through = SequenceNumber.zero
        for event in events {
            switch event {
            case .records(let batch):
                let sealed = measures.begin(batch)
                if !sealed.isEmpty { try await writer?.unseal(sealed) }
                measures.fold(batch)
                through = max(through, batch.end?.sequence ?? .zero)
            case .gap(let range): through = max(through, range.upperBound)
            case .state, .heartbeat, .position: continue
            }
        }
        try await writer?.writeWhenDue()
        let cursor =
            if let writer { await writer.stored(of: stream.stream) } else {
                measures.cursor(of: stream.stream)
            }
        guard through > .zero, rebuild.fault != nil else { return cursor }
        measures.settle()
        rebuild.advance(stream.publisher, through: through)
        completeRebuild()
        return cursor
    }

    private func completeRebuild() {
        guard rebuild.complete() else { return }
        logger.notice("Rebuilt the measures from the streams")
    }
}

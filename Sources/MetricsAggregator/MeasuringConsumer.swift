import ConsumerRuntime
import EventBus
import EventSchema
import Logging
import Synchronization

/// Folds what the followers deliver, from the first record of each stream.
struct MeasuringConsumer: StreamConsumer {
    let measures: MeasureStore
    let rebuild: RebuildProgress
    let logger: Logger
    private let cursors = Cursors()

    init(measures: MeasureStore, rebuild: RebuildProgress, logger: Logger) {
        self.measures = measures
        self.rebuild = rebuild
        self.logger = logger
    }

    /// `nil` for a stream that is new to this process: measures are kept in memory only.
    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        rebuild.begin(stream.publisher, head: stream.headAtStart)
        completeRebuild()
        return cursors.last.withLock { $0[stream.stream] }
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        var cursor: Cursor?
        var through = SequenceNumber.zero
        for event in events {
            switch event {
            case .records(let batch):
                measures.fold(batch)
                cursor = batch.end ?? cursor
                through = max(through, batch.end?.sequence ?? .zero)
            case .gap(let range): through = max(through, range.upperBound)
            case .state, .heartbeat, .position: continue
            }
        }
        if let cursor { cursors.last.withLock { $0[stream.stream] = cursor } }
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

    /// The last record folded of each stream.
    private final class Cursors: Sendable {
        let last = Mutex<[StreamID: Cursor]>([:])
    }
}

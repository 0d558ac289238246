import ConsumerRuntime
import EventBus
import EventSchema
import Logging
import Synchronization

/// Folds what the followers bring, from the first record of each stream on.
struct MeasuringConsumer: StreamConsumer {
    let measures: MeasureStore
    let rebuild: Rebuild
    let logger: Logger
    private let cursors = Cursors()

    init(measures: MeasureStore, rebuild: Rebuild, logger: Logger) {
        self.measures = measures
        self.rebuild = rebuild
        self.logger = logger
    }

    /// Nothing at the process's start: measures are kept nowhere, so that they can be made anew from the whole.
    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        rebuild.begin(stream.publisher, head: stream.headAtStart)
        noteEnd()
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
            case .state, .heartbeat: continue
            }
        }
        if let cursor { cursors.last.withLock { $0[stream.stream] = cursor } }
        guard through > .zero, rebuild.fault != nil else { return cursor }
        measures.settle()
        rebuild.advance(stream.publisher, through: through)
        noteEnd()
        return cursor
    }

    private func noteEnd() {
        guard rebuild.end() else { return }
        logger.notice("Folded all that was recorded before; measures are served")
    }

    /// The last record folded of each stream.
    private final class Cursors: Sendable {
        let last = Mutex<[StreamID: Cursor]>([:])
    }
}

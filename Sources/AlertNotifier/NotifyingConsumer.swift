import AlertRules
import AlertStore
import ConsumerRuntime
import EventBus
import EventSchema

/// Judges what the followers bring by the rules, and stores what comes of it.
///
/// A transaction that fails ends the process: the cursor is where the last good one left it, so that nothing
/// is lost, and a full disk is not hidden by retries.
actor NotifyingConsumer: StreamConsumer {
    private let rules: RuleBook
    private let store: AlertStore
    private let work: NotifierWork
    private let metrics: NotifierMetrics
    private var folds: [StreamID: StreamFold] = [:]

    init(rules: RuleBook, store: AlertStore, work: NotifierWork, metrics: NotifierMetrics) {
        (self.rules, self.store, self.work, self.metrics) = (rules, store, work, metrics)
    }

    /// The engine keeps nothing on disk, so every start reads the stream from its first record.
    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        let stored = try await store.follow(
            stream.stream,
            head: stream.headAtStart,
            clock: stream.clock,
            isPlayed: stream.isPlayed,
            now: .now
        )
        if let cursor = stored.cursor, cursor.sequence > stream.headAtStart {
            throw StreamDivergence(stream.stream, at: cursor.sequence)
        }
        folds[stream.stream] = StreamFold(rules, stored)
        work.follow(stream.stream, at: stream.publisher)
        return nil
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        // Taken out, so that the engine's state is changed in place and not copied.
        guard var fold = folds.removeValue(forKey: stream.stream) else { return nil }
        defer { folds[stream.stream] = fold }
        guard let change = try fold.fold(events) else { return nil }
        let stored = try await store.store(change, of: stream.stream, now: .now)
        try await work.note(stored, metrics: metrics, store: store)
        return change.cursor
    }
}

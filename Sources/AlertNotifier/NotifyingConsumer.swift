import AlertRules
import AlertStore
import ConsumerRuntime
import EventBus
import EventSchema

/// Judges what the followers bring by the rules, and stores what comes of it.
///
/// All streams share one engine, so they are judged and stored in turns. A transaction that fails ends the
/// process: the cursor is where the last good one left it, so that nothing is lost, and a full disk is not hidden
/// by retries.
actor NotifyingConsumer: StreamConsumer {
    private let store: AlertStore
    private let work: NotifierWork
    private let metrics: NotifierMetrics
    private var engine: AlertEngine
    private var folds: [StreamID: StreamFold] = [:]
    private var isBusy = false
    /// At most one for each publisher, and the watch of silence.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(rules: RuleBook, store: AlertStore, work: NotifierWork, metrics: NotifierMetrics) {
        (self.store, self.work, self.metrics) = (store, work, metrics)
        engine = AlertEngine(rules)
    }

    /// The engine keeps nothing on disk, so the first time a stream is read from its first record.
    func cursor(of stream: FollowedStream) async throws -> Cursor? {
        await takeTurn()
        defer { endTurn() }
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
        work.follow(stream.stream, at: stream.publisher)
        if let known = folds[stream.stream] { return known.folded }
        folds[stream.stream] = StreamFold(stored)
        return nil
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        let change = try await judge(stream.stream) { fold, engine in
            try fold.fold(events, with: &engine, now: .now)
        }
        return change?.cursor
    }

    /// Lets time pass at the publishers of which nothing is heard.
    func watchSilence(at now: Timestamp) async throws {
        for stream in folds.keys.sorted() {
            _ = try await judge(stream) { fold, engine in fold.wait(until: now, with: &engine) }
        }
    }

    /// Judges and stores what happens to one stream, before or after what happens to any other.
    private func judge(
        _ stream: StreamID,
        _ judge: (inout StreamFold, inout AlertEngine) throws -> StreamChange?
    ) async throws -> StreamChange? {
        await takeTurn()
        defer { endTurn() }
        guard var fold = folds.removeValue(forKey: stream) else { return nil }
        defer { folds[stream] = fold }
        guard let change = try judge(&fold, &engine) else { return nil }
        let stored = try await store.store(change, of: stream, now: .now)
        try await work.note(stored, metrics: metrics, store: store)
        return change
    }

    private func takeTurn() async {
        guard isBusy else {
            isBusy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func endTurn() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }
}

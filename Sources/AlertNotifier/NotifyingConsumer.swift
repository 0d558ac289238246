import AlertRules
import AlertStore
import ConsumerRuntime
import EventBus
import EventSchema
import IncidentState
import StateStore

/// Judges what the followers bring by the rules, and stores what comes of it.
///
/// All streams share one engine, so they are judged and stored in turns. A transaction that fails ends the
/// process: the cursor is where the last good one left it, so that nothing is lost, and a full disk is not hidden
/// by retries.
actor NotifyingConsumer: StreamConsumer {
    private let store: AlertStore
    private let work: NotifierWork
    private let metrics: NotifierMetrics
    private let sealingAge: Duration
    private var engine: AlertEngine
    private var schedule = SnapshotSchedule()
    /// The last record of each stream that the stored snapshot holds.
    private var stored: [StreamID: Cursor] = [:]
    /// What the engine has seen is stored nowhere, so nothing that builds on it may be stored.
    private var hasFailed = false
    /// The engine has seen records of a stream that is another one: until a restart its state is not stored.
    private var isTainted = false
    /// The last records when silence was last looked at.
    private var seenBefore: [Cursor?] = []
    private var folds: [StreamID: StreamFold] = [:]
    private var isBusy = false
    /// At most two for each publisher, who follow it and who watch its consumers, and the watch of silence.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - engine: New, or restored from the store's snapshot.
    ///   - sealingAge: How long an incident must have been closed, with nothing entered since, to leave memory.
    init(
        engine: AlertEngine,
        store: AlertStore,
        work: NotifierWork,
        metrics: NotifierMetrics,
        sealingAge: Duration
    ) {
        (self.engine, self.store, self.work, self.metrics) = (engine, store, work, metrics)
        self.sealingAge = sealingAge
        for stream in engine.streams { stored[stream] = engine.cursor(of: stream) }
    }

    /// Where the engine's snapshot ends; without one a stream is read from its first record.
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
        let fold = folds[stream.stream] ?? StreamFold(stored, engine: engine)
        folds[stream.stream] = fold
        try await judgeInTurn(stream.stream) { fold, engine in
            fold.note(publisher: "\(stream.publisher)", at: .now, with: &engine)
        }
        return fold.folded
    }

    func take(_ events: [FeedEvent], of stream: FollowedStream) async throws -> Cursor? {
        try await judge(stream.stream, reading: events) { fold, engine in
            try fold.fold(events, with: &engine, now: .now)
        }
        // A restart reads again what came after the snapshot.
        return isTainted ? nil : stored[stream.stream]
    }

    /// Begins to watch the silence of publishers that have not been heard since the start, and were before.
    func expect(_ publishers: [FollowedPublisher], at now: Timestamp) async throws {
        await takeTurn()
        defer { endTurn() }
        let silent = engine.expect(Set(publishers.map(\.description)), from: now)
        for stream in silent where folds[stream] == nil {
            guard let stored = try await store.stream(stream) else { continue }
            folds[stream] = StreamFold(stored, engine: engine)
        }
    }

    /// Lets time pass at the publishers of which nothing is heard, and writes the state down when nothing more
    /// comes: a publisher is to know soon that everything it has is stored.
    func watchSilence(at now: Timestamp) async throws {
        let seen = engine.streams.map { engine.cursor(of: $0) }
        let isQuiet = seen == seenBefore
        seenBefore = seen
        for stream in folds.keys.sorted() {
            try await judge(stream, writesState: isQuiet) { fold, engine in
                fold.wait(until: now, with: &engine)
            }
        }
    }

    /// Judges what a publisher says of its consumers.
    ///
    /// - Parameters:
    ///   - stored: The last record that each has stored, by name.
    ///   - head: The publisher's last record.
    func note(consumers stored: [String: SequenceNumber], head: SequenceNumber, of stream: StreamID)
        async throws
    {
        try await judge(stream) { fold, engine in
            fold.note(consumers: stored, head: head, at: .now, with: &engine)
        }
    }

    /// Writes down the state of all streams, so that the next start goes on from here.
    func storeState() async throws {
        guard let stream = folds.keys.min() else { return }
        try await judge(stream, writesState: true) { _, _ in nil }
    }

    /// Judges and stores what happens to one stream, before or after what happens to any other.
    private func judge(
        _ stream: StreamID,
        reading events: [FeedEvent] = [],
        writesState: Bool = false,
        _ judge: (inout StreamFold, inout AlertEngine) throws -> StreamChange?
    ) async throws {
        await takeTurn()
        defer { endTurn() }
        try await judgeInTurn(stream, reading: events, writesState: writesState, judge)
    }

    /// The same for a caller whose turn it is.
    private func judgeInTurn(
        _ stream: StreamID,
        reading events: [FeedEvent] = [],
        writesState: Bool = false,
        _ judge: (inout StreamFold, inout AlertEngine) throws -> StreamChange?
    ) async throws {
        guard !hasFailed else { return }
        do {
            try await unseal(for: events)
            try await judgeAndStore(stream, writesState: writesState, judge)
        } catch let divergence as StreamDivergence {
            isTainted = true
            try await store.invalidateSnapshot()
            throw divergence
        } catch {
            hasFailed = true
            throw error
        }
    }

    private func judgeAndStore(
        _ stream: StreamID,
        writesState: Bool,
        _ judge: (inout StreamFold, inout AlertEngine) throws -> StreamChange?
    ) async throws {
        guard var fold = folds.removeValue(forKey: stream) else { return }
        defer { folds[stream] = fold }
        let judged = try judge(&fold, &engine)
        let begun = ContinuousClock.now
        let isDue =
            writesState || engine.hasNewsOfStreams
            || schedule.isDue(unsavedCount: engine.unsavedCount, at: begun)
        let isWritten = isDue && engine.isChanged && !isTainted
        guard judged != nil || isWritten else { return }
        var change = judged ?? fold.change(cursor: nil, entries: [], of: engine)
        if isWritten { change.snapshot = try engine.takeSnapshot(sealingAfter: sealingAge) }
        let outcome = try await store.store(change, of: stream, now: .now)
        if isWritten {
            schedule.noteWritten(since: begun)
            for stream in engine.streams { stored[stream] = engine.cursor(of: stream) }
        }
        try await work.note(outcome, metrics: metrics, store: store)
    }

    /// Takes sealed incidents back that records are about, before these are folded.
    private func unseal(for events: [FeedEvent]) async throws {
        for case .records(let batch) in events {
            let wanted = engine.sealed(in: batch)
            guard !wanted.isEmpty else { continue }
            do {
                try engine.unseal(try await store.incidents(wanted))
            } catch let error as AlertStoreError {
                guard case .snapshot(_, let error) = error else { throw error }
                throw try await unreadable(error)
            } catch let error as SnapshotError {
                throw try await unreadable(error)
            }
        }
    }

    /// Nothing can be judged without what is sealed; the next start folds the streams again.
    private func unreadable(_ error: SnapshotError) async throws -> NotifierError {
        // Before others have a turn.
        hasFailed = true
        try await store.eraseSnapshot()
        return .state(store.path, error)
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

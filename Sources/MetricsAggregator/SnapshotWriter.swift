import EventSchema
import IncidentState
import ServiceLifecycle
import StateStore

/// Writes the measures down now and then, when nothing more comes, and at the end: it stops after the followers.
actor SnapshotWriter: Service {
    /// How often it looks whether anything more has come.
    static let interval = Duration.seconds(1)

    private let measures: MeasureStore
    private let file: StateFile
    private let sealingAge: Duration
    private var schedule = SnapshotSchedule()
    private var isWriting = false
    /// What was to be written is nowhere then, so nothing that builds on it may be written.
    private var hasFailed = false
    private var stored: [StreamID: Cursor]

    /// - Parameters:
    ///   - stored: The last record of each stream that the file holds.
    ///   - sealingAge: How long an incident must have been closed, with nothing entered since, for its events to
    ///     leave memory.
    init(measures: MeasureStore, file: StateFile, stored: [StreamID: Cursor], sealingAge: Duration) {
        (self.measures, self.file, self.stored) = (measures, file, stored)
        self.sealingAge = sealingAge
    }

    /// The last record of a stream that the file holds; `nil` when there is none.
    func stored(of stream: StreamID) -> Cursor? { stored[stream] }

    /// Writes them when it is time to; while another call writes, nothing is to be done.
    ///
    /// - Throws: `StoreError`, which ends the process: what is not stored then is folded again.
    func writeWhenDue() async throws {
        guard !isWriting, schedule.isDue(unsavedCount: measures.unsavedCount) else { return }
        try await write()
    }

    /// Takes sealed incidents back that a batch is about, before it is folded.
    ///
    /// - Throws: `SnapshotError` or `StoreError`, which end the process; the next start folds the streams again.
    func unseal(_ sealed: SealedIncidents) async throws {
        do {
            try measures.unseal(try await file.read(sealed))
        } catch let error as SnapshotError {
            hasFailed = true
            try await file.erase()
            throw error
        }
    }

    /// Writes them whenever nothing more comes, however long the last time took, since a publisher is to know soon
    /// that everything it has is stored; and a last time at the end of the process.
    func run() async throws {
        var seen: [StreamID: Cursor] = [:]
        do {
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                if measures.cursors == seen, !isWriting { try await write() }
                seen = measures.cursors
                // A stop ends the pause, and then the loop.
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
            }
            try await write()
        } catch {
            // The time for stopping is over: what is not written down is folded again.
            guard Task.isCancelled else { throw error }
        }
    }

    private func write() async throws {
        guard !hasFailed, measures.cursors != stored else { return }
        isWriting = true
        defer { isWriting = false }
        let begun = ContinuousClock.now
        do {
            let unsaved = measures.takeUnsaved(sealingAfter: sealingAge)
            try await file.write(try unsaved.snapshot())
            stored = unsaved.cursors
            measures.seal(unsaved.sealing)
        } catch {
            hasFailed = true
            throw error
        }
        schedule.noteWritten(since: begun)
    }
}

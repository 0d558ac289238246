import EventSchema
import IncidentState
import ServiceLifecycle
import StateStore

/// Writes the measures down now and then, and at the end: it stops after the followers.
actor SnapshotWriter: Service {
    private let measures: MeasureStore
    private let file: StateFile
    private var schedule = SnapshotSchedule()
    private var isWriting = false
    /// What was to be written is nowhere then, so nothing that builds on it may be written.
    private var hasFailed = false
    private var stored: [StreamID: Cursor]

    /// - Parameter stored: The last record of each stream that the file holds.
    init(measures: MeasureStore, file: StateFile, stored: [StreamID: Cursor]) {
        (self.measures, self.file, self.stored) = (measures, file, stored)
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

    /// Waits for the end of the process, and writes them a last time.
    func run() async throws {
        // Being cancelled is an end as well.
        try? await gracefulShutdown()
        do {
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
            let unsaved = measures.takeUnsaved()
            try await file.write(try unsaved.snapshot())
            stored = unsaved.cursors
        } catch {
            hasFailed = true
            throw error
        }
        schedule.noteWritten(since: begun)
    }
}

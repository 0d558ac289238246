import IncidentState
import ServiceLifecycle
import StateStore

/// Writes the measures down now and then, and at the end: it stops after the followers.
actor StateKeeper: Service {
    private let measures: MeasureStore
    private let file: StateFile
    private var schedule = SnapshotSchedule()
    private var isWriting = false

    init(measures: MeasureStore, file: StateFile) {
        (self.measures, self.file) = (measures, file)
    }

    /// Writes them when it is time to; while another call writes, nothing is to be done.
    ///
    /// - Throws: `StoreError`, which ends the process: what is not stored then is folded again.
    func keep() async throws {
        guard !isWriting, schedule.isDue() else { return }
        try await write()
    }

    /// Waits for the end of the process, and writes them a last time.
    func run() async throws {
        // Being cancelled is an end as well.
        try? await gracefulShutdown()
        try await write()
    }

    private func write() async throws {
        isWriting = true
        defer { isWriting = false }
        let begun = ContinuousClock.now
        try await file.write(try measures.takeSnapshot())
        schedule.noteWritten(since: begun)
    }
}

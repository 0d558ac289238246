import EventSchema

/// The places on the way of a commit at which a test stops the process.
package enum JournalFaultPoint: String, CaseIterable, Sendable {
    case beforeWrite
    case afterWriteBeforeSync
    case afterSyncBeforeVisible
    case beforeSegmentHeader
    case beforeSegmentRename
    case afterSegmentRenameBeforeDirectorySync
    case beforeManifestWrite
    case duringZeroFill
    case beforeSpareRename
    case duringIndexWrite
    case beforeIndexRename
    case beforeRetentionRemoval
}

/// What tests may change; nothing here keeps the journal's promises.
package struct UnsafeTestOptions: Sendable {
    /// Leaves out every sync, so that a test can prove that it would notice.
    package var skipsSync = false
    /// Called at each named point, on the thread that gets there; what it throws is treated as a failure
    /// of the step.
    package var reached: @Sendable (JournalFaultPoint) throws(JournalError) -> Void = { _ in }
    /// The file access.
    package var storage: any JournalStorage = SystemStorage()
    /// How long after a failure for lack of space the next attempt to make a spare segment may start.
    package var spareRetryInterval: Duration = .seconds(1)
    /// The clock that a start looks at.
    package var now: @Sendable () -> Timestamp = { .now }
    /// Allows segments under ``JournalOptions/segmentByteCountMin``; commits must fit in one all the same.
    package var allowsSmallSegments = false

    package init() {}
}

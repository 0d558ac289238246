import EventSchema

/// The named limits and times of an outbox.
public struct OutboxLimits: Sendable {
    /// Entries that wait, were refused or dropped; beyond it nothing is taken.
    public var entryCountMax = 2_000_000
    /// The bytes of those entries' events; beyond it nothing is taken.
    public var byteCountMax = 2 * 1024 * 1024 * 1024
    /// Published entries that are kept; the oldest go first.
    public var publishedCountMax = 100_000
    /// How long a published entry is kept, in nanoseconds: seven days.
    public var publishedAgeMax: Int64 = 7 * 86_400 * 1_000_000_000
    /// How long a write waits for another process's.
    public var busySecondsMax = 10.0

    /// Entries that one transaction removes, so that no writer waits long for it.
    public static let removedCountMax = 1_000
    /// Events that one transaction stores, though more may wait.
    public static let storedCountMax = 10_000
    /// The pages that a connection keeps in memory, in KiB.
    public static let cacheKibibytes = 4_096
    /// The longest reason for dropping an entry, in Unicode scalars.
    public static let reasonLengthMax = SchemaLimits.textLengthMax
    /// The most entries that one page of a list holds.
    public static let pageCountMax = 1_000

    /// The limits that hold unless a test says otherwise.
    public init() {}
}

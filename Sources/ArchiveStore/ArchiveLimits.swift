/// How much an archive takes, and how long it waits.
public enum ArchiveLimits {
    /// The highest sequence number: a record's row number holds it in so many bits.
    public static let sequenceMax: UInt64 = 1 << sequenceBitCount - 1
    /// The most streams in one archive; the row number's other bits, without the sign.
    public static let feedCountMax: Int64 = 1 << (63 - Int64(sequenceBitCount)) - 1
    /// How long a reader's statement waits for another process, in seconds.
    public static let busySecondsMax = 10.0
    /// The most records whose words are read, and added to the index in one transaction: some 50 ms of work.
    public static let indexedCountMax = 2_000
    /// The most bytes of records whose words are read together, but for the last of them.
    public static let indexedByteCountMax = 4 * 1_024 * 1_024
    /// The most records that are read at once, for example by an export.
    public static let readCountMax = 1_000
    /// The most problems that a check lists.
    public static let problemCountMax = 20

    static let sequenceBitCount = 40
    /// Measured to nearly double the rate of inserts with indexes, beside SQLite's own 2 MB.
    static let cacheKibibytes = 65_536
}

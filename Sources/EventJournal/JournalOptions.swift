import EventSchema

/// How a journal is kept.
public struct JournalOptions: Sendable {
    /// The smallest segment: the header and room for one commit of the largest size.
    public static let segmentByteCountMin = 2 * 1024 * 1024
    /// The largest segment; offsets within one are kept in 32 bits.
    public static let segmentByteCountMax = 1024 * 1024 * 1024

    /// The size of a new segment file in bytes, from ``segmentByteCountMin`` to ``segmentByteCountMax``.
    ///
    /// Existing segments keep theirs. It bounds the work of a start: only the last segment is read whole.
    public var segmentByteCount = 64 * 1024 * 1024

    /// When old segments are removed; `nil`, as by default, keeps everything for ever.
    public var retention: JournalRetention?

    /// How much of the sealed segments is read and checked in the background each second, in bytes; 0,
    /// as by default, does not check.
    public var scrubBytesPerSecond = 0

    /// Told, on a background thread, of what goes wrong there: damage that the check of sealed segments has
    /// found, once for each place, and housekeeping that failed. Nothing that was acknowledged depends on
    /// the latter, and it is tried again.
    public var troubleFound: @Sendable (JournalError) -> Void = { _ in }

    /// Told how long each commit's sync took, on the thread that appends.
    public var commitSynced: @Sendable (Duration) -> Void = { _ in }

    /// The defaults.
    public init() {}
}

/// When whole sealed segments are removed from the old end of a journal.
///
/// A segment goes when it breaks one of the two limits and nobody holds it. What identifies its events
/// stays, so that publishing one of them again is still recognised.
public struct JournalRetention: Sendable {
    /// The most bytes of segment files that are kept, the one in use included.
    public var byteCountMax: Int?

    /// The longest time that a segment is kept after it was sealed, by the machine's clock.
    public var age: Duration?

    /// The last record that every consumer with a hold on the journal has stored; records after it are
    /// kept whatever the limits say. `nil` when nobody holds anything. Called on a background thread.
    public var heldThrough: @Sendable () -> SequenceNumber?

    /// - Parameters:
    ///   - byteCountMax: The most bytes of segment files that are kept.
    ///   - age: The longest time that a segment is kept after it was sealed.
    ///   - heldThrough: The smallest cursor of the consumers that hold the journal.
    public init(
        byteCountMax: Int? = nil,
        age: Duration? = nil,
        heldThrough: @escaping @Sendable () -> SequenceNumber? = { nil }
    ) {
        self.byteCountMax = byteCountMax
        self.age = age
        self.heldThrough = heldThrough
    }
}

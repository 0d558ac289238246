import EventSchema
import SystemPackage

/// What an inspection of a journal's directory found.
public struct JournalReport: Sendable {
    /// One segment file.
    public struct Segment: Sendable {
        /// The file.
        public let path: FilePath
        /// The first sequence number that it is for.
        public let firstSequence: SequenceNumber
        /// The last sequence number that was read in it, one less than the first when there is none.
        public internal(set) var lastSequence: SequenceNumber
        /// How many records were read.
        public internal(set) var recordCount = 0
        /// How many commits they were written in.
        public internal(set) var commitCount = 0
        /// How many bytes those take, the header included.
        public internal(set) var byteCount = SegmentHeader.byteCount
    }

    /// The directory.
    public let directory: FilePath
    /// The stream, when the manifest or a segment could be read.
    public internal(set) var stream: StreamID?
    /// The epoch of the last start, when the manifest could be read.
    public internal(set) var epoch: UInt32?
    /// The stream that this one was forked from, and its last record.
    public internal(set) var ancestor: Cursor?
    /// It was closed in good order and has not been opened since.
    public internal(set) var isClosed = false
    /// The retained segments, in order.
    public internal(set) var segments: [Segment] = []
    /// How long the unfinished write at the end is, in bytes. The next start cuts it off; while a
    /// publisher runs it may be the commit under way.
    public internal(set) var unfinishedByteCount = 0
    /// Acknowledged bytes that are not what was written, in the order of files and offsets.
    public internal(set) var damages: [JournalDamage] = []
    /// What is not as it was written and mends itself: indexes and the manifest's older page.
    public internal(set) var repairable: [JournalDamage] = []
    /// The streams that this one was forked from, newest first.
    public internal(set) var ancestors: [JournalReport] = []

    init(directory: FilePath) {
        self.directory = directory
    }

    /// Nothing that was acknowledged is lost.
    public var isIntact: Bool { damages.isEmpty && ancestors.allSatisfy(\.isIntact) }
    /// The first sequence number that is retained; `nil` without a segment.
    public var firstSequence: SequenceNumber? { segments.first?.firstSequence }
    /// The last sequence number that was read; `nil` without a segment.
    public var lastSequence: SequenceNumber? { segments.last?.lastSequence }
}

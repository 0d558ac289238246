import EventSchema
import Synchronization

/// One segment file, as readers see it.
struct Segment: Sendable {
    let header: SegmentHeader
    let index: SegmentIndex

    var firstSequence: SequenceNumber { header.firstSequence }
}

/// What is durable, shared between the thread that appends and those that read.
final class JournalState: Sendable {
    /// One moment of it. Copying is a few words.
    struct View: Sendable {
        /// The retained segments in order, never none; commits go to the last.
        var segments: [Segment]
        /// The last durable record.
        var head: Cursor
        /// Where the last segment's durable commits end.
        var endOffset: Int
    }

    let directory: JournalDirectory
    let stream: StreamID
    let epoch: UInt32
    private let view: Mutex<View>

    init(_ view: View, directory: JournalDirectory, stream: StreamID, epoch: UInt32) {
        self.directory = directory
        self.stream = stream
        self.epoch = epoch
        self.view = Mutex(view)
    }

    var current: View { view.withLock { $0 } }

    func update(_ change: (inout View) -> Void) {
        view.withLock { change(&$0) }
    }
}

import Dispatch
import EventSchema
import Synchronization
import SystemPackage

/// Keeps one zero-filled segment file ready, so that a commit never waits for the disk to find room.
final class SpareMaker: Sendable {
    /// How much is written, and made durable, at once: small enough not to delay a commit's own sync.
    private static let fillByteCount = 1024 * 1024

    private struct State {
        var isReady = false
        var lastFailure: (error: JournalError, time: ContinuousClock.Instant)?
    }

    private let directory: JournalDirectory
    private let segmentByteCount: Int
    private let queue = DispatchQueue(label: "scenewire.journal.spare", qos: .utility)
    private let isStopped = Atomic(false)
    // Held while a spare is made: whoever takes one waits for it.
    private let state = Mutex(State())

    init(in directory: JournalDirectory, segmentByteCount: Int) {
        self.directory = directory
        self.segmentByteCount = segmentByteCount
    }

    /// Makes a spare in the background unless there is one.
    func prepare() {
        queue.async { [self] in
            // A failure is kept, and thrown to whoever needs the spare.
            state.withLock { try? makeIfNeeded(&$0) }
        }
    }

    /// Turns the spare into a segment; waits while one is being made.
    ///
    /// - Parameter header: Makes the segment's header from the file's byte count.
    /// - Throws: ``JournalError/full(_:)`` when there is no room for a spare; nothing has changed then.
    func place(
        _ header: (_ byteCount: Int) -> SegmentHeader
    ) throws(JournalError) -> (file: any JournalFile, header: SegmentHeader) {
        try state.withLock { (state) throws(JournalError) in
            try makeIfNeeded(&state)
            let file = try directory.storage.open(directory.sparePath, forWriting: true)
            let header = try header(file.byteCount())
            // Under the lock to the end: until the file has its new name it looks like a spare.
            state.isReady = false
            try directory.testing.reached(.beforeSegmentHeader)
            try file.write(header.encoded.span.bytes, at: 0)
            try directory.synchronize(file)
            try directory.testing.reached(.beforeSegmentRename)
            try directory.storage.rename(
                directory.sparePath,
                to: directory.segmentPath(header.firstSequence)
            )
            try directory.testing.reached(.afterSegmentRenameBeforeDirectorySync)
            try directory.synchronizeNames()
            return (file, header)
        }
    }

    /// Returns when what is under way is done.
    func wait() {
        queue.sync {}
    }

    /// Ends what is under way; returns when nothing touches the directory any more.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        queue.sync {}
    }

    private func makeIfNeeded(_ state: inout State) throws(JournalError) {
        if state.isReady { return }
        guard !isStopped.load(ordering: .relaxed) else { throw .closed }
        // A full disk is not asked again and again: every attempt fills what is left of it.
        if let failure = state.lastFailure, case .full = failure.error,
            failure.time.duration(to: .now) < directory.testing.spareRetryInterval
        {
            throw failure.error
        }
        do {
            try make()
            state.isReady = true
            state.lastFailure = nil
        } catch {
            let reason = error.isNoSpace ? JournalError.full(directory.path) : error
            state.lastFailure = (reason, .now)
            throw reason
        }
    }

    private func make() throws(JournalError) {
        // Left by the last start: what it holds is not taken on trust, since a segment must be zero.
        if let file = try directory.storage.openIfPresent(directory.sparePath, forWriting: true) {
            do throws(JournalError) {
                try fill(file, isNew: false)
                // Zeros that an earlier process wrote may be in memory only.
                try directory.synchronize(file)
            } catch {
                try directory.storage.remove(directory.sparePath)
                throw error
            }
            return
        }
        do throws(JournalError) {
            let file = try directory.storage.create(directory.unfinishedSparePath)
            try fill(file, isNew: true)
        } catch {
            // What little room there is belongs to others; the attempt's own error is the one to report.
            if error.isNoSpace { try directory.storage.remove(directory.unfinishedSparePath) }
            throw error
        }
        try directory.testing.reached(.beforeSpareRename)
        try directory.storage.rename(directory.unfinishedSparePath, to: directory.sparePath)
        try directory.synchronizeNames()
    }

    private func fill(_ file: any JournalFile, isNew: Bool) throws(JournalError) {
        let zeros = [UInt8](repeating: 0, count: min(Self.fillByteCount, segmentByteCount))
        for offset in stride(from: 0, to: segmentByteCount, by: zeros.count) {
            guard !isStopped.load(ordering: .relaxed) else { throw .closed }
            let count = min(zeros.count, segmentByteCount - offset)
            if !isNew, try file.read(count, at: offset).isAllZero { continue }
            try file.write(zeros.span.bytes.extracting(0..<count), at: offset)
            try directory.testing.reached(.duringZeroFill)
            try directory.synchronize(file)
        }
    }
}

extension JournalError {
    /// The disk, or what this user may have of it, is used up.
    var isNoSpace: Bool {
        switch self {
        case .system(.noSpace, _, _), .system(.diskQuotaExceeded, _, _): true
        default: false
        }
    }
}

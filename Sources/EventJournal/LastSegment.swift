import EventSchema
import SystemPackage

/// The segment that was being written when the process ended.
struct LastSegment {
    /// How many zeros are written at once.
    private static let zerosByteCountMax = 1024 * 1024

    let file: any JournalFile
    let index: SegmentIndex
    private(set) var entries = IndexEntries()
    private(set) var end: SegmentEnd
    /// How long the unfinished write after the last whole commit is.
    private(set) var tornByteCount = 0
    private let header: SegmentHeader
    private let directory: JournalDirectory
    private let path: FilePath
    /// The last whole commit in the file; the segment's header when there is none.
    private var lastWritten = 0..<SegmentHeader.byteCount

    /// - Parameter lastRecordChecksum: Of the last record before the segment.
    init(
        _ header: SegmentHeader,
        _ directory: JournalDirectory,
        lastRecordChecksum: UInt32
    ) throws(JournalError) {
        self.header = header
        self.directory = directory
        path = directory.segmentPath(header.firstSequence)
        file = try directory.storage.open(path, forWriting: true)
        index = SegmentIndex(header.firstSequence, in: directory)
        end = SegmentEnd(
            nextSequence: header.firstSequence,
            chain: header.chain,
            lastRecordChecksum: lastRecordChecksum,
            offset: SegmentHeader.byteCount
        )
    }

    /// Goes over every commit and judges what stands after the last. Changes nothing.
    ///
    /// - Parameter cleanEnd: Where the journal must end when it was closed in good order.
    mutating func read(cleanEnd: Manifest.CleanEnd?) throws(JournalError) {
        var walker = CommitWalker(file, segment: header)
        while case .commit(let commit) = try walker.next() {
            index.note(commit.firstSequence, at: walker.commitPosition)
            guard entries.insert(commit, from: walker, segment: header) else {
                throw damage(.records, at: walker.commitPosition, sequence: commit.firstSequence)
            }
            lastWritten = walker.commitPosition..<walker.position
            end = SegmentEnd(
                nextSequence: walker.nextSequence,
                chain: commit.checksum,
                lastRecordChecksum: commit.lastRecordChecksum,
                offset: walker.position
            )
        }
        try judgeTail(cleanEnd: cleanEnd)
    }

    /// Cuts off the unfinished write, and makes durable what was accepted.
    func settle() throws(JournalError) {
        if tornByteCount > 0 {
            try keepTorn()
            let zeros = [UInt8](repeating: 0, count: tornByteCount)
            try file.write(zeros.span.bytes, at: end.offset)
        }
        try restoreLength()
        // The last commit may be in the page cache only: a process that was killed between its write and
        // its sync leaves it there, and a power cut after this start would take it back.
        let written = try file.read(lastWritten.count, at: lastWritten.lowerBound)
        try file.write(written.span.bytes, at: lastWritten.lowerBound)
        try directory.synchronize(file)
    }

    private mutating func judgeTail(cleanEnd: Manifest.CleanEnd?) throws(JournalError) {
        let verdict = TailVerdict(
            try SegmentTail(of: file, from: end.offset, segment: header, sequence: end.nextSequence),
            segment: header,
            sequence: end.nextSequence,
            chain: end.chain
        )
        switch verdict {
        case .damaged(let fault, let offset):
            throw damage(fault, at: offset, sequence: end.nextSequence)
        case .torn(let byteCount):
            if cleanEnd != nil { throw damage(.commitHeader, at: end.offset, sequence: end.nextSequence) }
            tornByteCount = byteCount
        case .clean:
            break
        }
        let head = SequenceNumber(end.nextSequence.value - 1)
        if let cleanEnd, cleanEnd.head != head || cleanEnd.chain != end.chain {
            throw damage(.cleanEnd(expected: cleanEnd.head), at: end.offset, sequence: end.nextSequence)
        }
    }

    private func damage(
        _ fault: JournalDamage.Fault,
        at offset: Int,
        sequence: SequenceNumber
    ) -> JournalError {
        .damaged(JournalDamage(fault, path: path, offset: offset, sequence: sequence))
    }

    /// Copies the unfinished write to a file of its own, for whoever wants to know what it was.
    private func keepTorn() throws(JournalError) {
        try directory.storage.createDirectory(directory.tornPath)
        let name = "\(header.firstSequence)-\(end.offset)-\(Timestamp.now.nanoseconds)"
        let path = directory.tornPath.appending(name)
        do throws(JournalError) {
            let copy = try directory.storage.create(path)
            let torn = try file.read(tornByteCount, at: end.offset)
            try copy.write(torn.span.bytes, at: 0)
            try directory.synchronize(copy)
        } catch {
            // A part of it would take the room for the whole.
            try directory.storage.remove(path)
            throw error
        }
        if !directory.testing.skipsSync { try directory.storage.synchronizeDirectory(directory.tornPath) }
    }

    /// Gives a file that was cut short its zeros back, so that no later write needs room.
    private func restoreLength() throws(JournalError) {
        let byteCount = try file.byteCount()
        guard byteCount < header.segmentByteCount else { return }
        let pieceByteCount = min(Self.zerosByteCountMax, header.segmentByteCount - byteCount)
        let zeros = [UInt8](repeating: 0, count: pieceByteCount)
        for offset in stride(from: byteCount, to: header.segmentByteCount, by: pieceByteCount) {
            let count = min(pieceByteCount, header.segmentByteCount - offset)
            try file.write(zeros.span.bytes.extracting(0..<count), at: offset)
        }
    }
}

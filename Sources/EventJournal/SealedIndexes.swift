import EventSchema
import SystemPackage

/// The indexes of all segments but the last, each held against the segment that follows.
///
/// Reads one page of each. One that is missing, or is not what was written, is made again from its
/// segment.
struct SealedIndexes {
    /// Of removed and of retained segments, in order.
    let all: [SealedIndex]
    /// Of the retained segments but the last.
    let retained: [SegmentIndex]
    /// Of the retained ones, those that were made again and found no room on disk.
    let unwritten: [UnwrittenIndex]
    /// The checksum of the last record before the last segment, 0 when there is none.
    let lastRecordChecksum: UInt32

    init(_ chain: SegmentChain, _ directory: JournalDirectory) throws(JournalError) {
        let origin = SegmentOrigin(directory: directory, stream: chain.manifest.stream)
        var expected = SequenceNumber(1)
        var lastChecksum: UInt32 = 0
        var removed: [SegmentIndex] = []
        for number in try directory.numbers(extension: "idx") where number < chain.headers[0].firstSequence {
            guard let header = try Self.header(number, directory), number == expected,
                header.stream == chain.manifest.stream
            else { throw Self.damage(number, directory) }
            removed.append(SegmentIndex(header, in: directory))
            expected = header.end.nextSequence
        }
        guard expected == chain.headers[0].firstSequence else { throw Self.damage(expected, directory) }

        var retained: [SegmentIndex] = []
        var unwritten: [UnwrittenIndex] = []
        for (segment, next) in zip(chain.headers, chain.headers.dropFirst()) {
            if let header = try Self.header(segment.firstSequence, directory), header.salt == segment.salt,
                header.end.isFollowed(by: next)
            {
                retained.append(SegmentIndex(header, in: directory))
                lastChecksum = header.end.lastRecordChecksum
            } else {
                let remade = try Self.remake(segment, next: next, directory)
                if remade.index.isUnwritten { unwritten.append(remade) }
                retained.append(remade.index)
                lastChecksum = remade.end.lastRecordChecksum
            }
        }
        self.unwritten = unwritten
        self.retained = retained
        all = (removed + retained).map { SealedIndex($0, origin: origin) }
        lastRecordChecksum = lastChecksum
    }

    static func header(
        _ number: SequenceNumber,
        _ directory: JournalDirectory
    ) throws(JournalError) -> IndexHeader? {
        guard let file = try directory.storage.openIfPresent(directory.indexPath(number)) else { return nil }
        let page = try file.read(IndexHeader.byteCount, at: 0)
        guard let header = IndexHeader(verifying: page.span.bytes), header.firstSequence == number else {
            return nil
        }
        return header
    }

    /// Reads the whole segment, which must end where the next one begins, and writes its index.
    private static func remake(
        _ segment: SegmentHeader,
        next: SegmentHeader,
        _ directory: JournalDirectory
    ) throws(JournalError) -> UnwrittenIndex {
        let rebuilt = try SegmentIndex.rebuild(segment.firstSequence, in: directory)
        guard rebuilt.end.isFollowed(by: next) else {
            throw .damaged(
                JournalDamage(
                    .missingCommit,
                    path: directory.segmentPath(segment.firstSequence),
                    offset: rebuilt.end.offset,
                    sequence: rebuilt.end.nextSequence
                )
            )
        }
        let index = SegmentIndex(rebuilt, in: directory)
        do throws(JournalError) {
            try index.write(segment, end: rebuilt.end)
        } catch {
            // On a full disk the events stay in memory: reading must go on.
            guard error.isNoSpace else { throw error }
        }
        return UnwrittenIndex(index: index, segment: segment, end: rebuilt.end)
    }

    private static func damage(_ number: SequenceNumber, _ directory: JournalDirectory) -> JournalError {
        .damaged(JournalDamage(.index, path: directory.indexPath(number), sequence: number))
    }
}

extension SegmentEnd {
    /// The segment with this header goes on exactly where this one ends.
    func isFollowed(by next: SegmentHeader) -> Bool {
        nextSequence == next.firstSequence && chain == next.chain
    }
}

extension SealedIndex {
    /// The indexes of the streams that this one was forked from, oldest first.
    static func ancestors(
        of manifest: Manifest,
        in directory: JournalDirectory
    ) throws(JournalError) -> [SealedIndex] {
        guard let ancestor = manifest.ancestor else { return [] }
        let home = directory.ancestor(ancestor.stream)
        guard let older = try ManifestFile.load(from: home).manifest, older.stream == ancestor.stream else {
            throw .damaged(JournalDamage(.manifest, path: home.manifestPath))
        }
        var found = try ancestors(of: older, in: home)
        var expected = SequenceNumber(1)
        for number in try home.numbers(extension: "idx") {
            guard let header = try SealedIndexes.header(number, home), number == expected else { break }
            let index = SegmentIndex(header, in: home)
            found.append(SealedIndex(index, origin: SegmentOrigin(directory: home, stream: ancestor.stream)))
            expected = header.end.nextSequence
        }
        guard expected == ancestor.sequence.advanced(by: 1) else {
            throw .damaged(JournalDamage(.index, path: home.indexPath(expected), sequence: expected))
        }
        return found
    }
}

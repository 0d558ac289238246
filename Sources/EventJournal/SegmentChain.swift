import EventSchema
import SystemPackage

/// The segments of a directory in order, each proven by its header to follow the one before.
///
/// Reads one page of each; the work does not depend on how much they hold.
struct SegmentChain {
    /// How far the epoch rises when it is not certain what it was: further than any publisher was
    /// restarted without leaving a commit.
    static let epochLeap: UInt32 = 65_536

    /// As it was found, or as the segments prove it to have been.
    let manifest: Manifest
    /// The manifest may not be the newest one written.
    let isManifestDoubtful: Bool
    /// The headers of the retained segments.
    let headers: [SegmentHeader]
    /// Files that were to be removed when the process ended.
    let leftovers: [SequenceNumber]

    init(_ directory: JournalDirectory) throws(JournalError) {
        let content = try ManifestFile.load(from: directory)
        let numbers = try directory.numbers(extension: "seg")
        guard let found = content.manifest else {
            (manifest, headers) = try Self.withoutManifest(numbers, directory)
            isManifestDoubtful = !headers.isEmpty
            leftovers = []
            return
        }
        var known = found
        if content.isDoubtful { known.cleanEnd = nil }
        isManifestDoubtful = content.isDoubtful
        manifest = known
        var headers: [SegmentHeader] = []
        var leftovers: [SequenceNumber] = []
        for number in numbers {
            if number < known.firstRetained {
                leftovers.append(number)
                continue
            }
            let header = try Self.header(number, directory)
            if header.stream == known.ancestor?.stream {
                leftovers.append(number)
            } else {
                headers.append(header)
            }
        }
        try Self.check(headers, manifest: known, directory)
        self.headers = headers
        self.leftovers = leftovers
    }

    /// Removes what retention or a fork had begun to remove, and indexes that were never finished.
    func removeLeftovers(from directory: JournalDirectory) throws(JournalError) {
        for number in leftovers { try directory.storage.remove(directory.segmentPath(number)) }
        for name in try directory.storage.names(in: directory.path) where name.hasSuffix(".idx.tmp") {
            try directory.storage.remove(directory.path.appending(name))
        }
        guard let ancestor = manifest.ancestor else { return }
        for number in try directory.numbers(extension: "idx")
        where try SealedIndexes.header(number, directory)?.stream == ancestor.stream {
            try directory.storage.remove(directory.indexPath(number))
        }
    }

    private static func header(
        _ number: SequenceNumber,
        _ directory: JournalDirectory
    ) throws(JournalError) -> SegmentHeader {
        let path = directory.segmentPath(number)
        guard let (file, header) = try directory.openSegment(number) else {
            throw .damaged(JournalDamage(.missingFile, path: path, sequence: number))
        }
        let byteCount = try file.byteCount()
        guard byteCount <= header.segmentByteCount else {
            throw .damaged(
                JournalDamage(.byteCount(byteCount), path: path, offset: header.segmentByteCount)
            )
        }
        return header
    }

    private static func check(
        _ headers: [SegmentHeader],
        manifest: Manifest,
        _ directory: JournalDirectory
    ) throws(JournalError) {
        var previous: SegmentHeader?
        for header in headers {
            let path = directory.segmentPath(header.firstSequence)
            guard header.stream == manifest.stream else {
                throw .damaged(JournalDamage(.foreignStream(header.stream), path: path, offset: 16))
            }
            if let previous, header.previousFirstSequence != previous.firstSequence {
                throw .damaged(
                    JournalDamage(
                        .missingFile,
                        path: directory.segmentPath(header.previousFirstSequence),
                        sequence: header.previousFirstSequence
                    )
                )
            }
            previous = header
        }
        let isBegun = !headers.isEmpty || manifest.lastSegment != .zero
        if isBegun, headers.first?.firstSequence != manifest.firstRetained {
            throw missing(manifest.firstRetained, directory)
        }
        if manifest.lastSegment != .zero,
            !headers.contains(where: { $0.firstSequence == manifest.lastSegment })
        {
            throw missing(manifest.lastSegment, directory)
        }
    }

    /// A new journal, or one whose segments reach back to the first record and so prove everything that
    /// the manifest said.
    private static func withoutManifest(
        _ numbers: [SequenceNumber],
        _ directory: JournalDirectory
    ) throws(JournalError) -> (Manifest, [SegmentHeader]) {
        let damage = JournalError.damaged(JournalDamage(.manifest, path: directory.manifestPath))
        guard let first = numbers.first else {
            let indexes = try directory.numbers(extension: "idx")
            let ancestors = try directory.storage.names(in: directory.ancestorsPath)
            guard indexes.isEmpty, ancestors.isEmpty else { throw damage }
            return (Manifest(stream: .random()), [])
        }
        let ancestors = try directory.storage.names(in: directory.ancestorsPath)
        guard first == SequenceNumber(1), ancestors.isEmpty else { throw damage }
        var headers: [SegmentHeader] = []
        for number in numbers { headers.append(try header(number, directory)) }
        var manifest = Manifest(stream: headers[0].stream)
        manifest.epoch = headers.reduce(0) { max($0, $1.epoch) }
        try check(headers, manifest: manifest, directory)
        return (manifest, headers)
    }

    private static func missing(_ number: SequenceNumber, _ directory: JournalDirectory) -> JournalError {
        .damaged(JournalDamage(.missingFile, path: directory.segmentPath(number), sequence: number))
    }
}

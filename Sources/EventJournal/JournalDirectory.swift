import EventSchema
import SystemPackage

/// The names in a journal's directory, and the way to its files.
struct JournalDirectory: Sendable {
    private static let ancestorsName: FilePath.Component = "ancestor"

    let path: FilePath
    let storage: any JournalStorage
    let testing: UnsafeTestOptions
    /// Where the files of the streams that this one was forked from are kept, all side by side: the
    /// parent directory, when this is one of them.
    let ancestorsPath: FilePath

    init(_ path: FilePath, testing: UnsafeTestOptions) {
        self.path = path
        self.testing = testing
        storage = testing.storage
        // Named by its stream; any other directory may stand below one that happens to be called so.
        let parent = path.removingLastComponent()
        let isAncestor =
            parent.lastComponent == Self.ancestorsName
            && path.lastComponent.map { StreamID($0.string) != nil } ?? false
        ancestorsPath = isAncestor ? parent : path.appending(Self.ancestorsName)
    }

    var lockPath: FilePath { path.appending("LOCK") }
    var manifestPath: FilePath { path.appending("MANIFEST") }
    /// A zero-filled file of the size of a segment, ready for use.
    var sparePath: FilePath { path.appending("spare.seg") }
    /// The same while it is being filled.
    var unfinishedSparePath: FilePath { path.appending("spare.tmp") }
    /// Where the bytes of unfinished writes are kept before they are cut off.
    var tornPath: FilePath { path.appending("torn") }
    func segmentPath(_ first: SequenceNumber) -> FilePath {
        path.appending(Self.name(first) + ".seg")
    }

    func indexPath(_ first: SequenceNumber) -> FilePath {
        path.appending(Self.name(first) + ".idx")
    }

    /// Where the files of the stream that this one was forked from are kept.
    func ancestor(_ stream: StreamID) -> JournalDirectory {
        JournalDirectory(ancestorsPath.appending(stream.description), testing: testing)
    }

    /// The first sequence numbers of the files with this extension, in order.
    func numbers(extension suffix: String) throws(JournalError) -> [SequenceNumber] {
        try storage.names(in: path).compactMap { Self.number($0, extension: suffix) }
    }

    /// Opens a segment for reading and checks its header; `nil` when there is no such file.
    func openSegment(
        _ first: SequenceNumber,
        forWriting: Bool = false
    ) throws(JournalError) -> (file: any JournalFile, header: SegmentHeader)? {
        let path = segmentPath(first)
        guard let file = try storage.openIfPresent(path, forWriting: forWriting) else { return nil }
        let page = try file.read(SegmentHeader.byteCount, at: 0)
        let header = try SegmentHeader(verifying: page, path: path)
        guard header.firstSequence == first else {
            throw .damaged(JournalDamage(.segmentHeader, path: path, sequence: first))
        }
        return (file, header)
    }

    /// Makes what was written to `file` durable.
    func synchronize(_ file: any JournalFile) throws(JournalError) {
        if !testing.skipsSync { try file.synchronize() }
    }

    /// Makes the names in the directory durable.
    func synchronizeNames() throws(JournalError) {
        if !testing.skipsSync { try storage.synchronizeDirectory(path) }
    }

    private static func name(_ first: SequenceNumber) -> String {
        let digits = first.description
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    private static func number(_ name: String, extension suffix: String) -> SequenceNumber? {
        guard name.utf8.count == 21 + suffix.utf8.count, name.hasSuffix("." + suffix) else { return nil }
        let digits = name.prefix(20)
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return UInt64(digits).map(SequenceNumber.init)
    }
}

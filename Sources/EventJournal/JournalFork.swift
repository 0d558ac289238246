import EventSchema
import SystemPackage

/// A new stream in the directory of another.
///
/// A directory that was restored from a backup, or copied, may end before what consumers have already
/// seen. Continuing it would give the same sequence numbers to other events. A fork begins a new stream
/// at 1 instead. The old stream's files move to `ancestor/<stream>` unchanged; its records are no longer
/// served, but its events are still recognised when somebody publishes one again.
public struct JournalFork: Equatable, Sendable {
    /// The new stream.
    public let stream: StreamID
    /// The last record of the stream that was forked; sequence and checksum 0 when it had none.
    public let ancestor: Cursor
}

extension Journal {
    /// Gives the directory of a journal that is not open a new stream.
    ///
    /// Stopping it at any point leaves either the old stream or the new one, both whole.
    ///
    /// - Throws: As ``Journal/init(at:options:)``, and ``JournalError/absent(_:)`` when there is no journal.
    public static func fork(_ directory: FilePath) throws(JournalError) -> JournalFork {
        try fork(directory, testing: UnsafeTestOptions())
    }

    package static func fork(
        _ path: FilePath,
        testing: UnsafeTestOptions
    ) throws(JournalError) -> JournalFork {
        _ = try JournalInspector(path, testing: testing)
        let directory = JournalDirectory(path, testing: testing)
        let lock = try directory.storage.lock(directory.lockPath)
        defer { lock.release() }
        let recovered = try RecoveredJournal(directory, options: JournalOptions(), isForked: true)
        let old = recovered.manifest.current
        let home = directory.ancestor(old.stream)
        try recovered.indexLastSegment()
        try directory.linkFiles(to: home)
        var kept = old
        kept.cleanEnd = Manifest.CleanEnd(
            head: recovered.head.sequence,
            chain: recovered.end.chain
        )
        try ManifestFile(kept, in: home).update { _ in }
        try home.synchronizeNames()

        // The one step that decides: before it the directory holds the old stream, after it the new one.
        let stream = StreamID.random()
        try recovered.manifest.update { manifest in
            manifest = Manifest(stream: stream)
            manifest.generation = old.generation
            // Of another stream, so that one from a wrong clock need not be kept.
            manifest.epoch = old.canBeginEpoch ? old.epoch : 0
            manifest.ancestor = recovered.head
        }
        try SegmentChain(directory).removeLeftovers(from: directory)
        try directory.synchronizeNames()
        return JournalFork(stream: stream, ancestor: recovered.head)
    }
}

extension RecoveredJournal {
    /// Writes the index of the segment that was in use: it will not be written to again.
    fileprivate func indexLastSegment() throws(JournalError) {
        guard !entries.places.isEmpty else { return }
        last.index.seal(entries)
        try last.index.write(last.header, end: end)
    }
}

extension JournalDirectory {
    /// Gives all segments and indexes a second name in `home`.
    fileprivate func linkFiles(to home: JournalDirectory) throws(JournalError) {
        try storage.createDirectory(home.path)
        for name in try storage.names(in: path) where name.hasSuffix(".seg") || name.hasSuffix(".idx") {
            if name == sparePath.lastComponent?.string { continue }
            let destination = home.path.appending(name)
            // An earlier attempt that did not come to its end may have left an older index.
            try storage.remove(destination)
            try storage.link(path.appending(name), to: destination)
        }
        if !testing.skipsSync { try storage.synchronizeDirectory(home.path) }
    }
}

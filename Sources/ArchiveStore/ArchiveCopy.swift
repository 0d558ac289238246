import GRDB
import FileLocking
import Glibc
import SQLiteStore
public import SystemPackage

extension ArchiveReader {
    /// Makes a checked copy of the archive as it is now, also while an archiver writes it.
    ///
    /// Written under another name beside `destination`, verified, synced, and only then given its name.
    ///
    /// - Returns: What the check of the copy found, which is intact.
    /// - Throws: ``ArchiveError/exists(_:)`` when something is there already, unless `replacing`.
    public func backUp(to destination: FilePath, replacing: Bool = false) throws(ArchiveError)
        -> ArchiveReport
    {
        try ArchiveCopy.make(destination, replacing: replacing) { temporary throws(ArchiveError) in
            do {
                let copy = try DatabaseQueue(path: temporary.string)
                try database.backup(to: copy)
                try copy.inDatabase { db in
                    // One file, without a write-ahead log beside it; an archiver turns it back.
                    _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                }
                try copy.close()
            } catch {
                throw ArchiveError(error, path: temporary)
            }
        }
    }

    /// Puts this archive, checked, where an archiver looks for one.
    ///
    /// - Throws: `StoreError.damaged` when this archive is not what was written, ``ArchiveError/exists(_:)``
    ///   unless `replacing`, `StoreError.locked` when an archiver runs there.
    public func restore(to destination: FilePath, replacing: Bool = false) throws(ArchiveError)
        -> ArchiveReport
    {
        let report = try verify()
        if let problem = report.problems.first { throw .store(.damaged(path, problem)) }
        let lock: FileLock
        do throws(FileError) {
            lock = try FileLock(StoreFile.lockPath(of: destination))
        } catch {
            throw .store(StoreError(error, path: destination))
        }
        defer { lock.release() }
        return try backUp(to: destination, replacing: replacing)
    }
}

/// Files that get their name only once they are whole.
private enum ArchiveCopy {
    static func make(
        _ destination: FilePath,
        replacing: Bool,
        _ write: (FilePath) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> ArchiveReport {
        var status = stat()
        if !replacing, lstat(destination.string, &status) == 0 { throw .exists(destination) }
        let temporary = FilePath("\(destination.string).partial-\(getpid())")
        defer { unlink(temporary.string) }
        try write(temporary)
        let report = try ArchiveReader(temporary).verify()
        if let problem = report.problems.first { throw .store(.damaged(temporary, problem)) }
        guard chmod(temporary.string, 0o600) == 0 else { throw failure("chmod", temporary) }
        try sync(temporary)
        if replacing {
            // A log of the file that goes would be taken for the new one's.
            for suffix in ["-wal", "-shm"] { unlink(destination.string + suffix) }
            guard rename(temporary.string, destination.string) == 0 else {
                throw failure("rename", destination)
            }
        } else {
            // link(2), unlike rename(2), never replaces a file that came meanwhile.
            guard link(temporary.string, destination.string) == 0 else {
                throw errno == EEXIST ? .exists(destination) : failure("link", destination)
            }
        }
        let parent = destination.removingLastComponent()
        try sync(parent.isEmpty ? FilePath(".") : parent)
        return report
    }

    private static func sync(_ path: FilePath) throws(ArchiveError) {
        let number = open(path.string, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw failure("open", path) }
        defer { close(number) }
        guard fsync(number) == 0 else { throw failure("fsync", path) }
    }

    private static func failure(_ call: String, _ path: FilePath) -> ArchiveError {
        let code = errno
        return .store(
            code == ENOSPC ? .noSpace(path) : .system(Errno(rawValue: code), call: call, path: path)
        )
    }
}

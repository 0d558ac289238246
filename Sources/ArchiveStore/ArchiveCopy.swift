import FileLocking
import GRDB
import Glibc
import SQLiteStore
public import SystemPackage

extension ArchiveReader {
    /// Makes a checked copy of the archive as it is now, also while an archiver writes it.
    ///
    /// Written under another name beside `destination`, readable by its owner alone, verified, synced, and only
    /// then given its name.
    ///
    /// - Parameter leftover: Told which partial copies of killed processes were removed.
    /// - Returns: What the check of the copy found, which is intact.
    /// - Throws: ``ArchiveError/exists(_:)`` when something is there already, unless `replacing`;
    ///   ``ArchiveError/itself(_:)`` when that is this archive; `StoreError.locked` when another process writes it.
    public func backUp(
        to destination: FilePath,
        replacing: Bool = false,
        leftover: (FilePath) -> Void = { _ in }
    ) throws(ArchiveError) -> ArchiveReport {
        try refuseItself(as: destination)
        try ArchiveCopy.refuseInUse(destination)
        return try copy(to: destination, replacing: replacing, leftover: leftover)
    }

    /// Puts this archive, checked, where an archiver looks for one.
    ///
    /// - Parameter leftover: Told which partial copies of killed processes were removed.
    /// - Throws: `StoreError.damaged` when this archive is not what was written, ``ArchiveError/exists(_:)``
    ///   unless `replacing`, ``ArchiveError/itself(_:)`` when that is this archive, `StoreError.locked` when an
    ///   archiver runs there.
    public func restore(
        to destination: FilePath,
        replacing: Bool = false,
        leftover: (FilePath) -> Void = { _ in }
    ) throws(ArchiveError) -> ArchiveReport {
        try refuseItself(as: destination)
        let report = try verify()
        if let problem = report.problems.first { throw .store(.damaged(path, problem)) }
        let lock: FileLock
        do throws(FileError) {
            lock = try FileLock(StoreFile.lockPath(of: destination))
        } catch {
            throw .store(StoreError(error, path: destination))
        }
        defer { lock.release() }
        return try copy(to: destination, replacing: replacing, leftover: leftover)
    }

    /// Compares the files and not their names, of which one file may have several.
    private func refuseItself(as destination: FilePath) throws(ArchiveError) {
        do throws(FileError) {
            let source = try NamedFile(path)
            guard let other = try? NamedFile(destination), other.isSameFile(as: source) else { return }
        } catch {
            throw .store(StoreError(error, path: path))
        }
        throw .itself(destination)
    }

    private func copy(
        to destination: FilePath,
        replacing: Bool,
        leftover: (FilePath) -> Void
    ) throws(ArchiveError) -> ArchiveReport {
        if !replacing { try ArchiveCopy.refuseExisting(destination) }
        for path in PartialFile.removeLeftovers(of: destination) { leftover(path) }
        return try ArchiveCopy.make(destination, replacing: replacing) { temporary throws(ArchiveError) in
            do {
                let copy = try DatabaseQueue(path: temporary.string)
                try database.inDatabase { db in
                    if try isTorn(db) { throw StoreError.damaged(path, Self.torn) }
                }
                try database.backup(to: copy)
                try copy.inDatabase { db in
                    if try ArchiveFormat.isOpen(db) { try db.execute(sql: ArchiveFormat.closing) }
                    // One file, without a write-ahead log beside it; an archiver turns it back.
                    _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                }
                try copy.close()
            } catch {
                throw ArchiveError(error, path: temporary)
            }
        }
    }
}

/// Files that get their name only once they are whole.
private enum ArchiveCopy {
    /// What SQLite makes beside a file.
    private static let companions = ["-journal", "-wal", "-shm"]
    /// The locks of whole directories: a journal's and an outbox's.
    private static let directoryLocks = ["LOCK", "agent.lock"]

    /// Refuses a file that another process writes: to it the file would be gone.
    static func refuseInUse(_ destination: FilePath) throws(ArchiveError) {
        var status = stat()
        guard stat(destination.string, &status) == 0 else { return }
        let directory = destination.removingLastComponent()
        let locks =
            [StoreFile.lockPath(of: destination)] + directoryLocks.map { directory.appending($0) }
        for lock in locks {
            do throws(FileError) {
                if try FileLock.isHeld(lock) { throw .locked(destination) }
            } catch {
                throw .store(StoreError(error, path: destination))
            }
        }
    }

    /// Refuses a place where something stands already.
    static func refuseExisting(_ destination: FilePath) throws(ArchiveError) {
        var status = stat()
        if lstat(destination.string, &status) == 0 { throw .exists(destination) }
    }

    static func make(
        _ destination: FilePath,
        replacing: Bool,
        _ write: (FilePath) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> ArchiveReport {
        let temporary = PartialFile.path(for: destination)
        let lock = try hold(temporary, for: destination)
        defer {
            PartialFile.remove(temporary)
            lock.release()
        }
        // Made here and not by SQLite, which would let others read it.
        let number = open(temporary.string, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw failure("open", temporary) }
        close(number)
        try write(temporary)
        let report = try ArchiveReader(temporary).verify()
        if let problem = report.problems.first { throw .store(.damaged(temporary, problem)) }
        try sync(temporary)
        if replacing {
            // A log of the file that goes would be taken for the new one's.
            for suffix in companions { unlink(destination.string + suffix) }
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

    /// Keeps others from taking the copy for a leftover.
    private static func hold(
        _ temporary: FilePath,
        for destination: FilePath
    ) throws(ArchiveError) -> FileLock {
        do throws(FileError) {
            return try FileLock(PartialFile.lockPath(of: temporary))
        } catch {
            guard case .system(let code, let call, _) = error else {
                throw .store(StoreError(error, path: destination))
            }
            throw failure(code, call, destination)
        }
    }

    private static func sync(_ path: FilePath) throws(ArchiveError) {
        let number = open(path.string, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw failure("open", path) }
        defer { close(number) }
        guard fsync(number) == 0 else { throw failure("fsync", path) }
    }

    private static func failure(_ call: String, _ path: FilePath) -> ArchiveError {
        failure(Errno(rawValue: errno), call, path)
    }

    private static func failure(_ code: Errno, _ call: String, _ path: FilePath) -> ArchiveError {
        .store(code == .noSpace ? .noSpace(path) : .system(code, call: call, path: path))
    }
}

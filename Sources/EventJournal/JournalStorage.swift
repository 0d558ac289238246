package import FileLocking
import SystemPackage

/// What the journal asks of a file system.
///
/// Tests put a double here that fails the n-th write or sync.
package protocol JournalStorage: Sendable {
    /// Opens a file that exists.
    func open(_ path: FilePath, forWriting: Bool) throws(JournalError) -> any JournalFile
    /// Makes an empty file, or empties the one that is there.
    func create(_ path: FilePath) throws(JournalError) -> any JournalFile
    func rename(_ path: FilePath, to destination: FilePath) throws(JournalError)
    /// Gives the file another name; nothing happens when that name exists.
    func link(_ path: FilePath, to destination: FilePath) throws(JournalError)
    /// Removes a file; nothing happens when there is none.
    func remove(_ path: FilePath) throws(JournalError)
    /// Makes a directory and those above it; nothing happens when it exists.
    func createDirectory(_ path: FilePath) throws(JournalError)
    func synchronizeDirectory(_ path: FilePath) throws(JournalError)
    /// The names in a directory, sorted; none when there is no such directory.
    func names(in directory: FilePath) throws(JournalError) -> [String]
    /// Takes the lock that one process at a time can hold.
    ///
    /// - Throws: ``JournalError/locked(_:)`` when it is held.
    func lock(_ path: FilePath) throws(JournalError) -> FileLock
}

extension JournalStorage {
    /// Opens a file; `nil` when there is none.
    func openIfPresent(_ path: FilePath, forWriting: Bool = false) throws(JournalError) -> (any JournalFile)?
    {
        do throws(JournalError) {
            return try open(path, forWriting: forWriting)
        } catch {
            guard case .system(.noSuchFileOrDirectory, _, _) = error else { throw error }
            return nil
        }
    }
}

/// An open file. Any thread may call any method.
package protocol JournalFile: AnyObject, Sendable {
    func byteCount() throws(JournalError) -> Int
    /// Reads up to `count` bytes at `offset`; fewer only at the end of the file.
    func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8]
    /// Writes all of `bytes` at `offset`.
    func write(_ bytes: RawSpan, at offset: Int) throws(JournalError)
    /// Makes what was written durable, and the file's length.
    func synchronize() throws(JournalError)
    /// Remembers the file as the one that `path` leads to.
    func named(_ path: FilePath) throws(JournalError) -> NamedFile
}

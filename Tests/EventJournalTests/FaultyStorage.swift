import EventSchema
import FileLocking
import Synchronization
import SystemPackage

@testable import EventJournal

/// The real file system, with one write or sync that fails, and a count of what was done.
final class FaultyStorage: JournalStorage {
    enum Fault: CaseIterable {
        case shortWrite, writeError, noSpace, syncError
    }

    struct Counts {
        var writes = 0
        var syncs = 0
        var bytesRead = 0
        var longestRead = 0
        var hasFailed = false
    }

    let counts = Mutex(Counts())
    /// Called before a file is opened, on the thread that opens it.
    let willOpen = Mutex<@Sendable (FilePath) -> Void>({ _ in })
    private let system = SystemStorage()
    private let fault: Fault?
    private let number: Int

    /// - Parameters:
    ///   - fault: What happens; `nil` for nothing.
    ///   - number: At which write, or sync, from 1.
    init(_ fault: Fault? = nil, at number: Int = 0) {
        self.fault = fault
        self.number = number
    }

    func open(_ path: FilePath, forWriting: Bool) throws(JournalError) -> any JournalFile {
        willOpen.withLock { $0 }(path)
        return FaultyFile(try system.open(path, forWriting: forWriting), path: path, storage: self)
    }

    func create(_ path: FilePath) throws(JournalError) -> any JournalFile {
        FaultyFile(try system.create(path), path: path, storage: self)
    }

    func rename(_ path: FilePath, to destination: FilePath) throws(JournalError) {
        try system.rename(path, to: destination)
    }

    func link(_ path: FilePath, to destination: FilePath) throws(JournalError) {
        try system.link(path, to: destination)
    }

    func remove(_ path: FilePath) throws(JournalError) {
        try system.remove(path)
    }

    func createDirectory(_ path: FilePath) throws(JournalError) {
        try system.createDirectory(path)
    }

    func synchronizeDirectory(_ path: FilePath) throws(JournalError) {
        try willSynchronize(path)
        try system.synchronizeDirectory(path)
    }

    func names(in directory: FilePath) throws(JournalError) -> [String] {
        try system.names(in: directory)
    }

    func lock(_ path: FilePath) throws(JournalError) -> FileLock {
        try system.lock(path)
    }

    /// How much of the next write to do before it fails, and how; `nil` to do all of it.
    fileprivate func nextWrite() -> (part: Int, error: Errno)? {
        counts.withLock { counts in
            counts.writes += 1
            guard counts.writes == number else { return nil }
            switch fault {
            case .shortWrite: counts.hasFailed = true; return (2, .ioError)
            case .writeError: counts.hasFailed = true; return (0, .ioError)
            case .noSpace: counts.hasFailed = true; return (0, .noSpace)
            case .syncError, nil: return nil
            }
        }
    }

    fileprivate func willSynchronize(_ path: FilePath) throws(JournalError) {
        let fails = counts.withLock { counts in
            counts.syncs += 1
            let fails = fault == .syncError && counts.syncs == number
            if fails { counts.hasFailed = true }
            return fails
        }
        if fails { throw .system(.ioError, call: "fdatasync", path: path) }
    }

    fileprivate func didRead(_ byteCount: Int) {
        counts.withLock { counts in
            counts.bytesRead += byteCount
            counts.longestRead = max(counts.longestRead, byteCount)
        }
    }
}

private final class FaultyFile: JournalFile {
    private let file: any JournalFile
    private let path: FilePath
    private let storage: FaultyStorage

    init(_ file: any JournalFile, path: FilePath, storage: FaultyStorage) {
        self.file = file
        self.path = path
        self.storage = storage
    }

    func byteCount() throws(JournalError) -> Int { try file.byteCount() }

    func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8] {
        let bytes = try file.read(count, at: offset)
        storage.didRead(bytes.count)
        return bytes
    }

    func write(_ bytes: RawSpan, at offset: Int) throws(JournalError) {
        guard let (part, error) = storage.nextWrite() else { return try file.write(bytes, at: offset) }
        if part > 0 { try file.write(bytes.extracting(0..<bytes.byteCount / part), at: offset) }
        throw .system(error, call: "pwrite", path: path)
    }

    func synchronize() throws(JournalError) {
        try storage.willSynchronize(path)
        try file.synchronize()
    }

    func named(_ path: FilePath) throws(JournalError) -> NamedFile { try file.named(path) }
}

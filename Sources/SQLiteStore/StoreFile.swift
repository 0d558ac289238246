import FileLocking
public import GRDB
import Glibc
public import SystemPackage

/// The one writer of a SQLite file: what it has committed is on stable storage, under the file's name.
///
/// Any task may call it; SQLite runs on queues of its own. Others may read the file meanwhile.
public final class StoreFile: Sendable {
    /// How long SQLite waits by itself for another program that holds the file, in seconds; then
    /// ``StoreWaits`` is asked.
    public static let busySecondsMax = 1.0
    /// How long a call waits for another program unless its maker or caller says otherwise.
    public static let waitMax = Duration.seconds(10)
    /// The pause after each time that the file was found held.
    private static let busyPause = Duration.milliseconds(50)

    /// Where the file is.
    public let path: FilePath
    private let pool: DatabasePool
    private let lock: FileLock
    /// The file and its log.
    private let files: [NamedFile]
    private let waits: StoreWaits
    private let format: StoreFormat

    /// Opens a store, and makes it where there is none; it blocks.
    ///
    /// - Parameter upgrading: Told the version of an older file, before it is made one of the format's version.
    /// - Throws: ``StoreError``.
    public init(
        _ path: FilePath,
        format: StoreFormat,
        waits: StoreWaits = .atMost(waitMax),
        upgrading: (_ version: Int) -> Void = { _ in }
    ) throws(StoreError) {
        (self.path, self.format, self.waits) = (path, format, waits)
        do {
            lock = try FileLock(Self.lockPath(of: path))
            var configuration = Configuration()
            configuration.busyMode = .timeout(Self.busySecondsMax)
            configuration.label = "scenewire.store"
            // The file is made here, since otherwise its mode would be the process's.
            try Self.make(path)
            pool = try DatabasePool(path: path.string, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                let isPresent = try format.isPresent(in: db, at: path)
                try format.makeDurable(db, at: path)
                guard !isPresent || !format.opening.isEmpty || !format.upgrades.isEmpty else { return }
                if isPresent, let version = try format.olderVersion(of: db) { upgrading(version) }
                try db.inTransaction(.immediate) {
                    if isPresent {
                        try format.upgrade(in: db, at: path)
                    } else {
                        try format.create(in: db)
                    }
                    try db.execute(sql: format.opening)
                    return .commit
                }
                // What the opening notes must be in the file itself. A reader may put that off to a later time.
                _ = try? db.checkpoint(.passive)
            }
            files = try [NamedFile(path), NamedFile(Self.logPath(of: path))]
        } catch {
            throw StoreError(error, path: path)
        }
    }

    deinit {
        // SQLite removes the log by its name when it closes. A name that leads elsewhere by now is another's.
        guard (try? check()) != nil else {
            _ = Unmanaged.passRetained(pool)
            return
        }
        // Of a file that was closed already nothing is left to do; what fails now leaves it as after a kill.
        _ = try? close()
    }

    /// The lock's file of a store at `path`.
    public static func lockPath(of path: FilePath) -> FilePath { FilePath(path.string + ".lock") }

    /// The write-ahead log of a store at `path`: what is in it belongs to the store.
    public static func logPath(of path: FilePath) -> FilePath { FilePath(path.string + "-wal") }

    /// Runs `body` in a transaction; when it returns, everything is on stable storage, where the path leads.
    ///
    /// - Parameters:
    ///   - limit: How long it waits for another program that holds the file; `nil` for as long as the store's
    ///     maker said.
    ///   - body: May be called more than once.
    /// - Throws: What `body` threw, ``StoreError/moved(_:)``, or what SQLite throws. Nothing was stored then,
    ///   unless the file was moved in the very moment of the commit.
    public func write<Value: Sendable>(
        waitingAtMost limit: Duration? = nil,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let value = try await waiting(limit) {
            try await pool.write { [self] db in
                let value = try body(db)
                // The last moment in which it can be taken back.
                try check()
                return value
            }
        }
        try check()
        return value
    }

    /// Runs `body` on the store as it is at one moment.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await waiting(nil) { try await pool.read(body) }
    }

    /// How many bytes the file and its log take on disk.
    public var byteCount: Int { Self.byteCount(path) + Self.byteCount(Self.logPath(of: path)) }

    /// Moves everything from the log into the file and closes it; no other method may be called afterwards.
    ///
    /// - Returns: How many bytes are left in the log, because another program reads the file: then both
    ///   belong together.
    /// - Throws: ``StoreError``.
    @discardableResult
    public func close() throws(StoreError) -> Int {
        do {
            try check()
            do {
                try pool.writeWithoutTransaction { db in
                    try db.inTransaction(.immediate) {
                        try db.execute(sql: format.closing)
                        return .commit
                    }
                    _ = try db.checkpoint(.truncate)
                }
            } catch let error as DatabaseError where error.isBusy {
                // What is left over is told below.
            }
            try pool.close()
            lock.release()
        } catch {
            throw StoreError(error, path: path)
        }
        return Self.byteCount(Self.logPath(of: path))
    }

    /// `PRAGMA synchronous` of the connection that writes; 2 is FULL.
    package func synchronous() async throws -> Int? {
        try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    /// Checks that what is written is found under the file's name; three system calls.
    ///
    /// Every transaction does it by itself; it is for those who write seldom.
    ///
    /// - Throws: ``StoreError/moved(_:)``.
    public func checkPlace() throws(StoreError) {
        do throws(FileError) { try check() } catch { throw StoreError(error, path: path) }
    }

    private func check() throws(FileError) {
        try lock.check()
        for file in files { try file.check() }
    }

    private func waiting<Value: Sendable>(
        _ limit: Duration?,
        _ attempt: () async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        var hasWaited = false
        while true {
            do {
                let value = try await attempt()
                if hasWaited { waits.ended(ContinuousClock.now - start) }
                return value
            } catch let error as DatabaseError where error.isBusy {
                let waited = ContinuousClock.now - start
                guard limit.map({ waited < $0 }) ?? true, waits.goesOn(waited) else { throw error }
                hasWaited = true
                try await Task.sleep(for: Self.busyPause)
            }
        }
    }

    /// Makes an empty file that only its owner reads, where there is none.
    private static func make(_ path: FilePath) throws(StoreError) {
        let number = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw .system(Errno(rawValue: errno), call: "open", path: path) }
        Glibc.close(number)
    }

    private static func byteCount(_ path: FilePath) -> Int {
        var status = stat()
        return stat(path.string, &status) == 0 ? Int(status.st_size) : 0
    }
}

extension DatabaseError {
    /// Another program holds the file.
    fileprivate var isBusy: Bool { [.SQLITE_BUSY, .SQLITE_LOCKED].contains(resultCode) }
}

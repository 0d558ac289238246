public import IncidentState
public import SQLiteStore
public import SystemPackage

/// A SQLite file that holds what a consumer has folded, and nothing else.
///
/// Any task may call it; SQLite runs on a queue of its own. When ``write(_:)`` returns, everything is on stable
/// storage.
public final class StateFile: Sendable {
    /// The database's cache in memory.
    private static let cacheKibibytes = 8_192

    /// Where the file is.
    public let path: FilePath
    private let file: StoreFile

    /// Opens a file, and makes it where there is none; it blocks.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - kind: What it is called, such as "a store of measures".
    ///   - applicationID: Tells it from any other database.
    ///   - waits: What becomes of a transaction while another program holds the file.
    /// - Throws: `StoreError`.
    public init(
        _ path: FilePath,
        kind: String,
        applicationID: Int,
        waits: StoreWaits = .atMost(StoreFile.waitMax)
    ) throws(StoreError) {
        self.path = path
        let format = StoreFormat(
            kind: kind,
            applicationID: applicationID,
            version: 1,
            cacheKibibytes: Self.cacheKibibytes,
            schema: "",
            opening: StateTables.opening
        )
        file = try StoreFile(path, format: format, waits: waits)
    }

    /// What was written last, of sealed incidents all but their events.
    ///
    /// - Returns: `nil` when nothing was.
    /// - Throws: `SnapshotError` when it is not what was written, or `StoreError`.
    public func read() async throws -> StateSnapshot? {
        do {
            return try await file.read { try StateTables.read(sealedBodies: true, in: $0) }
        } catch let error as SnapshotError {
            throw error
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Reads sealed incidents, with their events.
    ///
    /// - Throws: `SnapshotError` when it is not what was written, or `StoreError`.
    public func read(_ sealed: SealedIncidents) async throws -> StateSnapshot {
        do {
            return try await file.read { try StateTables.read(sealed, in: $0) }
        } catch let error as SnapshotError {
            throw error
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Writes what has changed.
    ///
    /// - Throws: `StoreError`.
    public func write(_ snapshot: StateSnapshot) async throws(StoreError) {
        do {
            try await file.write { try StateTables.write(snapshot, in: $0) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Forgets everything.
    ///
    /// - Throws: `StoreError`.
    public func erase() async throws(StoreError) {
        do {
            try await file.write { try StateTables.erase(in: $0) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Checks that what is written is found under the file's name; it asks the disk.
    ///
    /// - Throws: `StoreError.moved`.
    public func checkPlace() throws(StoreError) { try file.checkPlace() }

    /// Moves everything into the one file and closes it; no other method may be called afterwards.
    ///
    /// - Returns: How many bytes are left in the write-ahead log, because another program reads.
    @discardableResult
    public func close() throws(StoreError) -> Int { try file.close() }
}

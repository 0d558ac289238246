public import AlertRules
public import EventSchema
import GRDB
public import IncidentState
public import SQLiteStore
import StateStore
public import SystemPackage

/// The one writer of a store of alerts: every alert and its steps, what is to be delivered, what is to be
/// published, and how far each stream was judged, in one SQLite file.
///
/// Any task may call it; SQLite runs on a queue of its own. When a method that writes returns, everything is on
/// stable storage.
public final class AlertStore: Sendable {
    /// The file's name in a notifier's directory.
    public static let fileName = "alerts.sqlite"

    /// Where the file is.
    public let path: FilePath
    let routing: AlertRouting
    private let file: StoreFile
    private let source: String

    /// Opens a store, and makes it where there is none; it blocks.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - routing: Where alerts go.
    ///   - source: The source of the events that are published.
    ///   - waits: What becomes of a transaction while another program holds the file.
    /// - Throws: ``AlertStoreError``.
    public init(
        _ path: FilePath,
        routing: AlertRouting,
        source: String,
        waits: StoreWaits = .atMost(StoreFile.waitMax)
    ) throws(AlertStoreError) {
        (self.path, self.routing, self.source) = (path, routing, source)
        do throws(StoreError) {
            file = try StoreFile(path, format: AlertStoreFormat.format, waits: waits)
        } catch {
            throw .store(error)
        }
    }

    /// Begins to follow a stream, or goes on.
    ///
    /// - Parameters:
    ///   - stream: Which one.
    ///   - head: Its last record, up to which everything is history when the stream was never followed.
    ///   - clock: The publisher's clock.
    ///   - isPlayed: Whether a player sets that clock.
    ///   - now: This machine's clock.
    /// - Returns: What is stored of it.
    public func follow(
        _ stream: StreamID,
        head: SequenceNumber,
        clock: Timestamp,
        isPlayed: Bool,
        now: Timestamp
    ) async throws(AlertStoreError) -> StoredStream {
        let source = source
        return try await write { db in
            let name = stream.description
            // Numbers are dense for each source and epoch: a stream has an epoch of its own, and another source
            // begins another one.
            let newest = try Int64.fetchOne(db, sql: "SELECT max(source_epoch) FROM streams") ?? 0
            let epoch = max(newest &+ 1, now.nanoseconds / 1_000_000_000)
            try db.execute(
                sql: """
                    INSERT INTO streams (stream, history_through, history_clock, clock, is_played, source,
                        source_epoch)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET is_played = excluded.is_played
                    """,
                arguments: [
                    name, Int64(clamping: head.value), clock.nanoseconds, clock.nanoseconds, isPlayed, source,
                    epoch,
                ]
            )
            try db.execute(
                sql: """
                    UPDATE streams SET source = ?, source_epoch = ?, source_sequence = 0
                    WHERE stream = ? AND source <> ?
                    """,
                arguments: [source, epoch, name, source]
            )
            guard let stored = try AlertTable.stream(stream, in: db) else {
                throw StoredValueError(column: "streams.stream")
            }
            return stored
        }
    }

    /// What is stored of a stream; `nil` when it was never followed.
    public func stream(_ stream: StreamID) async throws(AlertStoreError) -> StoredStream? {
        try await read { try AlertTable.stream(stream, in: $0) }
    }

    /// Stores what a stream's records gave, with everything that follows from it, in one transaction.
    ///
    /// What is stored already is passed over.
    ///
    /// - Parameters:
    ///   - change: Steps, acknowledgements and the new cursor.
    ///   - stream: The stream, which is followed.
    ///   - now: This machine's clock.
    public func store(
        _ change: StreamChange,
        of stream: StreamID,
        now: Timestamp
    ) async throws(AlertStoreError) -> StoredChange {
        let routing = routing
        return try await write { db in
            try db.cachedStatement(sql: "UPDATE streams SET clock = max(clock, ?) WHERE stream = ?")
                .execute(arguments: [change.clock.nanoseconds, stream.description])
            var writer = try StepWriter(db, stream: stream, routing: routing, now: now)
            for entry in change.entries {
                switch entry {
                case .step(let step, let isHistory): try writer.write(step, isHistory: isHistory)
                case .acknowledgement(let acknowledgement): _ = try writer.write(acknowledgement)
                }
            }
            if let cursor = change.cursor {
                try db.cachedStatement(
                    sql: "UPDATE streams SET sequence = ?, checksum = ? WHERE stream = ? AND sequence < ?"
                ).execute(arguments: [
                    Int64(clamping: cursor.sequence.value), Int64(cursor.checksum), stream.description,
                    Int64(clamping: cursor.sequence.value),
                ])
            }
            if let snapshot = change.snapshot { try StateTables.write(snapshot, in: db) }
            return writer.outcome
        }
    }

    /// What was stored last of the state, with everything that is not sealed; `nil` when there is nothing.
    ///
    /// - Throws: ``AlertStoreError/snapshot(_:)`` when it is not what was stored.
    public func snapshot() async throws(AlertStoreError) -> StateSnapshot? {
        try await read { try StateTables.read(in: $0) }
    }

    /// Sealed incidents, with their events.
    ///
    /// - Throws: ``AlertStoreError/snapshot(_:)`` when it is not what was stored.
    public func incidents(_ sealed: SealedIncidents) async throws(AlertStoreError) -> StateSnapshot {
        try await read { try StateTables.read(sealed, in: $0) }
    }

    /// Lets no start go on from the state; sealed incidents can still be read until then.
    public func invalidateSnapshot() async throws(AlertStoreError) {
        try await write { try StateTables.invalidate(in: $0) }
    }

    /// Forgets the state, so that the streams are folded from their beginning.
    public func eraseSnapshot() async throws(AlertStoreError) {
        try await write { try StateTables.erase(in: $0) }
    }

    /// Stores that a person has taken care of an alert, and tells the bus.
    ///
    /// - Returns: What changed; nothing when it was acknowledged before.
    /// - Throws: ``AlertStoreError/noAlert(_:)`` for an unknown one.
    public func acknowledge(
        _ acknowledgement: Acknowledgement,
        now: Timestamp
    ) async throws(AlertStoreError) -> StoredChange {
        let routing = routing
        return try await write(waitingAtMost: StoreFile.waitMax) { db in
            guard let alert = try AlertTable.alert(acknowledgement.alert, in: db) else {
                throw AlertStoreError.noAlert(acknowledgement.alert)
            }
            var writer = try StepWriter(db, stream: alert.stream, routing: routing, now: now)
            _ = try writer.write(acknowledgement)
            return writer.outcome
        }
    }

    /// `PRAGMA synchronous` of the connection that writes; 2 is FULL.
    package func synchronous() async throws -> Int? {
        try await file.synchronous()
    }

    /// Checks that what is written is found under the file's name.
    ///
    /// Every transaction does it by itself; it is for those who write seldom. It asks the disk.
    ///
    /// - Throws: `StoreError.moved`.
    public func checkPlace() throws(AlertStoreError) {
        do throws(StoreError) { try file.checkPlace() } catch { throw .store(error) }
    }

    /// Moves everything into the one file and closes it; no other method may be called afterwards.
    ///
    /// - Returns: How many bytes are left in the write-ahead log, because another program reads: then the file
    ///   is whole only together with it.
    @discardableResult
    public func close() throws(AlertStoreError) -> Int {
        do throws(StoreError) { return try file.close() } catch { throw .store(error) }
    }

    /// - Parameter limit: How long it waits for another program, where a person waits for it.
    func write<Value: Sendable>(
        waitingAtMost limit: Duration? = nil,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(AlertStoreError) -> Value {
        do {
            return try await file.write(waitingAtMost: limit, body)
        } catch {
            throw AlertStoreError(error, path: path)
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(AlertStoreError) -> Value {
        do {
            return try await file.read(body)
        } catch {
            throw AlertStoreError(error, path: path)
        }
    }
}

/// What records of a stream have changed, in their order.
public struct StreamChange: Sendable {
    /// One thing that happened.
    public enum Entry: Sendable {
        /// An alert began or ended; nobody is told of history.
        case step(AlertStep, isHistory: Bool)
        /// The stream says that a person has taken care of an alert.
        case acknowledgement(Acknowledgement)
    }

    /// In order.
    public var entries: [Entry]
    /// The last record that was judged; `nil` when that has not changed.
    public var cursor: EventSchema.Cursor?
    /// The stream's time.
    public var clock: Timestamp
    /// The state of all streams as it is after this; `nil` when it is not to be stored now.
    public var snapshot: StateSnapshot?

    /// - Parameters:
    ///   - entries: In order.
    ///   - cursor: The last record that was judged.
    ///   - clock: The stream's time.
    ///   - snapshot: The state of all streams as it is after this.
    public init(
        entries: [Entry],
        cursor: EventSchema.Cursor?,
        clock: Timestamp,
        snapshot: StateSnapshot? = nil
    ) {
        (self.entries, self.cursor, self.clock, self.snapshot) = (entries, cursor, clock, snapshot)
    }
}

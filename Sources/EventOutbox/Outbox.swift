import EventSchema
import GRDB
import SQLiteStore
import Synchronization
import SystemPackage

/// Events on a command post's own disk, until a publisher has them.
///
/// Any number of processes may use one directory at once. Every method may be called from any task; the
/// work is done on a thread of the outbox's own, one piece after another. What a method that changes
/// something has answered is on stable storage.
public final class Outbox: Sendable {
    /// What an outbox is made for.
    public struct Owner: Sendable, Equatable {
        /// The source whose events it numbers.
        public let source: String
        /// The agency of events that name none; may be unknown.
        public let agency: String?

        /// - Parameters:
        ///   - source: The source whose events it numbers.
        ///   - agency: The agency of events that name none.
        public init(source: String, agency: String?) {
            self.source = source
            self.agency = agency
        }
    }

    /// What became of an entry that somebody wanted changed.
    public enum Change: Sendable, Equatable {
        /// It was changed.
        case done(position: Int64)
        /// There is no such entry.
        case absent
        /// Entries that stand so are not changed in this way.
        case unfit(OutboxState)
    }

    /// Where the outbox is.
    public let directory: OutboxDirectory
    /// The source, and the agency as last set.
    public let owner: Owner
    /// Set when this opening found the file copied or restored: the source's numbering began anew.
    public let renewedEpoch: UInt32?

    private let database: DatabaseQueue
    private let identity: FileIdentity
    private let turn: WriteTurn
    private let limits: OutboxLimits
    private let waiting = Mutex<[StoreTicket]>([])

    /// Opens an outbox; it blocks.
    ///
    /// - Parameters:
    ///   - path: The directory.
    ///   - owner: Makes the outbox where there is none. Where there is one, its source must be the same,
    ///     and an agency takes the place of the one before.
    /// - Throws: ``OutboxError``.
    public init(
        _ path: FilePath,
        creatingFor owner: Owner? = nil,
        limits: OutboxLimits = OutboxLimits()
    ) throws(OutboxError) {
        directory = OutboxDirectory(path)
        self.limits = limits
        if let owner {
            try Self.check(owner)
            try directory.prepare()
        }
        let identity = try FileIdentity(of: directory.databasePath)
        self.identity = identity
        let turn = WriteTurn(directory: directory, limits: limits)
        self.turn = turn
        let file = directory.databasePath
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(limits.busySecondsMax)
            configuration.label = "scenewire.outbox"
            let database = try DatabaseQueue(path: file.string, configuration: configuration)
            self.database = database
            (self.owner, renewedEpoch) = try database.writeWithoutTransaction { db in
                if try !OutboxFormat.format.isPresent(in: db, at: file), owner == nil {
                    throw OutboxError.absent(path)
                }
                return try turn.run(db) {
                    try OutboxFormat.makeDurable(db, at: file)
                    var opened: (Owner, UInt32?)?
                    try db.inTransaction(.immediate) {
                        opened = try Self.enter(db, file, identity, creatingFor: owner)
                        return .commit
                    }
                    guard let opened else { throw OutboxError.absent(path) }
                    return opened
                }
            }
        } catch {
            throw OutboxError(error, path: file)
        }
    }

    /// Stores events; what was stored before is not stored again.
    ///
    /// Callers that come while a commit runs share the next one. How many may wait is theirs to bound.
    ///
    /// - Returns: One result an event, in their order; those queued are on stable storage.
    /// - Throws: ``OutboxError``; then nothing of it was stored.
    public func store(
        _ events: [ValidEvent],
        at time: Timestamp = .now
    ) async throws(OutboxError) -> [StoreResult] {
        let ticket = StoreTicket(events, at: time)
        waiting.withLock { $0.append(ticket) }
        try await perform { [self] db in storeWaiting(db) }
        guard let result = ticket.result else {
            // More than one commit's worth was before it.
            return try await awaitTurn(of: ticket)
        }
        return try result.get()
    }

    /// The oldest entries that wait, in order.
    ///
    /// - Returns: At most so many, of at most so many bytes together, but one if any waits.
    public func queued(countMax: Int, byteCountMax: Int) async throws(OutboxError) -> [QueuedEvent] {
        try await read { try $0.queued(countMax: countMax, byteCountMax: byteCountMax) }
    }

    /// Notes what the publisher said of entries, and forgets published ones beyond the limits.
    ///
    /// A receipt counts whatever was done to the entry meanwhile; a refusal only while it waits.
    ///
    /// - Parameter archived: How far the archiver has stored the stream, where that is news.
    public func settle(
        _ outcomes: [(position: Int64, outcome: OutboxOutcome)],
        archived: (stream: StreamID, sequence: UInt64)? = nil,
        at time: Timestamp = .now
    ) async throws(OutboxError) {
        try await write { [limits] table in
            for (position, outcome) in outcomes { try table.settle(position, outcome, at: time) }
            if let archived { try table.noteArchived(through: archived.sequence, of: archived.stream) }
            try table.removePublished(beyond: limits, at: time)
        }
    }

    /// How far the archiver is known to have stored the stream, and whether it lacks anything published.
    public func archiveState(
        of stream: StreamID
    ) async throws(OutboxError) -> (archived: UInt64, lacksSome: Bool) {
        try await read { (try $0.archived(of: stream), try $0.hasUnarchived(of: stream)) }
    }

    /// How many entries there are.
    ///
    /// - Parameter countingArchived: Takes some milliseconds with many published entries.
    public func tally(countingArchived: Bool = false) async throws(OutboxError) -> OutboxTally {
        try await read { try $0.tally(countingArchived: countingArchived) }
    }

    /// A page of entries, in their order.
    ///
    /// - Parameters:
    ///   - standing: Which entries; `nil` for all.
    ///   - position: The last one of the page before, 0 for the first page.
    /// - Returns: At most ``OutboxLimits/pageCountMax``; none behind the last.
    public func entries(
        _ standing: OutboxStanding? = nil,
        after position: Int64 = 0
    ) async throws(OutboxError) -> [OutboxEntry] {
        try await read {
            try $0.entries(standing, after: position, countMax: OutboxLimits.pageCountMax)
        }
    }

    /// Queues an entry again that was refused or dropped; it keeps its place.
    public func retry(_ id: EventID) async throws(OutboxError) -> Change {
        try await write { table in
            guard let (position, state) = try table.standing(of: id) else { return .absent }
            guard state == .refused || state == .dropped else { return .unfit(state) }
            try table.queueAgain(position)
            return .done(position: position)
        }
    }

    /// Gives up an entry that was refused or waits; it stays, with the reason.
    ///
    /// One that is on its way at this moment may still be recorded, and then counts as published.
    ///
    /// - Parameter reason: At most ``OutboxLimits/reasonLengthMax`` scalars.
    public func drop(
        _ id: EventID,
        because reason: String,
        at time: Timestamp = .now
    ) async throws(OutboxError) -> Change {
        try await write { table in
            guard let (position, state) = try table.standing(of: id) else { return .absent }
            guard state == .refused || state == .queued else { return .unfit(state) }
            try table.drop(position, because: reason, at: time)
            return .done(position: position)
        }
    }

    /// Begins the source's numbering anew, for an outbox that was restored in a way nobody can notice.
    ///
    /// - Returns: The new epoch.
    public func renewEpoch(at time: Timestamp = .now) async throws(OutboxError) -> UInt32 {
        try await write { table in try Self.renewEpoch(table, at: time) }
    }

    /// Notes what keeps the entries from being sent; `nil` when nothing does.
    public func noteTrouble(_ trouble: String?, at time: Timestamp = .now) async throws(OutboxError) {
        try await write { table in
            try table.db.cachedStatement(sql: "UPDATE directory SET trouble = ?, trouble_since = ?")
                .execute(arguments: [trouble, trouble.map { _ in time.nanoseconds }])
        }
    }

    /// What an agent last noted to keep the entries from being sent, and since when.
    public func trouble() async throws(OutboxError) -> (text: String, since: Timestamp)? {
        try await read { table in
            let row = try Row.fetchOne(table.db, sql: "SELECT trouble, trouble_since FROM directory")
            guard let text = try row?.decode(String?.self, atIndex: 0),
                let since = try row?.decode(Int64?.self, atIndex: 1)
            else { return nil }
            return (text, Timestamp(nanoseconds: since))
        }
    }

    /// Closes the file now, and not when the last task has let go of it; it blocks.
    ///
    /// - Throws: ``OutboxError``.
    package func close() throws(OutboxError) {
        do {
            try database.close()
        } catch {
            throw OutboxError(error, path: directory.databasePath)
        }
    }

    // MARK: - On the outbox's thread

    private static func check(_ owner: Owner) throws(OutboxError) {
        let isName = { (text: String, max: Int, others: String) in
            text.utf8.count <= max && !text.isEmpty
                && text.utf8.enumerated().allSatisfy { index, byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                    case UInt8(ascii: "A")...UInt8(ascii: "Z"): others.contains("A")
                    default: index > 0 && others.utf8.contains(byte)
                    }
                }
        }
        guard isName(owner.source, SchemaLimits.nameByteCountMax, "A._-") else {
            throw .name(owner.source, what: "source", allowed: "[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
        }
        guard owner.agency.map({ isName($0, SchemaLimits.agencyByteCountMax, "-") }) ?? true else {
            throw .name(owner.agency ?? "", what: "agency", allowed: "[a-z0-9][a-z0-9-]{0,31}")
        }
    }

    /// Makes the outbox where it is to be made, and sees that its numbering may go on.
    private static func enter(
        _ db: Database,
        _ file: FilePath,
        _ identity: FileIdentity,
        creatingFor owner: Owner?
    ) throws -> (Owner, renewedEpoch: UInt32?) {
        // Another process may have made it since it was looked at.
        if try !OutboxFormat.format.isPresent(in: db, at: file) {
            guard let owner else { throw OutboxError.absent(file.removingLastComponent()) }
            try OutboxFormat.create(
                in: db,
                source: owner.source,
                agency: owner.agency,
                identity: identity,
                at: .now
            )
            return (owner, nil)
        }
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT source, agency, machine, inode, generation FROM directory"
            )
        else { throw StoreError.damaged(file, "the row that names the source is missing") }
        let source = try row.decode(String.self, atIndex: 0)
        if let owner, owner.source != source {
            throw OutboxError.otherSource(asked: owner.source, own: source, path: file)
        }
        var agency = try row.decode(String?.self, atIndex: 1)
        if let given = owner?.agency, given != agency {
            try db.execute(sql: "UPDATE directory SET agency = ?", arguments: [given])
            agency = given
        }
        var renewed: UInt32?
        let known = FileIdentity(
            machine: try row.decode(atIndex: 2),
            inode: try row.decode(atIndex: 3),
            generation: try row.decode(atIndex: 4)
        )
        if identity != known {
            renewed = try renewEpoch(EntryTable(db: db), at: .now)
            try db.execute(
                sql: "UPDATE directory SET machine = ?, inode = ?, generation = ?",
                arguments: [identity.machine, identity.inode, identity.generation]
            )
        }
        return (Owner(source: source, agency: agency), renewed)
    }

    private static func renewEpoch(_ table: EntryTable, at time: Timestamp) throws -> UInt32 {
        let epoch = try OutboxFormat.newEpoch(after: table.numbering().epoch, at: time)
        try table.set(EntryTable.Numbering(epoch: epoch, last: 0))
        return epoch
    }

    /// Stores what waits in one commit, and tells every ticket in it how that ended.
    private func storeWaiting(_ db: Database) {
        let tickets = waiting.withLock { waiting in
            var count = 0
            let end =
                waiting.firstIndex { ticket in
                    defer { count += ticket.events.count }
                    return count > 0 && count + ticket.events.count > OutboxLimits.storedCountMax
                } ?? waiting.endIndex
            defer { waiting.removeFirst(end) }
            return Array(waiting[..<end])
        }
        guard !tickets.isEmpty else { return }
        do {
            let results = try inTransaction(db) { table in
                var keeper = try Storekeeper(table, source: owner.source, limits: limits)
                return try tickets.map { try keeper.store($0) }
            }
            for (ticket, result) in zip(tickets, results) { ticket.settle(.success(result)) }
        } catch {
            let failure = OutboxError(error, path: directory.databasePath)
            for ticket in tickets { ticket.settle(.failure(failure)) }
        }
    }

    private func awaitTurn(of ticket: StoreTicket) async throws(OutboxError) -> [StoreResult] {
        while true {
            try await perform { [self] db in storeWaiting(db) }
            if let result = ticket.result { return try result.get() }
        }
    }

    private func inTransaction<Value>(_ db: Database, _ body: (EntryTable) throws -> Value) throws -> Value {
        var value: Value?
        try turn.run(db) {
            try db.inTransaction(.immediate) {
                value = try body(EntryTable(db: db))
                // Otherwise a commit could go to a file that no name leads to any more.
                guard identity.isFile(at: directory.databasePath) else {
                    throw StoreError.moved(directory.databasePath)
                }
                return .commit
            }
        }
        guard let value else { throw StoreError.database(directory.databasePath, "nothing was done") }
        return value
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (EntryTable) throws -> Value
    ) async throws(OutboxError) -> Value {
        try await perform { [self] db in try inTransaction(db, body) }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (EntryTable) throws -> Value
    ) async throws(OutboxError) -> Value {
        try await perform { db in
            var value: Value?
            try db.inTransaction(.deferred) {
                value = try body(EntryTable(db: db))
                return .commit
            }
            guard let value else { throw UnreadableRow(what: "nothing was read") }
            return value
        }
    }

    /// Runs `body` on the outbox's thread, also in a task that was cancelled: what was begun is finished.
    private func perform<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(OutboxError) -> Value {
        let path = directory.databasePath
        let result: Result<Value, OutboxError> = await withCheckedContinuation { continuation in
            database.asyncWriteWithoutTransaction { db in
                let result = Result { try body(db) }
                continuation.resume(returning: result.mapError { OutboxError($0, path: path) })
            }
        }
        return try result.get()
    }
}

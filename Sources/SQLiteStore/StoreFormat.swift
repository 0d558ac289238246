public import GRDB
public import SystemPackage

/// What the database of a store looks like, and what tells it from any other.
public struct StoreFormat: Sendable {
    /// What it is called, such as "an archive".
    public let kind: String
    /// `PRAGMA application_id`.
    public let applicationID: Int
    /// `PRAGMA user_version`, raised by every change after which an older program would do harm.
    public let version: Int
    /// The statements that make it.
    public let schema: String
    /// By an older version: the statements that make a file of it one of the next version.
    public let upgrades: [Int: String]
    /// Statements that run at every opening, for example to add what older programs did not make.
    public let opening: String
    /// Statements that run when everything is in the one file and it is closed.
    public let closing: String
    /// The pages that a connection keeps in memory, in KiB.
    public let cacheKibibytes: Int

    /// - Parameters:
    ///   - kind: What it is called, such as "an archive".
    ///   - applicationID: `PRAGMA application_id`.
    ///   - version: `PRAGMA user_version`.
    ///   - cacheKibibytes: The pages that a connection keeps in memory.
    ///   - schema: The statements that make it.
    ///   - upgrades: By an older version, the statements that make a file of it one of the next; they run in the
    ///     transaction of the opening, so that they must not take long. Files of these versions can be read.
    ///   - opening: Statements that run at every opening, right after `schema` at the first one.
    ///   - closing: Statements that run when the file is closed in good order, before its log is emptied.
    public init(
        kind: String,
        applicationID: Int,
        version: Int,
        cacheKibibytes: Int,
        schema: String,
        upgrades: [Int: String] = [:],
        opening: String = "",
        closing: String = ""
    ) {
        self.kind = kind
        self.applicationID = applicationID
        self.version = version
        self.cacheKibibytes = cacheKibibytes
        self.schema = schema
        self.upgrades = upgrades
        self.opening = opening
        self.closing = closing
    }

    /// Looks at a database without changing it.
    ///
    /// - Returns: Whether it has this format, in this version or one that can be upgraded to it; `false` for a
    ///   database without tables.
    /// - Throws: ``StoreError/foreign(_:kind:)``, ``StoreError/format(_:known:path:)``, or what SQLite throws.
    public func isPresent(in db: Database, at path: FilePath) throws -> Bool {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID else {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == 0, found == 0, tables == 0 else {
                throw StoreError.foreign(path, kind: kind)
            }
            return false
        }
        guard found == version || upgrades[found] != nil else {
            throw StoreError.format(found, known: version, path: path)
        }
        return true
    }

    /// The version of a database that is to be upgraded; `nil` for one of this version.
    func olderVersion(of db: Database) throws -> Int? {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        return found < version ? found : nil
    }

    /// Makes a database of an older version one of this version, within the caller's transaction.
    ///
    /// - Throws: ``StoreError/format(_:known:path:)`` when the way from the older version has a hole.
    func upgrade(in db: Database, at path: FilePath) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        for older in found..<max(found, version) {
            guard let statements = upgrades[older] else {
                throw StoreError.format(found, known: version, path: path)
            }
            try db.execute(sql: statements)
        }
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Makes every commit of this connection durable before it returns.
    ///
    /// GRDB's own way into WAL mode leaves `synchronous` at NORMAL, with which a power cut takes back what
    /// others were told is stored; so both are set here, outside any transaction, and read back.
    ///
    /// - Throws: ``StoreError/database(_:_:)`` when they cannot be durable, or what SQLite throws.
    public func makeDurable(_ db: Database, at path: FilePath) throws {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard mode == "wal", synchronous == 2 else {
            throw StoreError.database(
                path,
                "commits are not durable: journal_mode \(mode ?? "?"), synchronous \(synchronous ?? -1)"
            )
        }
        try db.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)")
    }

    /// Makes an empty database one of this format, within the caller's transaction.
    public func create(in db: Database) throws {
        try db.execute(sql: schema)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }
}

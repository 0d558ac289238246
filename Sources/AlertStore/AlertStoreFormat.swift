import GRDB
import SystemPackage

/// The tables of a store, and how a connection to it is set up.
enum AlertStoreFormat {
    /// Raised by every change after which an older program would do harm.
    static let version = 1
    /// `PRAGMA application_id`, "SWAL", which tells a store of alerts from any other database.
    static let applicationID = 0x5357_414C

    /// Looks at a database without changing it.
    ///
    /// - Returns: Whether it is a store of alerts; `false` for a database without tables.
    static func isStore(_ db: Database, at path: FilePath) throws -> Bool {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID else {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == 0, found == 0, tables == 0 else { throw AlertStoreError.foreign(path) }
            return false
        }
        guard found == version else { throw AlertStoreError.format(found, path: path) }
        return true
    }

    /// Makes every commit of this connection durable before it returns.
    ///
    /// GRDB's own way into WAL mode leaves `synchronous` at NORMAL, with which a power cut takes back an
    /// alert that was delivered; so both are set here, outside any transaction, and read back.
    static func makeDurable(_ db: Database, at path: FilePath) throws {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard mode == "wal", synchronous == 2 else {
            throw AlertStoreError.database(
                path,
                "commits are not durable: journal_mode \(mode ?? "?"), synchronous \(synchronous ?? -1)"
            )
        }
        try db.execute(sql: "PRAGMA cache_size = -\(AlertStoreLimits.cacheKibibytes)")
    }

    /// Makes an empty database a store, within the caller's transaction.
    static func create(in db: Database) throws {
        try db.execute(sql: schema)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    // Times are Unix nanoseconds. `raised_at`, a step's `at`, `clock` and `history_clock` are the stream's
    // time; the times of deliveries are this machine's.
    private static let schema = """
        CREATE TABLE streams (
            stream TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL DEFAULT 0,
            checksum INTEGER NOT NULL DEFAULT 0,
            history_through INTEGER NOT NULL,
            history_clock INTEGER NOT NULL,
            clock INTEGER NOT NULL,
            is_played INTEGER NOT NULL,
            source TEXT NOT NULL,
            source_epoch INTEGER NOT NULL,
            source_sequence INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE alerts (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            stream TEXT NOT NULL REFERENCES streams,
            rule TEXT NOT NULL,
            title TEXT NOT NULL,
            key TEXT NOT NULL,
            cause TEXT,
            severity TEXT NOT NULL,
            incident TEXT,
            agency TEXT NOT NULL,
            status TEXT NOT NULL,
            tlp TEXT NOT NULL,
            is_late INTEGER NOT NULL,
            needs_acknowledgement INTEGER NOT NULL,
            resolves_itself INTEGER NOT NULL,
            text TEXT NOT NULL,
            audience TEXT NOT NULL,
            is_history INTEGER NOT NULL,
            raised_at INTEGER NOT NULL,
            stored_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            acknowledged_at INTEGER,
            resolved_at INTEGER
        ) STRICT;
        CREATE INDEX alerts_by_incident ON alerts (incident);
        CREATE INDEX alerts_not_resolved ON alerts (number) WHERE resolved_at IS NULL;
        CREATE TABLE steps (
            alert TEXT NOT NULL REFERENCES alerts (id),
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            cause TEXT,
            by TEXT,
            role TEXT,
            note TEXT,
            PRIMARY KEY (alert, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE deliveries (
            id TEXT PRIMARY KEY,
            alert TEXT NOT NULL REFERENCES alerts (id),
            step TEXT NOT NULL,
            destination TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'cancelled')),
            attempts INTEGER NOT NULL DEFAULT 0,
            round INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            next_attempt_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            finished_at INTEGER,
            answer TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_pending ON deliveries (destination, next_attempt_at)
            WHERE state = 'pending';
        CREATE INDEX deliveries_by_alert ON deliveries (alert);
        CREATE TABLE outgoing (
            number INTEGER PRIMARY KEY,
            stream TEXT NOT NULL REFERENCES streams,
            id TEXT NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX outgoing_by_stream ON outgoing (stream, number);
        """
}

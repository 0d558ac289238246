import SQLiteStore
import StateStore

/// The tables of a store of alerts.
enum AlertStoreFormat {
    /// Told from any other database by "SWAL".
    static let format = StoreFormat(
        kind: "a store of alerts",
        applicationID: 0x5357_414C,
        version: 1,
        cacheKibibytes: AlertStoreLimits.cacheKibibytes,
        schema: schema,
        opening: StateTables.opening
    )

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

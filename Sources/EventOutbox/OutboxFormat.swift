import EventSchema
import GRDB
import SQLiteStore
import SystemPackage

/// What the database of an outbox looks like, and how a connection to it is set up.
enum OutboxFormat {
    /// Told from any other database by "SWOB".
    static let format = StoreFormat(
        kind: "an outbox",
        applicationID: 0x5357_4F42,
        version: 1,
        cacheKibibytes: OutboxLimits.cacheKibibytes,
        schema: schema
    )

    /// Makes every commit of this connection durable before it returns.
    static func makeDurable(_ db: Database, at path: FilePath) throws {
        try format.makeDurable(db, at: path)
        // WriteTurn does it, when nobody else writes.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    }

    /// Makes an empty database an outbox, within the caller's transaction.
    static func create(
        in db: Database,
        source: String,
        agency: String?,
        identity: FileIdentity,
        at time: Timestamp
    ) throws {
        try format.create(in: db)
        try db.execute(
            sql: """
                INSERT INTO directory (only, source, agency, epoch, last_sequence, machine, inode, generation)
                VALUES (1, ?, ?, ?, 0, ?, ?, ?)
                """,
            arguments: [
                source, agency, Int64(try newEpoch(after: 0, at: time)), identity.machine, identity.inode,
                identity.generation,
            ]
        )
    }

    /// The epoch of a numbering that begins now: the second. With ``EpochSecond``, an outbox that was restored twice, or
    /// removed and made again, gives no number twice.
    ///
    /// - Throws: ``OutboxError/clock(_:)`` when the clock cannot be right: an epoch can only rise.
    static func newEpoch(after last: UInt32, at time: Timestamp) throws(OutboxError) -> UInt32 {
        guard Timestamp.plausible.contains(time) else { throw .clock(time) }
        return epoch(after: last, at: time)
    }

    /// The same for any clock.
    static func epoch(after last: UInt32, at time: Timestamp) -> UInt32 {
        // One less than the number that stands for none.
        let second = UInt32(clamping: min(time.parts.seconds, Int64(SourceNumbering.openEpoch) - 1))
        return max(second, last < SourceNumbering.openEpoch - 1 ? last + 1 : last, 1)
    }

    // The events are apart from what changes about them, so that a receipt rewrites only a few bytes. The
    // tally is kept by triggers, so that nobody counts a million entries, and nobody can forget it.
    private static let schema = """
        CREATE TABLE directory (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            source TEXT NOT NULL,
            agency TEXT,
            epoch INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            machine TEXT NOT NULL,
            inode INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            trouble TEXT,
            trouble_since INTEGER
        ) STRICT;
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL UNIQUE,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
            byte_count INTEGER NOT NULL,
            epoch INTEGER,
            number INTEGER,
            queued_at INTEGER NOT NULL,
            settled_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            stream BLOB,
            sequence INTEGER,
            published_at INTEGER,
            is_duplicate INTEGER,
            reason TEXT,
            field TEXT,
            detail TEXT,
            drop_reason TEXT,
            CHECK (state <> 1 OR (stream IS NOT NULL AND sequence IS NOT NULL AND published_at IS NOT NULL)),
            CHECK (state <> 3 OR drop_reason IS NOT NULL)
        ) STRICT;
        CREATE INDEX entry_by_state ON entry (state, position);
        CREATE INDEX entry_by_receipt ON entry (stream, sequence) WHERE state = 1;
        CREATE TABLE event (
            position INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE archive (
            stream BLOB PRIMARY KEY,
            sequence INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE tally (
            state INTEGER PRIMARY KEY,
            entries INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        ) STRICT;
        INSERT INTO tally VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0);
        CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
            UPDATE tally SET entries = entries + 1, bytes = bytes + new.byte_count WHERE state = new.state;
        END;
        CREATE TRIGGER entry_moved AFTER UPDATE OF state ON entry WHEN old.state <> new.state BEGIN
            UPDATE tally SET entries = entries - 1, bytes = bytes - old.byte_count WHERE state = old.state;
            UPDATE tally SET entries = entries + 1, bytes = bytes + new.byte_count WHERE state = new.state;
        END;
        CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN
            DELETE FROM event WHERE position = old.position;
            UPDATE tally SET entries = entries - 1, bytes = bytes - old.byte_count WHERE state = old.state;
        END;
        """
}

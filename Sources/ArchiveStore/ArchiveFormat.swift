import GRDB
import SystemPackage

/// What the database of an archive looks like, and how a connection to it is set up.
///
/// docs/archive.md explains the tables to those who read them with other programs.
enum ArchiveFormat {
    /// Raised by every change after which an older program would do harm.
    static let version = 1
    /// `PRAGMA application_id`, "SWAR", which tells an archive from any other database.
    static let applicationID = 0x5357_4152

    /// Looks at a database without changing it.
    ///
    /// - Returns: Whether it is an archive; `false` for a database without tables.
    static func isArchive(_ db: Database, at path: FilePath) throws -> Bool {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID else {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == 0, found == 0, tables == 0 else { throw ArchiveError.foreign(path) }
            return false
        }
        guard found == version else { throw ArchiveError.format(found, path: path) }
        return true
    }

    /// Makes every commit of this connection durable before it returns.
    ///
    /// GRDB's own way into WAL mode leaves `synchronous` at NORMAL, with which a power cut takes back
    /// what the publisher was told is stored; so both are set here, outside any transaction, and read back.
    static func makeDurable(_ db: Database, at path: FilePath) throws {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard mode == "wal", synchronous == 2 else {
            throw ArchiveError.database(
                path,
                "commits are not durable: journal_mode \(mode ?? "?"), synchronous \(synchronous ?? -1)"
            )
        }
        try db.execute(sql: "PRAGMA cache_size = -\(ArchiveLimits.cacheKibibytes)")
    }

    /// Makes an empty database an archive, within the caller's transaction.
    static func create(in db: Database) throws {
        try db.execute(sql: schema)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    // A record's row number is made of its stream's and its own, so that rows are appended in the order in
    // which they come and the place in the stream is unique without an index of its own. Ids of version 7
    // rise with time, so that their index is nearly appended to as well.
    private static let schema = """
        CREATE TABLE feeds (
            feed INTEGER PRIMARY KEY,
            stream TEXT NOT NULL UNIQUE,
            sequence INTEGER NOT NULL DEFAULT 0,
            checksum INTEGER NOT NULL DEFAULT 0,
            searchable INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE records (
            position INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL REFERENCES feeds,
            sequence INTEGER NOT NULL,
            id BLOB,
            incident TEXT,
            agency TEXT,
            source TEXT,
            type TEXT,
            is_authored INTEGER NOT NULL,
            status TEXT,
            severity TEXT,
            trend TEXT,
            observed_at INTEGER,
            recorded_at INTEGER,
            published_at INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            amends BLOB,
            narrative TEXT,
            bytes BLOB NOT NULL,
            CHECK (position = (feed << 40) + sequence)
        ) STRICT;
        CREATE INDEX records_by_id ON records (id);
        CREATE INDEX records_by_incident ON records (incident, observed_at);
        CREATE INDEX records_by_amended ON records (amends) WHERE amends IS NOT NULL;
        CREATE TABLE gaps (
            feed INTEGER NOT NULL REFERENCES feeds,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            noticed_at INTEGER NOT NULL,
            PRIMARY KEY (feed, first),
            CHECK (first BETWEEN 1 AND last)
        ) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE narratives USING fts5(narrative, content='records', content_rowid='position');
        """
}

import GRDB
import SQLiteStore

/// What the database of an archive looks like.
///
/// docs/archive.md explains the tables to those who read them with other programs.
enum ArchiveFormat {
    /// Told from any other database by "SWAR".
    static let format = StoreFormat(
        kind: "an archive",
        applicationID: 0x5357_4152,
        version: 3,
        cacheKibibytes: ArchiveLimits.cacheKibibytes,
        schema: schema,
        // Version 1 knew the words of narratives alone, version 2 those that people wrote. What is searched is
        // read from all records again, step by step, as that of new ones is.
        upgrades: [
            1: "DROP TABLE narratives; UPDATE feeds SET searchable = 0; \(words)",
            2: "DROP TABLE words; DROP TABLE texts; UPDATE feeds SET searchable = 0; \(words)",
        ],
        opening: """
            CREATE INDEX IF NOT EXISTS records_by_time ON records (\(order));
            CREATE TABLE IF NOT EXISTS writer (only INTEGER PRIMARY KEY CHECK (only = 1)) STRICT;
            INSERT OR IGNORE INTO writer VALUES (1);
            """,
        closing: closing
    )

    /// Takes back what the opening notes: that an archiver writes, so that the newest may be in the log alone.
    static let closing = "DELETE FROM writer"

    /// Whether an archiver has the file open, or did not close it. Older programs never say so.
    static func isOpen(_ db: Database) throws -> Bool {
        try db.tableExists("writer")
            && Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM writer)") ?? false
    }

    /// What records are sorted by: when it happened, else when it was published.
    static let order = "ifnull(observed_at, published_at)"

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
        \(words)
        """

    // What was said, and what happened, stand in a table of their own, which is filled behind the records: finding
    // it in an event takes longer than everything else that is stored of it.
    private static let words = """
        CREATE TABLE texts (
            position INTEGER PRIMARY KEY REFERENCES records,
            text TEXT NOT NULL,
            sentence TEXT NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE words USING fts5(text, sentence, content='texts', content_rowid='position');
        """
}

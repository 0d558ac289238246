import EventSchema
import FoundationEssentials
import GRDB

/// The search for words: in the index, in what is not in it yet, and without what is redacted.
///
/// Its two tables are the connection's own: the row numbers of the hits, and an index of some records' words.
struct WordSearch {
    /// The table that holds the row numbers of the hits.
    static let hits = "temp.hits"

    private let match: String
    private let clearance: TLP?
    private var backlogs: [WordIndex.Backlog] = []

    /// - Throws: ``ArchiveError/words(_:)`` when the words cannot be read.
    init(_ query: ArchiveQuery) throws {
        guard let match = query.match else { throw ArchiveError.words(query.words ?? "") }
        self.match = match
        clearance = query.clearance
    }

    /// Finds what the index knows.
    mutating func searchIndex(in db: Database) throws {
        try db.execute(
            sql: """
                DROP TABLE IF EXISTS temp.hits;
                DROP TABLE IF EXISTS temp.recent;
                CREATE TEMP TABLE hits (position INTEGER PRIMARY KEY);
                CREATE VIRTUAL TABLE temp.recent USING fts5(text, sentence);
                """
        )
        backlogs = try WordIndex.behind(in: db)
        guard try WordIndex.isThere(in: db) else { return }
        try db.execute(
            sql: "INSERT INTO temp.hits SELECT rowid FROM main.words WHERE words MATCH ?",
            arguments: [match]
        )
    }

    /// Finds what some of the records say that are not in the index: an archiver that runs leaves few, and an
    /// archive that nobody indexes any more must be searchable as well.
    ///
    /// - Returns: Whether there may be more of them.
    mutating func searchSomeOfTheRest(in db: Database) throws -> Bool {
        guard let backlog = backlogs.first else { return false }
        let page = try WordIndex.page(of: backlog, in: db)
        for entry in page.texts { try note(entry.words, at: entry.position, in: db) }
        try takeNoted(in: db)
        backlogs[0] = page.rest
        if page.rest.recordCount == 0 { backlogs.removeFirst() }
        return !backlogs.isEmpty
    }

    /// Takes out the records in which redactions leave none of the words: a hit would tell that they are there.
    func leaveOutRedacted(in db: Database) throws {
        // What corrects a redacted field is redacted with it.
        let positions = try Int64.fetchAll(
            db,
            sql: """
                SELECT hits.position FROM temp.hits AS hits CROSS JOIN records
                    ON records.position = hits.position
                WHERE EXISTS (SELECT 1 FROM records AS later
                    WHERE later.amends IN (records.id, records.amends) AND later.type = 'record.redacted')
                """
        )
        var lookup = AmendmentLookup(db, clearance: clearance)
        for position in positions {
            let bytes = try Data.fetchOne(
                db,
                sql: "SELECT bytes FROM records WHERE position = ?",
                arguments: [position]
            )
            let record = [UInt8](bytes ?? Data())
            let header = try RecordHeader(verifying: record.span.bytes)
            let recorded = Array(record[header.eventRange])
            guard let event = try? Event(eventBytes: recorded) else { continue }
            let redacted = try lookup.redacted(in: event)
            guard !redacted.isEmpty else { continue }
            try db.execute(sql: "DELETE FROM temp.hits WHERE position = ?", arguments: [position])
            try note(RecordWords(of: Redaction.apply(redacted, to: recorded)), at: position, in: db)
        }
        try takeNoted(in: db)
    }

    private func note(_ words: RecordWords, at position: Int64, in db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO temp.recent (rowid, text, sentence) VALUES (?, ?, ?)")
            .execute(arguments: [position, words.text, words.sentence])
    }

    /// Takes the hits among what was noted, and forgets that.
    private func takeNoted(in db: Database) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO temp.hits SELECT rowid FROM temp.recent WHERE recent MATCH ?",
            arguments: [match]
        )
        try db.execute(sql: "DELETE FROM temp.recent")
    }
}

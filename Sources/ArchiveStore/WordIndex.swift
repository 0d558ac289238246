import EventSchema
import FoundationEssentials
import GRDB

/// The index of words, which lags behind the records.
enum WordIndex {
    /// Records of one stream that are not in the index, all behind those that are.
    struct Backlog: Equatable {
        let feed: Int64
        /// The last sequence number in the index, 0 for none.
        var indexed: Int64
        /// The stream's last record.
        let last: Int64

        /// At most so many records, since there may be gaps.
        var recordCount: Int { Int(last - indexed) }
    }

    /// Records of one stream, and what they say.
    struct Page {
        /// Where the page begins.
        let start: Backlog
        /// The sequence number of its last record.
        let last: Int64
        let recordCount: Int
        /// By row number; without the records that say nothing.
        let texts: [(position: Int64, words: RecordWords)]

        /// What follows it in the stream.
        var rest: Backlog {
            var rest = start
            rest.indexed = last
            return rest
        }
    }

    /// Every stream that the index does not cover whole; all of every stream in a file of an older version, whose
    /// index lacks what happened.
    static func behind(in db: Database) throws -> [Backlog] {
        let indexed = try isThere(in: db) ? "searchable" : "0"
        let sql = "SELECT feed, \(indexed), sequence FROM feeds WHERE sequence > \(indexed) ORDER BY feed"
        return try Row.fetchAll(db, sql: sql).map { row in
            try Backlog(
                feed: row.decode(atIndex: 0),
                indexed: row.decode(atIndex: 1),
                last: row.decode(atIndex: 2)
            )
        }
    }

    /// Whether the file has this index of words; archivers of versions 1 and 2 made others.
    static func isThere(in db: Database) throws -> Bool {
        try db.tableExists("words") && db.columns(in: "texts").contains { $0.name == "sentence" }
    }

    /// The next records that are to be indexed; `nil` when there are none.
    static func nextPage(in db: Database) throws -> Page? {
        try behind(in: db).first.map { try page(of: $0, in: db) }
    }

    /// Reads the first records of a backlog.
    static func page(of backlog: Backlog, in db: Database) throws -> Page {
        let first = backlog.feed << Int64(ArchiveLimits.sequenceBitCount)
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT sequence, bytes FROM records WHERE position > ? AND position <= ? ORDER BY position",
            arguments: [first + backlog.indexed, first + backlog.last]
        )
        var (count, byteCount, last) = (0, 0, backlog.last)
        var texts: [(position: Int64, words: RecordWords)] = []
        while let row = try rows.next() {
            let sequence: Int64 = try row.decode(atIndex: 0)
            let record = [UInt8](try row.decode(Data.self, atIndex: 1))
            if let words = words(of: record) { texts.append((first + sequence, words)) }
            count += 1
            byteCount += record.count
            guard count < ArchiveLimits.indexedCountMax, byteCount < ArchiveLimits.indexedByteCountMax else {
                last = sequence
                break
            }
        }
        return Page(start: backlog, last: last, recordCount: count, texts: texts)
    }

    /// Adds a page, unless it is there already.
    static func add(_ page: Page, in db: Database) throws {
        try db.cachedStatement(sql: "UPDATE feeds SET searchable = ? WHERE feed = ? AND searchable = ?")
            .execute(arguments: [page.last, page.start.feed, page.start.indexed])
        guard db.changesCount == 1 else { return }
        let texts = try db.cachedStatement(
            sql: "INSERT INTO texts (position, text, sentence) VALUES (?, ?, ?)"
        )
        let words = try db.cachedStatement(sql: "INSERT INTO words (rowid, text, sentence) VALUES (?, ?, ?)")
        for entry in page.texts {
            let arguments: StatementArguments = [entry.position, entry.words.text, entry.words.sentence]
            try texts.execute(arguments: arguments)
            try words.execute(arguments: arguments)
        }
    }

    /// What a record says; `nil` for nothing, and for bytes that are no record, which `verify` reports.
    private static func words(of record: [UInt8]) -> RecordWords? {
        guard let header = try? RecordHeader(verifying: record.span.bytes) else { return nil }
        let words = RecordWords(of: Array(record[header.eventRange]))
        return words.isEmpty ? nil : words
    }
}

import GRDB

/// The index of words, which lags behind the records.
enum NarrativeIndex {
    /// - Returns: How many records it went through.
    static func advance(in db: Database) throws -> Int {
        var count = 0
        let rows = try Row.fetchAll(db, sql: "SELECT feed, sequence, searchable FROM feeds")
        for row in rows {
            let feed: Int64 = try row.decode(atIndex: 0)
            let first: Int64 = try row.decode(atIndex: 2)
            let left = ArchiveLimits.indexedCountMax - count
            let behind = try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(position) FROM
                        (SELECT position FROM records WHERE position > (? << 40) + ? AND position < (? + 1) << 40
                         ORDER BY position LIMIT ?)
                    """,
                arguments: [feed, first, feed, left]
            )
            guard let behind else { continue }
            try db.execute(
                sql: """
                    INSERT INTO narratives (rowid, narrative) SELECT position, narrative FROM records
                    WHERE position > (? << 40) + ? AND position <= ? AND narrative IS NOT NULL
                    """,
                arguments: [feed, first, behind]
            )
            let sequence = behind - feed << 40
            try db.execute(
                sql: "UPDATE feeds SET searchable = ? WHERE feed = ?",
                arguments: [sequence, feed]
            )
            count += Int(sequence - first)
            guard count < ArchiveLimits.indexedCountMax else { break }
        }
        return count
    }
}

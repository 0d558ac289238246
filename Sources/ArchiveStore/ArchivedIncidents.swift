import GRDB

extension ArchiveReader {
    /// The names of the incidents that were observed last, the newest first.
    ///
    /// It reads the whole index of incidents. Two agencies' incidents of one name are one here.
    ///
    /// - Throws: ``ArchiveError``.
    public func newestIncidents(countMax: Int) throws(ArchiveError) -> [String] {
        do {
            return try database.inDatabase { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT incident FROM records WHERE incident IS NOT NULL
                        GROUP BY incident ORDER BY max(observed_at) DESC LIMIT ?
                        """,
                    arguments: [countMax]
                )
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
    }
}

import Foundation
import GRDBSQLite
import SystemPackage

/// The rows of an archive, inserted into a database of the same tables and indexes by SQLite's own interface.
enum BareInserts {
    /// Why SQLite refused something.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The time of the transactions alone; the rows are read from the archive in between.
    ///
    /// - Parameter transactions: How many rows each takes.
    static func time(of archive: FilePath, in file: FilePath, transactions: [Int]) throws -> Duration {
        let source = try Connection(archive)
        let bare = try Connection(file)
        try bare.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536")
        for sql in try source.texts(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN ('feeds', 'records')"
        ) { try bare.run(sql) }
        try bare.run("INSERT INTO feeds (stream) VALUES ('bare')")
        let rows = try source.prepare("SELECT * FROM records ORDER BY position")
        defer { sqlite3_finalize(rows) }
        let columnCount = sqlite3_column_count(rows)
        let marks = Array(repeating: "?", count: Int(columnCount)).joined(separator: ", ")
        let insert = try bare.prepare("INSERT INTO records VALUES (\(marks))")
        defer { sqlite3_finalize(insert) }
        var time = Duration.zero
        for count in transactions {
            let values = Values(of: rows, count: count, columnCount: columnCount)
            defer { values.free() }
            let start = ContinuousClock.now
            try bare.run("BEGIN IMMEDIATE")
            for row in 0..<count {
                for column in 0..<columnCount {
                    sqlite3_bind_value(insert, column + 1, values.all[row * Int(columnCount) + Int(column)])
                }
                guard sqlite3_step(insert) == SQLITE_DONE else { throw bare.failure }
                sqlite3_reset(insert)
            }
            try bare.run("COMMIT")
            time += ContinuousClock.now - start
        }
        return time
    }

    /// The values of some rows, kept beyond the step to the next.
    private struct Values {
        let all: [OpaquePointer?]

        init(of rows: OpaquePointer?, count: Int, columnCount: Int32) {
            var all: [OpaquePointer?] = []
            all.reserveCapacity(count * Int(columnCount))
            for _ in 0..<count where sqlite3_step(rows) == SQLITE_ROW {
                for column in 0..<columnCount {
                    all.append(sqlite3_value_dup(sqlite3_column_value(rows, column)))
                }
            }
            self.all = all
        }

        func free() {
            for value in all { sqlite3_value_free(value) }
        }
    }

    private final class Connection {
        private var handle: OpaquePointer?

        init(_ file: FilePath) throws {
            guard sqlite3_open(file.string, &handle) == SQLITE_OK else { throw failure }
        }

        deinit { sqlite3_close(handle) }

        var failure: Failure { Failure(description: String(cString: sqlite3_errmsg(handle))) }

        func run(_ sql: String) throws {
            guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
        }

        func prepare(_ sql: String) throws -> OpaquePointer? {
            var statement: OpaquePointer?
            guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw failure }
            return statement
        }

        func texts(_ sql: String) throws -> [String] {
            let statement = try prepare(sql)
            defer { sqlite3_finalize(statement) }
            var texts: [String] = []
            while sqlite3_step(statement) == SQLITE_ROW {
                if let text = sqlite3_column_text(statement, 0) { texts.append(String(cString: text)) }
            }
            return texts
        }
    }
}

public import EventSchema
import FoundationEssentials
import GRDB
import Glibc
import SQLiteStore

/// What a check of an archive found.
public struct ArchiveReport: Sendable {
    /// How many records it holds.
    public var recordCount = 0
    /// How many gaps are on record.
    public var gapCount = 0
    /// The last record of every stream.
    public var cursors: [EventSchema.Cursor] = []
    /// The bytes that stand in the write-ahead log beside the file and belong to it.
    public var logByteCount = 0
    /// What is wrong, at most ``ArchiveLimits/problemCountMax`` lines.
    public var problems: [String] = []

    /// Whether nothing is wrong.
    public var isIntact: Bool { problems.isEmpty }

    mutating func add(_ problem: String) {
        if problems.count < ArchiveLimits.problemCountMax { problems.append(problem) }
    }
}

extension ArchiveReader {
    /// Reads everything: SQLite's own structure, every record's checksum and place, what the columns say of
    /// it, every gap and every cursor.
    ///
    /// - Throws: ``ArchiveError`` when the file cannot be read at all; what is wrong within it is reported.
    public func verify() throws(ArchiveError) -> ArchiveReport {
        var report = ArchiveReport()
        do {
            try database.inDatabase { db in
                try db.inTransaction(.deferred) {
                    report.logByteCount = logByteCount
                    if try isTorn(db) { report.add(Self.torn) }
                    for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(5)") where line != "ok" {
                        report.add("SQLite: \(line)")
                    }
                    report.gapCount = try Int.fetchOne(db, sql: "SELECT count(*) FROM gaps") ?? 0
                    let feeds = try Row.fetchAll(db, sql: "SELECT feed, stream FROM feeds ORDER BY feed")
                    for row in feeds {
                        try verify(row.decode(atIndex: 0), row.decode(atIndex: 1), in: db, &report)
                    }
                    let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM records") ?? 0
                    if total != report.recordCount {
                        report.add("\(total - report.recordCount) records belong to no stream")
                    }
                    return .commit
                }
            }
        } catch {
            throw ArchiveError(error, path: path)
        }
        return report
    }

    /// What is said of an archive without its log.
    static let torn =
        "its -wal is missing: an archiver was writing when it was copied or cut off, so the newest records may "
        + "not be in it; the file that the archiver has holds them, and `archive backup` copies it whole"

    /// Whether the newest transactions may be in a log that does not stand beside the file.
    ///
    /// The log of an archive that is written is never empty: every opening begins with a transaction.
    func isTorn(_ db: Database) throws -> Bool { try logByteCount == 0 && ArchiveFormat.isOpen(db) }

    private var logByteCount: Int {
        var status = stat()
        return stat(StoreFile.logPath(of: path).string, &status) == 0 ? Int(status.st_size) : 0
    }

    private func verify(
        _ feed: Int64,
        _ name: String,
        in db: Database,
        _ report: inout ArchiveReport
    ) throws {
        guard let stream = StreamID(name) else {
            return report.add("feed \(feed): \(name.debugDescription.prefix(80)) is no stream")
        }
        let gaps = try Row.fetchAll(
            db,
            sql: "SELECT first, last FROM gaps WHERE feed = ? ORDER BY first",
            arguments: [feed]
        )
        .map { (first: try $0.decode(Int64.self, atIndex: 0), last: try $0.decode(Int64.self, atIndex: 1)) }
        let rows = try Row.fetchCursor(
            db,
            sql:
                "SELECT * FROM records WHERE feed = ? AND position > feed << 40 ORDER BY position",
            arguments: [feed]
        )
        var last: EventSchema.Cursor?
        while let row = try rows.next() {
            let sequence: Int64 = try row.decode(forColumn: "sequence")
            report.recordCount += 1
            var expected = Int64(clamping: last?.sequence.value ?? 0) + 1
            for gap in gaps where gap.first <= sequence && gap.last >= sequence {
                report.add("stream \(stream): record \(sequence) is there, and noted as a gap")
            }
            for gap in gaps where gap.first <= expected && gap.last >= expected { expected = gap.last + 1 }
            if expected < sequence {
                report.add(
                    "stream \(stream): records \(expected) to \(sequence - 1) are missing without a gap"
                )
            }
            let bytes = [UInt8](try row.decode(Data.self, forColumn: "bytes"))
            do {
                let header = try RecordHeader(verifying: bytes.span.bytes)
                if header.stream != stream || header.sequence.value != UInt64(clamping: sequence)
                    || header.recordByteCount != bytes.count
                {
                    report.add("stream \(stream): row \(sequence) holds another record")
                }
                for name in try RecordColumns(header, bytes.span.bytes).differing(from: row, header) {
                    report.add("stream \(stream): row \(sequence): \(name) is not the record's")
                }
                last = EventSchema.Cursor(header)
            } catch let error as EventSchema.RecordError {
                report.add("stream \(stream): row \(sequence): \(error)")
                last = EventSchema.Cursor(
                    stream: stream,
                    sequence: SequenceNumber(UInt64(clamping: sequence)),
                    checksum: 0
                )
            }
        }
        let cursor = try RecordTable.cursor(of: stream, in: db)
        if cursor != last {
            report.add(
                "stream \(stream): the cursor is \(cursor?.description ?? "none"), "
                    + "the last record \(last?.description ?? "none")"
            )
        }
        if let cursor { report.cursors.append(cursor) }
    }
}

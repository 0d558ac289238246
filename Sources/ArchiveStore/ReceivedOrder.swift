public import EventSchema
import GRDB

extension ArchiveReader {
    /// Calls `body` with every record of every stream as the archiver received them: each stream in its own
    /// order, the streams between each other by the time of receipt, and of publishing where that is the same.
    ///
    /// Which records there are is settled at the beginning; they are read piece by piece, and `body` is called
    /// in between, so that a caller who waits holds up nobody. At most ``FoundRecords/pageCount`` records of
    /// each stream are held at once.
    ///
    /// - Throws: ``ArchiveError``, or what `body` threw.
    public func forEachRecordAsReceived(_ body: (RecordHeader, RawSpan) throws -> Void) throws {
        var pages: [ReceivedPage] = []
        try reading { db in
            pages = try Self.ranges(after: nil, in: db).map {
                ReceivedPage(next: $0.next, last: $0.range.upperBound)
            }
        }
        for index in pages.indices { try fill(&pages[index]) }
        while let first = pages.indices.filter({ !pages[$0].isEmpty }).min(by: { pages[$0] < pages[$1] }) {
            // One stream is read on until another is before it: most of them come in batches.
            let others = pages.indices.filter { $0 != first && !pages[$0].isEmpty }
            let bound = others.map { pages[$0].place }.min()
            repeat {
                let record = pages[first].removeFirst()
                try body(record.header, record.bytes.span.bytes)
                if pages[first].isEmpty { try fill(&pages[first]) }
            } while !pages[first].isEmpty && bound.map { pages[first].place <= $0 } ?? true
        }
    }

    /// Reads the next records of a stream; none at its end.
    private func fill(_ page: inout ReceivedPage) throws {
        guard page.next <= page.last else { return }
        var records: [ReceivedPage.Received] = []
        try reading { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT position, bytes, received_at FROM records
                    WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?
                    """,
                arguments: [page.next, page.last, FoundRecords.pageCount]
            )
            records = try rows.map { row in
                let (header, bytes) = try record(row)
                let time = Timestamp(nanoseconds: try row.decode(atIndex: 2))
                return ReceivedPage.Received(header: header, bytes: bytes, receivedAt: time)
            }
            page.next = try rows.last.map { try $0.decode(Int64.self, atIndex: 0) + 1 } ?? .max
        }
        page.fill(records)
    }
}

/// Some records of one stream, and where the next ones stand.
private struct ReceivedPage: Comparable {
    struct Received {
        let header: RecordHeader
        let bytes: [UInt8]
        let receivedAt: Timestamp
    }

    /// What records of several streams are ordered by.
    struct Place: Comparable {
        let receivedAt: Timestamp
        let publishedAt: Timestamp

        static func < (left: Self, right: Self) -> Bool {
            (left.receivedAt, left.publishedAt) < (right.receivedAt, right.publishedAt)
        }
    }

    /// The row number from which on the stream is unread.
    var next: Int64
    /// The stream's last row number.
    let last: Int64
    private var records: [Received] = []
    private var index = 0

    init(next: Int64, last: Int64) {
        (self.next, self.last) = (next, last)
    }

    var isEmpty: Bool { index == records.count }

    /// Where the first of its records belongs.
    ///
    /// - Precondition: There is one.
    var place: Place {
        Place(receivedAt: records[index].receivedAt, publishedAt: records[index].header.publishedAt)
    }

    /// - Precondition: There is one.
    mutating func removeFirst() -> Received {
        defer { index += 1 }
        return records[index]
    }

    mutating func fill(_ records: [Received]) {
        (self.records, index) = (records, 0)
    }

    static func < (left: Self, right: Self) -> Bool { left.place < right.place }

    static func == (left: Self, right: Self) -> Bool { left.place == right.place }
}

import EventSchema
import FoundationEssentials
import GRDB

/// The statements on an outbox's tables, within a transaction of the caller's.
struct EntryTable {
    /// How the source's events are numbered.
    struct Numbering: Equatable {
        var epoch: UInt32
        var last: UInt64
    }

    /// An entry that has the id of an event that is handed over.
    struct Known {
        let position: Int64
        let state: OutboxState
        /// The numbers that the outbox gave it; `nil` for another source's.
        let numbers: (epoch: UInt32, sequence: UInt64)?
        let event: [UInt8]
    }

    let db: Database

    func numbering() throws -> Numbering {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT epoch, last_sequence FROM directory")
        )
        guard let row else { throw UnreadableRow(what: "the row that holds the numbering is missing") }
        return Numbering(
            epoch: UInt32(clamping: try row.decode(Int64.self, atIndex: 0)),
            last: UInt64(clamping: try row.decode(Int64.self, atIndex: 1))
        )
    }

    func set(_ numbering: Numbering) throws {
        try db.cachedStatement(sql: "UPDATE directory SET epoch = ?, last_sequence = ?")
            .execute(arguments: [Int64(numbering.epoch), Int64(clamping: numbering.last)])
    }

    func find(_ id: EventID) throws -> Known? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT position, state, entry.epoch, number, bytes FROM entry JOIN event USING (position)
                WHERE id = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [id.data]) else { return nil }
        let epoch = try row.decode(Int64?.self, atIndex: 2)
        let number = try row.decode(Int64?.self, atIndex: 3)
        return Known(
            position: try row.decode(atIndex: 0),
            state: try Self.state(row, atIndex: 1),
            numbers: epoch.flatMap { epoch in
                number.map { (UInt32(clamping: epoch), UInt64(clamping: $0)) }
            },
            event: [UInt8](try row.decode(Data.self, atIndex: 4))
        )
    }

    /// - Returns: The new entry's position.
    func insert(_ event: ValidEvent, isNumberedHere: Bool, at time: Timestamp) throws -> Int64 {
        let outline = event.outline
        try db.cachedStatement(
            sql: """
                INSERT INTO entry (id, state, byte_count, epoch, number, queued_at) VALUES (?, 0, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            outline.id.data, event.bytes.count,
            isNumberedHere ? Int64(outline.sourceEpoch) : nil,
            isNumberedHere ? Int64(clamping: outline.sourceSequence) : nil,
            time.nanoseconds,
        ])
        let position = db.lastInsertedRowID
        try db.cachedStatement(sql: "INSERT INTO event (position, bytes) VALUES (?, ?)")
            .execute(arguments: [position, Data(event.bytes)])
        return position
    }

    func queued(countMax: Int, byteCountMax: Int) throws -> [QueuedEvent] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT entry.position, id, bytes FROM entry JOIN event ON event.position = entry.position
                WHERE state = 0 ORDER BY entry.position LIMIT ?
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [countMax])
        var events: [QueuedEvent] = []
        var byteCount = 0
        while let row = try rows.next() {
            let bytes = [UInt8](try row.decode(Data.self, atIndex: 2))
            guard let id = EventID(try row.decode(Data.self, atIndex: 1)),
                bytes.count <= SchemaLimits.eventByteCountMax
            else { throw UnreadableRow(what: "an entry that waits holds no event") }
            byteCount += bytes.count
            // One event always fits.
            if byteCount > byteCountMax, !events.isEmpty { break }
            events.append(QueuedEvent(position: try row.decode(atIndex: 0), id: id, bytes: bytes))
        }
        return events
    }

    func settle(_ position: Int64, _ outcome: OutboxOutcome, at time: Timestamp) throws {
        switch outcome {
        case .published(let receipt):
            // Whatever was done to the entry meanwhile: it is recorded, and nothing takes that back.
            try db.cachedStatement(
                sql: """
                    UPDATE entry SET state = 1, stream = ?, sequence = ?, published_at = ?,
                        is_duplicate = ?, settled_at = ?, attempts = attempts + 1
                    WHERE position = ?
                    """
            ).execute(arguments: [
                receipt.stream.data, Int64(clamping: receipt.sequence.value),
                receipt.publishedAt.nanoseconds, receipt.isDuplicate, time.nanoseconds, position,
            ])
        case .refused(let refusal):
            try db.cachedStatement(
                sql: """
                    UPDATE entry SET state = 2, reason = ?, field = ?, detail = ?, settled_at = ?,
                        attempts = attempts + 1
                    WHERE position = ? AND state = 0
                    """
            ).execute(arguments: [
                refusal.reason, refusal.field, refusal.detail, time.nanoseconds, position,
            ])
        case .later:
            try db.cachedStatement(sql: "UPDATE entry SET attempts = attempts + 1 WHERE position = ?")
                .execute(arguments: [position])
        }
    }

    /// Removes the oldest published entries beyond the limits, only so many at once.
    func removePublished(beyond limits: OutboxLimits, at time: Timestamp) throws {
        let count = try count(.published)
        let excess = min(count - limits.publishedCountMax, OutboxLimits.removedCountMax)
        if excess > 0 {
            try db.cachedStatement(
                sql: """
                    DELETE FROM entry WHERE position IN
                        (SELECT position FROM entry WHERE state = 1 ORDER BY position LIMIT ?)
                    """
            ).execute(arguments: [excess])
        }
        let oldest = time.nanoseconds.subtractingReportingOverflow(limits.publishedAgeMax).partialValue
        try db.cachedStatement(
            sql: """
                DELETE FROM entry WHERE position IN (
                    SELECT position FROM (
                        SELECT position, settled_at FROM entry WHERE state = 1 ORDER BY position LIMIT ?
                    ) WHERE settled_at < ?
                )
                """
        ).execute(arguments: [OutboxLimits.removedCountMax, oldest])
    }

    func noteArchived(through sequence: UInt64, of stream: StreamID) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO archive (stream, sequence) VALUES (?, ?)
                ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence
                """
        ).execute(arguments: [stream.data, Int64(clamping: sequence)])
    }

    func archived(of stream: StreamID) throws -> UInt64 {
        let statement = try db.cachedStatement(sql: "SELECT sequence FROM archive WHERE stream = ?")
        return UInt64(clamping: try Int64.fetchOne(statement, arguments: [stream.data]) ?? 0)
    }

    func hasUnarchived(of stream: StreamID) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM entry WHERE state = 1 AND stream = ? AND sequence > ?)"
        )
        let archived = Int64(clamping: try archived(of: stream))
        return try Bool.fetchOne(statement, arguments: [stream.data, archived]) ?? false
    }

    func count(_ state: OutboxState) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT entries FROM tally WHERE state = ?")
        return try Int.fetchOne(statement, arguments: [state.rawValue]) ?? 0
    }

    func tally(countingArchived: Bool) throws -> OutboxTally {
        var tally = OutboxTally()
        for row in try Row.fetchAll(db.cachedStatement(sql: "SELECT state, entries, bytes FROM tally")) {
            let state = try Self.state(row, atIndex: 0)
            tally.counts[state] = try row.decode(Int.self, atIndex: 1)
            tally.byteCounts[state] = try row.decode(Int.self, atIndex: 2)
        }
        let oldest = try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT queued_at FROM entry WHERE state = 0 ORDER BY position LIMIT 1"
            )
        )
        tally.oldestQueuedAt = oldest.map(Timestamp.init(nanoseconds:))
        let numbering = try numbering()
        (tally.epoch, tally.lastSequence) = (numbering.epoch, numbering.last)
        if countingArchived {
            tally.archivedCount =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM entry JOIN archive ON archive.stream = entry.stream
                        WHERE state = 1 AND entry.sequence <= archive.sequence
                        """
                ) ?? 0
        }
        return tally
    }

    /// - Parameters:
    ///   - standing: Which entries; `nil` for all.
    ///   - position: Only entries behind this one.
    func entries(_ standing: OutboxStanding?, after position: Int64, countMax: Int) throws -> [OutboxEntry] {
        let condition =
            switch standing {
            case nil: "TRUE"
            case .queued: "state = 0"
            case .published: "state = 1 AND NOT is_archived"
            case .archived: "state = 1 AND is_archived"
            case .refused: "state = 2"
            case .dropped: "state = 3"
            }
        let statement = try db.cachedStatement(
            sql: """
                SELECT entry.*, bytes, ifnull(entry.sequence <= archive.sequence, FALSE) AS is_archived
                FROM entry JOIN event ON event.position = entry.position
                    LEFT JOIN archive ON archive.stream = entry.stream
                WHERE entry.position > ? AND \(condition) ORDER BY entry.position LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [position, countMax]).map(Self.entry)
    }

    /// - Returns: `nil` for an id that is not here.
    func standing(of id: EventID) throws -> (position: Int64, state: OutboxState)? {
        let statement = try db.cachedStatement(sql: "SELECT position, state FROM entry WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id.data]) else { return nil }
        return (try row.decode(atIndex: 0), try Self.state(row, atIndex: 1))
    }

    func queueAgain(_ position: Int64) throws {
        try db.cachedStatement(
            sql: "UPDATE entry SET state = 0, settled_at = NULL, drop_reason = NULL WHERE position = ?"
        ).execute(arguments: [position])
    }

    func drop(_ position: Int64, because reason: String, at time: Timestamp) throws {
        try db.cachedStatement(
            sql: "UPDATE entry SET state = 3, drop_reason = ?, settled_at = ? WHERE position = ?"
        ).execute(arguments: [reason, time.nanoseconds, position])
    }

    private static func state(_ row: Row, atIndex index: Int) throws -> OutboxState {
        let value = try row.decode(Int64.self, atIndex: index)
        guard let state = OutboxState(rawValue: value) else {
            throw UnreadableRow(what: "\(value) is no state of an entry")
        }
        return state
    }

    private static func entry(_ row: Row) throws -> OutboxEntry {
        let state = try row.decode(Int64.self, forColumn: "state")
        guard let id = EventID(try row.decode(Data.self, forColumn: "id")),
            let state = OutboxState(rawValue: state)
        else { throw UnreadableRow(what: "an entry has no id or no state") }
        let reason = try row.decode(String?.self, forColumn: "reason")
        let (field, detail) = (
            try row.decode(String?.self, forColumn: "field"),
            try row.decode(String?.self, forColumn: "detail")
        )
        return OutboxEntry(
            position: try row.decode(forColumn: "position"),
            id: id,
            event: [UInt8](try row.decode(Data.self, forColumn: "bytes")),
            queuedAt: Timestamp(nanoseconds: try row.decode(forColumn: "queued_at")),
            state: state,
            attempts: try row.decode(forColumn: "attempts"),
            receipt: try receipt(row),
            isArchived: try row.decode(forColumn: "is_archived"),
            refusal: reason.map { OutboxRefusal(reason: $0, field: field ?? "", detail: detail ?? "") },
            dropReason: try row.decode(forColumn: "drop_reason")
        )
    }

    private static func receipt(_ row: Row) throws -> OutboxReceipt? {
        guard let stream = try row.decode(Data?.self, forColumn: "stream").flatMap(StreamID.init),
            let sequence = try row.decode(Int64?.self, forColumn: "sequence"),
            let publishedAt = try row.decode(Int64?.self, forColumn: "published_at")
        else { return nil }
        return OutboxReceipt(
            stream: stream,
            sequence: SequenceNumber(UInt64(clamping: sequence)),
            publishedAt: Timestamp(nanoseconds: publishedAt),
            isDuplicate: try row.decode(Bool?.self, forColumn: "is_duplicate") ?? false
        )
    }
}

/// A row holds something else than what was written, so the file is damaged.
struct UnreadableRow: Error, CustomStringConvertible {
    let what: String

    var description: String { what }
}

import EventSchema
import Foundation
public import GRDB
public import IncidentState

/// The tables in which a consumer's store keeps what the consumer has folded.
///
/// They are written in the transaction of the cursor, so that state and cursor belong together whatever happens.
/// On disk every event of every incident takes some hundred bytes, without its words; in memory only the
/// incidents that are not sealed do.
public enum StateTables {
    /// Statements that make the tables where there are none, at each opening.
    public static let opening = """
        CREATE TABLE IF NOT EXISTS state_base (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            body BLOB NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS state_incidents (
            incident TEXT NOT NULL,
            status TEXT NOT NULL,
            is_sealed INTEGER NOT NULL,
            body BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (incident, status)
        ) STRICT;
        CREATE INDEX IF NOT EXISTS state_incidents_in_memory ON state_incidents (incident, status)
            WHERE is_sealed = 0;
        CREATE TABLE IF NOT EXISTS state_parts (
            incident TEXT NOT NULL,
            status TEXT NOT NULL,
            name TEXT NOT NULL,
            body BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (incident, status, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS state_facts (
            id BLOB PRIMARY KEY,
            incident TEXT NOT NULL,
            status TEXT NOT NULL,
            arrived_at INTEGER NOT NULL,
            is_whole INTEGER NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS state_facts_by_incident ON state_facts (incident, status);
        """

    /// Writes what has changed.
    public static func write(_ snapshot: StateSnapshot, in db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO state_base (id, body, checksum) VALUES (1, ?, ?)"
        ).execute(arguments: [Data(snapshot.base), Int64(CRC32C.checksum(of: snapshot.base.span.bytes))])
        let insertFact = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO state_facts (id, incident, status, arrived_at, is_whole, record)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        for fact in snapshot.facts {
            try insertFact.execute(arguments: [
                fact.id.data, fact.incident?.name ?? "", fact.incident?.status.word ?? "",
                fact.arrivedAt.nanoseconds, fact.isWhole, Data(fact.record),
            ])
        }
        let insertIncident = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO state_incidents (incident, status, is_sealed, body, checksum)
                VALUES (?, ?, ?, ?, ?)
                """
        )
        for incident in snapshot.incidents {
            try insertIncident.execute(arguments: [
                incident.key.name, incident.key.status.word, incident.isSealed, Data(incident.body),
                Int64(CRC32C.checksum(of: incident.body.span.bytes)),
            ])
        }
        try writeParts(of: snapshot.incidents, in: db)
    }

    private static func writeParts(of incidents: [StoredIncident], in db: Database) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO state_parts (incident, status, name, body, checksum)
                VALUES (?, ?, ?, ?, ?)
                """
        )
        for incident in incidents {
            for part in incident.parts {
                try insert.execute(arguments: [
                    incident.key.name, incident.key.status.word, part.name, Data(part.body),
                    Int64(CRC32C.checksum(of: part.body.span.bytes)),
                ])
            }
        }
    }

    /// Reads everything that is not sealed, and the names of what is.
    ///
    /// - Parameter sealedBodies: Read also what is kept of sealed incidents beside their events.
    /// - Returns: `nil` when nothing was written.
    /// - Throws: `SnapshotError` when what is there is not what was written, or what SQLite throws.
    public static func read(sealedBodies: Bool = false, in db: Database) throws -> StateSnapshot? {
        guard let base = try Row.fetchOne(db, sql: "SELECT body, checksum FROM state_base") else {
            return nil
        }
        let facts = try self.facts(
            """
            SELECT f.* FROM state_incidents i JOIN state_facts f USING (incident, status) WHERE i.is_sealed = 0
            UNION ALL SELECT * FROM state_facts WHERE incident = ''
            """,
            in: db
        )
        let ofSealed = sealedBodies ? "body, checksum" : "x'', 0"
        let incidents = try Row.fetchAll(
            db,
            sql: """
                SELECT incident, status, is_sealed, body, checksum FROM state_incidents WHERE is_sealed = 0
                UNION ALL SELECT incident, status, is_sealed, \(ofSealed) FROM state_incidents WHERE is_sealed = 1
                """
        ).map { try incident($0, in: db) }
        return StateSnapshot(base: try body(base, of: "the state"), facts: facts, incidents: incidents)
    }

    /// Reads sealed incidents, with their facts.
    ///
    /// - Throws: `SnapshotError` when what is there is not what was written, or what SQLite throws.
    public static func read(_ sealed: SealedIncidents, in db: Database) throws -> StateSnapshot {
        var keys = sealed.keys
        for event in sealed.events {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT incident, status FROM state_facts WHERE id = ?"),
                arguments: [event.data]
            )
            if let key = try row.flatMap({ try key($0) }) { keys.insert(key) }
        }
        var facts: [StoredFact] = []
        var incidents: [StoredIncident] = []
        for key in keys.sorted() {
            let arguments: StatementArguments = [key.name, key.status.word]
            let statement = try db.cachedStatement(
                sql: "SELECT * FROM state_incidents WHERE incident = ? AND status = ? AND is_sealed = 1"
            )
            guard let row = try Row.fetchOne(statement, arguments: arguments) else { continue }
            incidents.append(try incident(row, readingParts: true, in: db))
            facts += try self.facts(
                "SELECT * FROM state_facts WHERE incident = ? AND status = ?",
                arguments,
                in: db
            )
        }
        return StateSnapshot(base: [], facts: facts, incidents: incidents)
    }

    /// Lets no start go on from what is written; what is sealed can still be read until then.
    public static func invalidate(in db: Database) throws {
        try db.execute(sql: "DELETE FROM state_base")
    }

    /// Forgets everything.
    public static func erase(in db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM state_base; DELETE FROM state_incidents; DELETE FROM state_parts;
                DELETE FROM state_facts
                """
        )
    }

    // MARK: - Rows

    private static func facts(
        _ sql: String,
        _ arguments: StatementArguments = [],
        in db: Database
    ) throws -> [StoredFact] {
        try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
            guard let id = EventID(try row.decode(Data.self, forColumn: "id")) else {
                throw SnapshotError("the name of an event is none")
            }
            return StoredFact(
                id: id,
                incident: try key(row),
                arrivedAt: Timestamp(nanoseconds: try row.decode(forColumn: "arrived_at")),
                isWhole: try row.decode(forColumn: "is_whole"),
                record: Array(try row.decode(Data.self, forColumn: "record"))
            )
        }
    }

    private static func incident(
        _ row: Row,
        readingParts: Bool = false,
        in db: Database
    ) throws -> StoredIncident {
        let name: String = try row.decode(forColumn: "incident")
        guard let status = Status(try row.decode(String.self, forColumn: "status")) else {
            throw SnapshotError("the status of incident \(name) is none")
        }
        let key = IncidentKey(name, status)
        let isSealed: Bool = try row.decode(forColumn: "is_sealed")
        return StoredIncident(
            key: key,
            isSealed: isSealed,
            body: try body(row, of: "\(key)"),
            parts: readingParts || !isSealed ? try parts(of: key, in: db) : []
        )
    }

    private static func parts(of key: IncidentKey, in db: Database) throws -> [StoredPart] {
        let statement = try db.cachedStatement(
            sql: "SELECT name, body, checksum FROM state_parts WHERE incident = ? AND status = ?"
        )
        return try Row.fetchAll(statement, arguments: [key.name, key.status.word]).map { row in
            let name: String = try row.decode(forColumn: "name")
            return StoredPart(name: name, body: try body(row, of: "\(name) of \(key)"))
        }
    }

    /// - Returns: `nil` for what is about no incident.
    private static func key(_ row: Row) throws -> IncidentKey? {
        let name: String = try row.decode(forColumn: "incident")
        return try Status(row.decode(String.self, forColumn: "status")).map { IncidentKey(name, $0) }
    }

    private static func body(_ row: Row, of name: String) throws -> [UInt8] {
        let body = Array(try row.decode(Data.self, forColumn: "body"))
        let checksum: Int64 = try row.decode(forColumn: "checksum")
        guard Int64(CRC32C.checksum(of: body.span.bytes)) == checksum else {
            throw SnapshotError("what is stored of \(name) was changed")
        }
        return body
    }
}

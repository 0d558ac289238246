import EventSchema
import GRDB

/// Reads of single rows and counts.
enum AlertTable {
    static func alert(_ id: EventID, in db: Database) throws -> StoredAlert? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM alerts WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id.description]).map(StoredAlert.init)
    }

    static func delivery(_ id: EventID, in db: Database) throws -> StoredDelivery? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM deliveries WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id.description]).map(StoredDelivery.init)
    }

    static func stream(_ stream: StreamID, in db: Database) throws -> StoredStream? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM streams WHERE stream = ?")
        return try Row.fetchOne(statement, arguments: [stream.description]).map(StoredStream.init)
    }

    static func pendingCount(of destination: String, in db: Database) throws -> Int {
        let statement = try db.cachedStatement(
            sql: "SELECT count(*) FROM deliveries WHERE destination = ? AND state = 'pending'"
        )
        return try Int.fetchOne(statement, arguments: [destination]) ?? 0
    }

    static func outgoingCount(of stream: StreamID, in db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM outgoing WHERE stream = ?")
        return try Int.fetchOne(statement, arguments: [stream.description]) ?? 0
    }
}

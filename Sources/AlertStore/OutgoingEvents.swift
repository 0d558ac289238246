public import EventSchema
import FoundationEssentials
import GRDB

/// An event that waits to be published.
public struct OutgoingEvent: Equatable, Sendable {
    /// Its place among all that wait.
    public let number: Int64
    /// The event's id.
    public let id: EventID
    /// Its bytes, the same for every attempt.
    public let bytes: [UInt8]
}

/// What a store has for the bus.
extension AlertStore {
    /// The events of a stream that wait to be published, in order.
    public func outgoing(of stream: StreamID, limit: Int) async throws(AlertStoreError) -> [OutgoingEvent] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT number, id, bytes FROM outgoing WHERE stream = ? ORDER BY number LIMIT ?"
            )
            return try Row.fetchAll(statement, arguments: [stream.description, limit]).map { row in
                OutgoingEvent(
                    number: try row.decode(forColumn: "number"),
                    id: try row.identifier("id"),
                    bytes: Array(try row.decode(Data.self, forColumn: "bytes"))
                )
            }
        }
    }

    /// Takes events away that were recorded, or that will never be.
    public func removeOutgoing(_ events: [OutgoingEvent]) async throws(AlertStoreError) {
        try await write { db in
            let statement = try db.cachedStatement(sql: "DELETE FROM outgoing WHERE number = ?")
            for event in events { try statement.execute(arguments: [event.number]) }
        }
    }
}

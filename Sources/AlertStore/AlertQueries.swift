public import EventSchema
import GRDB

/// Which alerts are asked for.
public struct AlertFilter: Equatable, Sendable {
    /// `nil` for all.
    public var state: StoredAlert.State?
    /// `nil` for all.
    public var incident: String?
    /// How their ids begin, as they are written; `nil` for all.
    public var idPrefix: String?
    /// The one of this number; `nil` for all.
    public var number: Int64?

    /// - Parameters:
    ///   - state: `nil` for all.
    ///   - incident: `nil` for all.
    ///   - idPrefix: `nil` for all.
    ///   - number: `nil` for all.
    public init(
        state: StoredAlert.State? = nil,
        incident: String? = nil,
        idPrefix: String? = nil,
        number: Int64? = nil
    ) {
        (self.state, self.incident) = (state, incident)
        (self.idPrefix, self.number) = (idPrefix, number)
    }

    var condition: String {
        switch state {
        case .open: "resolved_at IS NULL AND acknowledged_at IS NULL"
        case .acknowledged: "resolved_at IS NULL AND acknowledged_at IS NOT NULL"
        case .resolved: "resolved_at IS NOT NULL"
        case nil: "TRUE"
        }
    }
}

/// How many alerts are not over, by how bad they are and whether they were acknowledged.
public struct OpenAlertCount: Hashable, Sendable {
    /// How bad they are.
    public let severity: Severity
    /// Whether they were acknowledged.
    public let isAcknowledged: Bool
    /// How many.
    public let count: Int
}

/// Questions to a store.
extension AlertStore {
    /// The newest alerts that fit, the newest first.
    public func alerts(_ filter: AlertFilter, limit: Int) async throws(AlertStoreError) -> [StoredAlert] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT * FROM alerts WHERE \(filter.condition) AND (?1 IS NULL OR incident = ?1)
                        AND (?2 IS NULL OR substr(id, 1, length(?2)) = ?2) AND (?3 IS NULL OR number = ?3)
                    ORDER BY number DESC LIMIT ?4
                    """
            )
            let arguments: StatementArguments = [filter.incident, filter.idPrefix, filter.number, limit]
            return try Row.fetchAll(statement, arguments: arguments).map(StoredAlert.init)
        }
    }

    /// The deliveries whose ids begin so, in the order of their ids.
    ///
    /// - Parameter idPrefix: As ids are written.
    public func deliveries(
        idPrefix: String,
        limit: Int
    ) async throws(AlertStoreError) -> [StoredDelivery] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT * FROM deliveries WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2"
            )
            return try Row.fetchAll(statement, arguments: [idPrefix, limit]).map(StoredDelivery.init)
        }
    }

    /// One alert with its steps and deliveries, each in their order; `nil` for an unknown one.
    public func alert(
        _ id: EventID
    ) async throws(AlertStoreError) -> (
        alert: StoredAlert, steps: [StoredStep], deliveries: [StoredDelivery]
    )? {
        try await read { db in
            guard let alert = try AlertTable.alert(id, in: db) else { return nil }
            let steps = try db.cachedStatement(
                sql: """
                    SELECT * FROM steps WHERE alert = ?
                    ORDER BY CASE kind WHEN 'raised' THEN 0 ELSE 1 END, at, kind
                    """
            )
            let deliveries = try db.cachedStatement(
                sql: "SELECT * FROM deliveries WHERE alert = ? ORDER BY created_at, destination, step"
            )
            return (
                alert,
                try Row.fetchAll(steps, arguments: [id.description]).map(StoredStep.init),
                try Row.fetchAll(deliveries, arguments: [id.description]).map(StoredDelivery.init)
            )
        }
    }

    /// How many alerts are not over.
    public func openCounts() async throws(AlertStoreError) -> [OpenAlertCount] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT severity, acknowledged_at IS NOT NULL AS is_acknowledged, count(*) AS count
                    FROM alerts WHERE resolved_at IS NULL GROUP BY 1, 2
                    """
            )
            return try rows.map { row in
                OpenAlertCount(
                    severity: try row.word("severity"),
                    isAcknowledged: try row.decode(forColumn: "is_acknowledged"),
                    count: try row.decode(forColumn: "count")
                )
            }
        }
    }

    /// How many deliveries wait for a destination.
    public func pendingCount(of destination: String) async throws(AlertStoreError) -> Int {
        try await read { try AlertTable.pendingCount(of: destination, in: $0) }
    }

    /// The alerts that a destination was told of, that are not over, not acknowledged and, when they do not end
    /// by themselves, not expired; without those that the rules do not allow there any more.
    public func firing(at destination: String, now: Timestamp) async throws(AlertStoreError) -> [StoredAlert]
    {
        guard routing.hindrance(destination, .actual) == nil else { return [] }
        let takesExercises = routing.hindrance(destination, .exercise) == nil
        return try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT alerts.* FROM alerts JOIN deliveries ON deliveries.alert = alerts.id
                    WHERE alerts.resolved_at IS NULL AND acknowledged_at IS NULL AND step = 'raised'
                        AND destination = ? AND state = 'delivered'
                        AND (resolves_itself OR alerts.expires_at > ?) AND (? OR status = ?)
                    ORDER BY number DESC LIMIT ?
                    """
            )
            return try Row.fetchAll(
                statement,
                arguments: [
                    destination, now.nanoseconds, takesExercises, Status.actual.word,
                    AlertStoreLimits.listedCountMax,
                ]
            ).map(StoredAlert.init)
        }
    }
}

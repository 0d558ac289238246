public import EventSchema
import GRDB
import SQLiteStore

/// A delivery and what it tells of.
public struct DueDelivery: Equatable, Sendable {
    /// The delivery.
    public let delivery: StoredDelivery
    /// The alert.
    public let alert: StoredAlert
    /// When the step happened, by the stream's clock.
    public let at: Timestamp
}

/// What came of one attempt.
public enum DeliveryOutcome: Equatable, Sendable {
    /// The destination has taken it.
    case delivered(answer: String)
    /// It is tried again.
    case retry(at: Timestamp, answer: String)
    /// It is not tried any more.
    case dead(answer: String)
}

/// The deliveries of a store, as the workers take them.
extension AlertStore {
    private static let isNext = """
        state = 'pending' AND (step = 'raised' OR NOT EXISTS (SELECT 1 FROM deliveries AS first
            WHERE first.alert = deliveries.alert AND first.step = 'raised'
                AND first.destination = deliveries.destination AND first.state = 'pending'))
        """

    /// The deliveries of one destination whose time has come, the worst alert first.
    ///
    /// One that tells how an alert ended waits until the one that told of its beginning is done with.
    public func dueDeliveries(
        of destination: String,
        now: Timestamp,
        limit: Int
    ) async throws(AlertStoreError) -> [DueDelivery] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT deliveries.* FROM deliveries JOIN alerts ON alerts.id = deliveries.alert
                    WHERE destination = ? AND \(Self.isNext) AND next_attempt_at <= ?
                    ORDER BY CASE severity WHEN 'Extreme' THEN 0 WHEN 'Severe' THEN 1 WHEN 'Moderate' THEN 2
                        ELSE 3 END, next_attempt_at, number LIMIT ?
                    """
            )
            let rows = try Row.fetchAll(statement, arguments: [destination, now.nanoseconds, limit])
            return try rows.map { row in
                let delivery = try StoredDelivery(row)
                let steps = try db.cachedStatement(sql: "SELECT at FROM steps WHERE alert = ? AND kind = ?")
                let at = try Int64.fetchOne(
                    steps,
                    arguments: [delivery.alert.description, delivery.step.rawValue]
                )
                guard let alert = try AlertTable.alert(delivery.alert, in: db), let at else {
                    throw StoredValueError(column: "deliveries.alert")
                }
                return DueDelivery(delivery: delivery, alert: alert, at: Timestamp(nanoseconds: at))
            }
        }
    }

    /// When the next delivery of a destination is due, by this machine's clock; `nil` when none waits.
    public func nextAttempt(of destination: String) async throws(AlertStoreError) -> Timestamp? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT min(next_attempt_at) FROM deliveries WHERE destination = ? AND \(Self.isNext)"
            )
            return try Int64.fetchOne(statement, arguments: [destination]).map { Timestamp(nanoseconds: $0) }
        }
    }

    /// Stores what came of an attempt, and tells the bus when it was the last one.
    public func finish(
        _ due: DueDelivery,
        _ outcome: DeliveryOutcome,
        now: Timestamp
    ) async throws(AlertStoreError) -> StoredChange {
        let routing = routing
        return try await write { db in
            var writer = try StepWriter(db, stream: due.alert.stream, routing: routing, now: now)
            let attempted = due.delivery.attempted()
            switch outcome {
            case .delivered(let answer): try writer.finish(attempted, of: due.alert, answer: answer)
            case .dead(let answer): try writer.giveUp(attempted, of: due.alert, answer: answer)
            case .retry(let next, let answer):
                try db.cachedStatement(
                    sql: """
                        UPDATE deliveries SET attempts = ?, next_attempt_at = ?, answer = ?
                        WHERE id = ? AND state = 'pending'
                        """
                ).execute(arguments: [
                    attempted.attempts, next.nanoseconds, answer.answerPrefix, attempted.id.description,
                ])
            }
            return writer.outcome
        }
    }

    /// Why a delivery may not leave: the rules do not allow it; `nil` when they do.
    public func hindrance(of due: DueDelivery) -> String? {
        routing.hindrance(due.delivery.destination, due.alert.status)
    }

    /// Gives up what the rules do not allow any more, as they may have changed since it was stored.
    ///
    /// - Returns: What changed.
    public func giveUpHindered(now: Timestamp) async throws(AlertStoreError) -> [StoredChange] {
        let routing = routing
        return try await write { db in
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM deliveries WHERE state = 'pending'")
            return try rows.compactMap { row in
                let delivery = try StoredDelivery(row)
                guard let alert = try AlertTable.alert(delivery.alert, in: db),
                    let reason = routing.hindrance(delivery.destination, alert.status)
                else { return nil }
                var writer = try StepWriter(db, stream: alert.stream, routing: routing, now: now)
                try writer.giveUp(delivery, of: alert, answer: reason)
                return writer.outcome
            }
        }
    }

    /// Tries a delivery that was given up for another round, from now until the rule's time has passed again,
    /// with pauses as after a first attempt.
    ///
    /// - Throws: ``AlertStoreError/noDelivery(_:)`` for an unknown one.
    /// - Returns: The delivery; unchanged unless it was dead and the rules allow it.
    public func retry(_ id: EventID, now: Timestamp) async throws(AlertStoreError) -> StoredDelivery {
        let routing = routing
        return try await write(waitingAtMost: StoreFile.waitMax) { db in
            guard let delivery = try AlertTable.delivery(id, in: db),
                let alert = try AlertTable.alert(delivery.alert, in: db)
            else { throw AlertStoreError.noDelivery(id) }
            guard routing.hindrance(delivery.destination, alert.status) == nil else { return delivery }
            let expiresAt = now.advanced(bySeconds: routing.expirySeconds(of: alert.rule))
            try db.cachedStatement(
                sql: """
                    UPDATE deliveries SET state = 'pending', round = round + 1, attempts = 0, next_attempt_at = ?,
                        expires_at = ?, created_at = ?, finished_at = NULL
                    WHERE id = ? AND state = 'dead'
                    """
            ).execute(arguments: [
                now.nanoseconds, expiresAt.nanoseconds, now.nanoseconds, id.description,
            ])
            return try AlertTable.delivery(id, in: db) ?? delivery
        }
    }
}

extension StoredDelivery {
    /// The same after one more attempt.
    func attempted() -> StoredDelivery {
        var delivery = self
        delivery.attempts += 1
        return delivery
    }
}

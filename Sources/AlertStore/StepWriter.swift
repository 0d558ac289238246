import AlertRules
import EventSchema
import FoundationEssentials
import GRDB

/// Writes what happens to the alerts of one stream, within a transaction of the caller's.
///
/// Every step is stored once, by alert and kind; with it go the deliveries that it asks for and the event that
/// tells the bus of it.
struct StepWriter {
    private let db: Database
    private let stream: StreamID
    private let routing: AlertRouting
    private let now: Timestamp
    private let events: AlertEvents
    /// The stream's time: its own when a player sets it, else this machine's.
    let streamTime: Timestamp
    private(set) var outcome = StoredChange()

    init(_ db: Database, stream: StreamID, routing: AlertRouting, now: Timestamp) throws {
        (self.db, self.stream, self.routing, self.now) = (db, stream, routing, now)
        let row = try Self.row(of: stream, in: db)
        events = try AlertEvents(row)
        let isPlayed: Bool = try row.decode(forColumn: "is_played")
        streamTime = isPlayed ? Timestamp(nanoseconds: try row.decode(forColumn: "clock")) : now
    }

    private static func row(of stream: StreamID, in db: Database) throws -> Row {
        let statement = try db.cachedStatement(
            sql: "SELECT source, source_epoch, clock, is_played FROM streams WHERE stream = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [stream.description]) else {
            throw StoredValueError(column: "streams.stream")
        }
        return row
    }

    // MARK: - Steps

    /// - Parameter isHistory: Nobody is told of it.
    mutating func write(_ step: AlertStep, isHistory: Bool) throws {
        switch step.kind {
        case .raised: try raise(step, isHistory: isHistory)
        case .resolved: try resolve(step)
        }
    }

    private mutating func raise(_ step: AlertStep, isHistory: Bool) throws {
        guard try insert(step.alert, raisedAt: step.at, isHistory: isHistory) else { return }
        _ = try insertStep(step.alert.id, .raised, at: step.at, cause: step.trigger)
        guard !isHistory, let alert = try AlertTable.alert(step.alert.id, in: db) else { return }
        outcome.raised.append(alert)
        try send(events.raised(alert))
        for destination in routing.destinations(for: step.alert) {
            try deliver(.raised, of: alert, to: destination, expiresAt: alert.expiresAt)
        }
    }

    private mutating func resolve(_ step: AlertStep) throws {
        guard let alert = try AlertTable.alert(step.alert.id, in: db),
            try insertStep(alert.id, .resolved, at: step.at, cause: step.trigger)
        else { return }
        try db.cachedStatement(sql: "UPDATE alerts SET resolved_at = ? WHERE id = ?")
            .execute(arguments: [step.at.nanoseconds, alert.id.description])
        // Who was told that it began is told that it is over, though that is learnt while history is read again.
        guard !alert.isHistory else { return }
        outcome.resolved.append(alert)
        // Where it was raised, though another stream may have brought its end.
        let events = alert.stream == stream ? events : try AlertEvents(Self.row(of: alert.stream, in: db))
        try send(events.resolved(alert, at: step.at, cause: step.trigger), on: alert.stream)
        // Those who were told that it began, and nobody else; an acknowledgement does not change that.
        for destination in try destinations(toldOf: alert) {
            try deliver(.resolved, of: alert, to: destination, expiresAt: expiry(of: alert))
        }
    }

    /// - Returns: Whether the alert is known and was not acknowledged before.
    mutating func write(_ acknowledgement: Acknowledgement) throws -> Bool {
        guard let alert = try AlertTable.alert(acknowledgement.alert, in: db) else { return false }
        let time = acknowledgement.at ?? streamTime
        let isNew = try insertStep(
            alert.id,
            .acknowledged,
            at: time,
            cause: acknowledgement.event,
            by: acknowledgement
        )
        guard isNew else { return false }
        try db.cachedStatement(sql: "UPDATE alerts SET acknowledged_at = ? WHERE id = ?")
            .execute(arguments: [time.nanoseconds, alert.id.description])
        outcome.acknowledged.append(alert)
        if acknowledgement.event == nil { try send(events.acknowledged(alert, acknowledgement, at: time)) }
        // Before they are cancelled: one of them may be on its way and arrive all the same.
        let told = try destinations(toldOf: alert)
        try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = 'cancelled', finished_at = ?, answer = 'acknowledged before'
                WHERE alert = ? AND step = 'raised' AND state = 'pending'
                """
        ).execute(arguments: [now.nanoseconds, alert.id.description])
        guard !alert.resolvesItself else { return true }
        for destination in told where routing.isToldOfAcknowledgements(destination) {
            try deliver(.acknowledged, of: alert, to: destination, expiresAt: expiry(of: alert))
        }
        return true
    }

    // MARK: - Deliveries

    /// Notes that an attempt was taken.
    mutating func finish(_ delivery: StoredDelivery, of alert: StoredAlert, answer: String) throws {
        guard try update(delivery, to: .delivered, answer, from: "('pending', 'cancelled')") else { return }
        let latency = max(0, now.nanoseconds(since: delivery.createdAt)) / 1_000_000
        let event = events.delivered(
            delivery,
            of: alert,
            at: streamTime,
            latencyMilliseconds: UInt32(clamping: latency)
        )
        try send(event)
        // An acknowledgement may have cancelled it on its way, so that its end was not told either.
        guard delivery.step == .raised, try AlertTable.alert(alert.id, in: db)?.resolvedAt != nil else {
            return
        }
        try deliver(.resolved, of: alert, to: delivery.destination, expiresAt: expiry(of: alert))
    }

    /// Notes that no further attempt is made.
    mutating func giveUp(_ delivery: StoredDelivery, of alert: StoredAlert, answer: String) throws {
        guard try update(delivery, to: .dead, answer, from: "('pending')") else { return }
        outcome.dead.append(delivery.destination)
        try send(events.failed(delivery, of: alert, at: streamTime, reason: answer))
    }

    private func update(
        _ delivery: StoredDelivery,
        to state: StoredDelivery.State,
        _ answer: String,
        from states: String
    ) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = ?, attempts = ?, finished_at = ?, answer = ?
                WHERE id = ? AND state IN \(states)
                """
        ).execute(arguments: [
            state.rawValue, delivery.attempts, now.nanoseconds, answer.answerPrefix, delivery.id.description,
        ])
        return db.changesCount > 0
    }

    private mutating func deliver(
        _ step: StepKind,
        of alert: StoredAlert,
        to destination: String,
        expiresAt: Timestamp
    ) throws {
        let id = StoredDelivery.id(alert: alert.id, step: step, destination: destination)
        try db.cachedStatement(
            sql: """
                INSERT INTO deliveries (id, alert, step, destination, state, created_at, next_attempt_at,
                    expires_at)
                VALUES (?, ?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            id.description, alert.id.description, step.rawValue, destination, now.nanoseconds,
            now.nanoseconds,
            expiresAt.nanoseconds,
        ])
        guard db.changesCount > 0 else { return }
        outcome.destinations.insert(destination)
        guard try AlertTable.pendingCount(of: destination, in: db) > AlertStoreLimits.waitingCountMax,
            let delivery = try AlertTable.delivery(id, in: db)
        else { return }
        try giveUp(delivery, of: alert, answer: "the queue is full")
    }

    /// Those that were told of an alert, or still will be, and that the rules still allow.
    private func destinations(toldOf alert: StoredAlert) throws -> [String] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT destination FROM deliveries
                WHERE alert = ? AND step = 'raised' AND state <> 'cancelled' ORDER BY destination
                """
        )
        return try String.fetchAll(statement, arguments: [alert.id.description])
            .filter { routing.hindrance($0, alert.status) == nil }
    }

    private func expiry(of alert: StoredAlert) -> Timestamp {
        now.advanced(bySeconds: routing.expirySeconds(of: alert.rule))
    }

    // MARK: - Rows

    private func insert(_ alert: Alert, raisedAt: Timestamp, isHistory: Bool) throws -> Bool {
        let expiresAt = now.advanced(bySeconds: routing.expirySeconds(of: alert.rule))
        try db.cachedStatement(
            sql: """
                INSERT INTO alerts (id, stream, rule, title, key, cause, severity, incident, agency, status,
                    tlp, is_late, needs_acknowledgement, resolves_itself, text, audience, is_history,
                    raised_at, stored_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            alert.id.description, stream.description, alert.rule, alert.title, alert.key,
            alert.cause?.description, alert.severity.word, alert.incident, alert.agency, alert.status.word,
            alert.tlp.word, alert.isLate, alert.needsAcknowledgement, alert.resolvesItself, alert.text,
            AudienceText.text(alert.audience), isHistory, raisedAt.nanoseconds, now.nanoseconds,
            expiresAt.nanoseconds,
        ])
        return db.changesCount > 0
    }

    private func insertStep(
        _ alert: EventID,
        _ kind: StepKind,
        at time: Timestamp,
        cause: EventID?,
        by: Acknowledgement? = nil
    ) throws -> Bool {
        try db.cachedStatement(
            sql: """
                INSERT INTO steps (alert, kind, at, cause, by, role, note) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            alert.description, kind.rawValue, time.nanoseconds, cause?.description, by?.by, by?.role.word,
            by?.note,
        ])
        return db.changesCount > 0
    }

    /// Puts an event where the publishing connection takes it from, with the source's next number.
    ///
    /// It is encoded here and never again, so that it can be offered any number of times.
    ///
    /// - Parameter other: Which stream it is to become a part of; `nil` for the writer's own.
    private mutating func send(_ event: Event, on other: StreamID? = nil) throws {
        let stream = other ?? stream
        let name = stream.description
        guard try AlertTable.outgoingCount(of: stream, in: db) < AlertStoreLimits.outgoingCountMax else {
            outcome.unsentCount += 1
            return
        }
        var event = event
        let statement = try db.cachedStatement(
            sql: "SELECT source_sequence + 1 FROM streams WHERE stream = ?"
        )
        event.sourceSequence = UInt64(clamping: try Int64.fetchOne(statement, arguments: [name]) ?? 1)
        let valid: ValidEvent
        do throws(EventProblem) {
            valid = try ValidEvent(checking: event)
        } catch {
            // People are told all the same: what reaches them does not depend on the copy for the bus.
            outcome.unsentCount += 1
            outcome.problems.append(error)
            return
        }
        try db.cachedStatement(
            sql: "UPDATE streams SET source_sequence = source_sequence + 1 WHERE stream = ?"
        )
        .execute(arguments: [name])
        try db.cachedStatement(sql: "INSERT INTO outgoing (stream, id, bytes) VALUES (?, ?, ?)")
            .execute(arguments: [name, valid.outline.id.description, Data(valid.bytes)])
        outcome.hasOutgoing = true
    }
}

/// What a transaction has changed, for metrics and for those who wait.
public struct StoredChange: Sendable {
    /// The alerts that were raised, without history.
    public internal(set) var raised: [StoredAlert] = []
    /// The alerts that were resolved, without history.
    public internal(set) var resolved: [StoredAlert] = []
    /// The alerts that were acknowledged.
    public internal(set) var acknowledged: [StoredAlert] = []
    /// The destinations that have something new to deliver.
    public internal(set) var destinations: Set<String> = []
    /// The destinations of deliveries that were given up, one an entry.
    public internal(set) var dead: [String] = []
    /// Whether there are new events for the bus.
    public internal(set) var hasOutgoing = false
    /// Events that were not sent because too many wait, or because they break a rule of the schema.
    public internal(set) var unsentCount = 0
    /// The rules that such events break, one an event.
    public internal(set) var problems: [EventProblem] = []
}

extension String {
    /// As much of a destination's answer as is kept.
    var answerPrefix: String { String(unicodeScalars.prefix(AlertStoreLimits.answerLengthMax)) }
}

extension Timestamp {
    func advanced(bySeconds seconds: Int) -> Timestamp {
        advanced(byNanoseconds: Int64(seconds) * 1_000_000_000)
    }
}

extension AlertEvents {
    fileprivate init(_ row: Row) throws {
        source = try row.decode(forColumn: "source")
        epoch = UInt32(clamping: try row.decode(Int64.self, forColumn: "source_epoch"))
    }
}

import AlertRules
public import EventSchema
import GRDB

/// One alert, one of its steps, on its way to one destination.
public struct StoredDelivery: Equatable, Sendable {
    /// How far it is.
    public enum State: String, CaseIterable, Sendable {
        /// It will be tried, again or for the first time.
        case pending
        /// The destination has taken it.
        case delivered
        /// It is not tried any more; an operator may ask for another round.
        case dead
        /// It was acknowledged before it was delivered.
        case cancelled
    }

    /// The same for every attempt: the key by which a destination knows a repeated delivery.
    public let id: EventID
    /// The alert.
    public let alert: EventID
    /// What is told of it.
    public let step: StepKind
    /// The destination's name.
    public let destination: String
    /// How far it is.
    public let state: State
    /// How many attempts were made in this round.
    public internal(set) var attempts: Int
    /// How often an operator has asked for another round.
    public let round: Int
    /// When it was stored, by this machine's clock, like all of its times.
    public let createdAt: Timestamp
    /// When it is tried next; for a pending one.
    public let nextAttemptAt: Timestamp
    /// After this time it is not tried any more.
    public let expiresAt: Timestamp
    /// When it was delivered or given up; `nil` while it is pending.
    public let finishedAt: Timestamp?
    /// What came of the last attempt, in words.
    public let answer: String?

    /// The id of a delivery.
    public static func id(alert: EventID, step: StepKind, destination: String) -> EventID {
        .derived(from: "scenewire delivery", "\(alert)", step.rawValue, destination)
    }

    init(_ row: Row) throws {
        id = try row.identifier("id")
        alert = try row.identifier("alert")
        guard let step = StepKind(rawValue: try row.decode(forColumn: "step")),
            let state = State(rawValue: try row.decode(forColumn: "state"))
        else { throw StoredValueError(column: "deliveries.step or deliveries.state") }
        (self.step, self.state) = (step, state)
        destination = try row.decode(forColumn: "destination")
        attempts = try row.decode(forColumn: "attempts")
        round = try row.decode(forColumn: "round")
        createdAt = Timestamp(nanoseconds: try row.decode(forColumn: "created_at"))
        nextAttemptAt = Timestamp(nanoseconds: try row.decode(forColumn: "next_attempt_at"))
        expiresAt = Timestamp(nanoseconds: try row.decode(forColumn: "expires_at"))
        finishedAt = try row.decode(Int64?.self, forColumn: "finished_at")
            .map { Timestamp(nanoseconds: $0) }
        answer = try row.decode(forColumn: "answer")
    }
}

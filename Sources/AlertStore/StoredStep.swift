public import EventSchema
import GRDB

/// What can happen to an alert.
public enum StepKind: String, CaseIterable, Sendable {
    /// It is new.
    case raised
    /// A person has taken care of it.
    case acknowledged
    /// What it told of is over.
    case resolved
}

/// One thing that happened to an alert.
public struct StoredStep: Equatable, Sendable {
    /// What happened.
    public let kind: StepKind
    /// When, by the stream's clock.
    public let at: Timestamp
    /// The event that did it; `nil` when time alone did.
    public let cause: EventID?
    /// Who acknowledged it.
    public let by: String?
    /// In which role.
    public let role: String?
    /// What that person said.
    public let note: String?

    init(_ row: Row) throws {
        guard let kind = StepKind(rawValue: try row.decode(forColumn: "kind")) else {
            throw StoredValueError(column: "steps.kind")
        }
        self.kind = kind
        at = Timestamp(nanoseconds: try row.decode(forColumn: "at"))
        cause = try row.optionalIdentifier("cause")
        by = try row.decode(forColumn: "by")
        role = try row.decode(forColumn: "role")
        note = try row.decode(forColumn: "note")
    }
}

/// A person's word that an alert is taken care of.
public struct Acknowledgement: Equatable, Sendable {
    /// The longest name of a person, in Unicode scalars.
    public static let nameLengthMax = 128
    /// The longest note, in Unicode scalars.
    public static let noteLengthMax = 1_000

    /// The alert.
    public let alert: EventID
    /// The person's account.
    public let by: String
    /// The person's role.
    public let role: Role
    /// What the person said.
    public let note: String?
    /// When, by the stream's clock; `nil` for now.
    public let at: Timestamp?
    /// The event in the stream that says so; `nil` when there is none yet.
    public let event: EventID?

    /// - Parameters:
    ///   - alert: The alert.
    ///   - by: The person's account.
    ///   - role: The person's role.
    ///   - note: What the person said.
    ///   - at: When, by the stream's clock; `nil` for now.
    ///   - event: The event in the stream that says so; without one, one is sent.
    public init(
        alert: EventID,
        by: String,
        role: Role,
        note: String? = nil,
        at: Timestamp? = nil,
        event: EventID? = nil
    ) {
        (self.alert, self.by, self.role) = (alert, by, role)
        (self.note, self.at, self.event) = (note, at, event)
    }
}

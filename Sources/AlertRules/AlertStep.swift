public import EventSchema

/// One thing that happened to an alert.
public struct AlertStep: Equatable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable {
        /// The alert is new; somebody is to be told.
        case raised
        /// What it told of is over.
        case resolved
    }

    /// What happened.
    public let kind: Kind
    /// The alert. Derived from rule, key and cause, so that the same stream gives the same ids each time.
    public let alert: Alert
    /// When: the record's published time or the time at which a clock ran out.
    public let at: Timestamp
    /// The event that did it; `nil` when time alone did.
    public let trigger: EventID?
}

/// What is to be told.
public struct Alert: Codable, Equatable, Sendable {
    /// The longest key, in Unicode scalars, as the schema has it.
    public static let keyLengthMax = 256
    /// The longest text, in Unicode scalars, as the schema has it.
    public static let textLengthMax = 4_000
    /// The longest word of an audience, in Unicode scalars, as the schema has it.
    public static let audienceLengthMax = 128

    /// Names the alert for ever: its idempotency key, and the id of its `alert.raised` event.
    public let id: EventID
    /// The rule's short name, such as `R01`.
    public let rule: String
    /// The rule's name for people.
    public let title: String
    /// What tells it from other alerts of the rule.
    public let key: String
    /// The event that caused it; `nil` when none did.
    public let cause: EventID?
    /// How bad it is.
    public let severity: Severity
    /// What it is about; `nil` for alerts about a source.
    public let incident: String?
    /// The agency of what it is about.
    public let agency: String
    /// Whether what it stands on is real; state and alerts of one status never touch those of another.
    public let status: Status
    /// Who may see it: the narrowest marking of the events that its text comes from, and of what amends them;
    /// `AMBER+STRICT` when it is about a stream.
    public let tlp: TLP
    /// It was raised more than two minutes after its condition came to hold, or when that was over already.
    public let isLate: Bool
    /// Somebody must acknowledge it.
    public let needsAcknowledgement: Bool
    /// It ends by itself.
    public let resolvesItself: Bool
    /// What people read, in one line.
    public let text: String
    /// Who is meant, in the rule's words.
    public let audience: [String]
    /// The destinations that the rule names; empty for all.
    public let destinations: [String]
}

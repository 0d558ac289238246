public import EventSchema
import GRDB

/// An alert as it is stored.
public struct StoredAlert: Equatable, Sendable {
    /// Whether anybody still has to do something about an alert.
    public enum State: String, CaseIterable, Sendable {
        /// Nobody has acknowledged it, and it is not over.
        case open
        /// Somebody has acknowledged it, and it is not over.
        case acknowledged
        /// What it told of is over.
        case resolved
    }

    /// Names the alert for ever.
    public let id: EventID
    /// Its place among the alerts of this file, 1 and up: another notifier counts otherwise.
    public let number: Int64
    /// The stream that raised it.
    public let stream: StreamID
    /// The rule's short name.
    public let rule: String
    /// The rule's name for people.
    public let title: String
    /// What tells it from other alerts of the rule.
    public let key: String
    /// The event that caused it; `nil` when none did.
    public let cause: EventID?
    /// How bad it is.
    public let severity: Severity
    /// The incident; `nil` for alerts about a source.
    public let incident: String?
    /// The agency of what it is about.
    public let agency: String
    /// Whether it is real.
    public let status: Status
    /// Who may see it.
    public let tlp: TLP
    /// Its condition was over already when it was noticed.
    public let isLate: Bool
    /// Somebody must acknowledge it.
    public let needsAcknowledgement: Bool
    /// It ends by itself.
    public let resolvesItself: Bool
    /// What people read.
    public let text: String
    /// Who is meant, in the rule's words.
    public let audience: [String]
    /// It was raised by what had happened before the stream was followed, and nobody is told of it.
    public let isHistory: Bool
    /// When it was raised, by the stream's clock.
    public let raisedAt: Timestamp
    /// When it was stored, by this machine's clock.
    public let storedAt: Timestamp
    /// Until when its deliveries are tried, by this machine's clock.
    public let expiresAt: Timestamp
    /// When it was acknowledged, by the stream's clock; `nil` when it was not.
    public let acknowledgedAt: Timestamp?
    /// When it was resolved, by the stream's clock; `nil` when it was not.
    public let resolvedAt: Timestamp?

    /// Where it is in its life.
    public var state: State {
        if resolvedAt != nil { return .resolved }
        return acknowledgedAt == nil ? .open : .acknowledged
    }

    init(_ row: Row) throws {
        id = try row.identifier("id")
        number = try row.decode(forColumn: "number")
        stream = try row.identifier("stream")
        rule = try row.decode(forColumn: "rule")
        title = try row.decode(forColumn: "title")
        key = try row.decode(forColumn: "key")
        cause = try row.optionalIdentifier("cause")
        severity = try row.word("severity")
        incident = try row.decode(forColumn: "incident")
        agency = try row.decode(forColumn: "agency")
        status = try row.word("status")
        tlp = try row.word("tlp")
        isLate = try row.decode(forColumn: "is_late")
        needsAcknowledgement = try row.decode(forColumn: "needs_acknowledgement")
        resolvesItself = try row.decode(forColumn: "resolves_itself")
        text = try row.decode(forColumn: "text")
        audience = AudienceText.list(try row.decode(forColumn: "audience"))
        isHistory = try row.decode(forColumn: "is_history")
        raisedAt = Timestamp(nanoseconds: try row.decode(forColumn: "raised_at"))
        storedAt = Timestamp(nanoseconds: try row.decode(forColumn: "stored_at"))
        expiresAt = Timestamp(nanoseconds: try row.decode(forColumn: "expires_at"))
        acknowledgedAt = try row.decode(Int64?.self, forColumn: "acknowledged_at")
            .map { Timestamp(nanoseconds: $0) }
        resolvedAt = try row.decode(Int64?.self, forColumn: "resolved_at")
            .map { Timestamp(nanoseconds: $0) }
    }
}

/// The audience of an alert in one column: its words, a line each.
enum AudienceText {
    static func text(_ words: [String]) -> String { words.joined(separator: "\n") }

    static func list(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

extension Row {
    func identifier<Kind>(_ column: String) throws -> Identifier<Kind> {
        guard let id = Identifier<Kind>(try decode(String.self, forColumn: column)) else {
            throw StoredValueError(column: column)
        }
        return id
    }

    func optionalIdentifier<Kind>(_ column: String) throws -> Identifier<Kind>? {
        guard let text = try decode(String?.self, forColumn: column) else { return nil }
        guard let id = Identifier<Kind>(text) else { throw StoredValueError(column: column) }
        return id
    }

    func word<Word: Vocabulary>(_ column: String) throws -> Word {
        guard let word = Word(try decode(String.self, forColumn: column)) else {
            throw StoredValueError(column: column)
        }
        return word
    }
}

import EventSchema

/// One rule.
public struct AlertRule: Sendable {
    /// How long a delivery is tried unless the rule says otherwise: half an hour.
    public static let expirySecondsUsual = 1_800
    /// The longest that a delivery may be tried: a day.
    public static let expirySecondsMax = 86_400

    /// What makes it fire.
    enum Trigger: Sendable {
        case event(EventTrigger)
        case clock(ClockTrigger)
    }

    /// How bad its alerts are.
    enum Grade: Hashable, Sendable {
        case fixed(Severity)
        /// As bad as the alert whose event is amended.
        case target
    }

    /// Its short name, such as `R01`; several entries that share one are one rule told in parts.
    public let id: String
    /// Its name for people.
    public let name: String
    let trigger: Trigger
    let grade: Grade
    let text: TextTemplate
    /// Somebody must acknowledge its alerts.
    public let needsAcknowledgement: Bool
    /// Who is meant.
    public let audience: [String]
    /// Where its alerts go; empty for every destination.
    public let destinations: [String]
    /// How long a delivery of its alerts is tried.
    public let expires: Span
}

/// Fires when an event comes that meets all conditions.
struct EventTrigger: Sendable {
    let types: Set<String>
    let conditions: [EventCondition]
    let key: TextTemplate
    /// How long the same key stays quiet after an alert; `nil` for ever.
    let quiet: Span?
    /// The event amends one that an alert told of.
    let amendsAlerted: Bool
}

/// Fires when a clock of the scene runs out.
struct ClockTrigger: Sendable {
    let clock: SceneClock
    /// When it fires, counted from where the clock starts; several are stages of it.
    let offsets: ClockOffsets
    /// Only while the incident is of one of these classes; empty for all.
    let classes: [IncidentClass]
    /// Its alerts end when the clock is stopped.
    let resolves: Bool
}

/// When a clock fires.
enum ClockOffsets: Hashable, Sendable {
    case stages([Span])
    /// How long nothing may be heard, by how far talks have come.
    case silence(beforeContact: Span, afterContact: Span, afterCustody: Span)
}

/// What a clock counts from, and what stops it. docs/alerts.md has the table.
enum SceneClock: String, CaseIterable, Sendable {
    case breach
    case contactLost = "contact lost"
    case containment
    case deadline
    case duration
    case evacuation
    case noContact = "no contact"
    case post
    case resource
    case sceneSilent = "scene silent"
    case sourceSilent = "source silent"
    case surrender
}

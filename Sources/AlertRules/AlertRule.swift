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
        /// As bad as the worst alert of the event that is amended.
        case target
    }

    /// Which of its alerts somebody must acknowledge.
    enum Acknowledgement: Hashable, Sendable {
        case never
        case always
        /// Those of some stages of its clock.
        case stages(Set<Span>)

        func isNeeded(at stage: Span?) -> Bool {
            switch self {
            case .never: false
            case .always: true
            case .stages(let stages): stage.map { stages.contains($0) } ?? false
            }
        }
    }

    /// Its short name, such as `R01`; several entries that share one are one rule told in parts.
    public let id: String
    /// Its name for people.
    public let name: String
    let trigger: Trigger
    /// What the incident must be.
    let state: StateCondition
    let grade: Grade
    let text: TextTemplate
    let acknowledgement: Acknowledgement
    /// Who is meant.
    public let audience: [String]
    /// Where its alerts go; empty for every destination.
    public let destinations: [String]
    /// How long a delivery of its alerts is tried.
    public let expires: Span
}

/// Holds for each event that meets all conditions, as amended.
struct EventTrigger: Sendable {
    /// The types that it looks at; `nil` for every type that people write.
    let types: Set<String>?
    let conditions: [EventCondition]
    let key: TextTemplate
    /// How long the same key stays quiet after an event that was told of; `nil` for ever.
    let quiet: Span?
    /// The event amends one that an alert told of.
    let amendsAlerted: Bool

    func looksAt(_ type: String?) -> Bool {
        guard let types else { return true }
        return type.map { types.contains($0) } ?? false
    }
}

/// Holds for each clock that has run out.
struct ClockTrigger: Sendable {
    let clock: SceneClock
    /// When it fires, counted from where the clock starts; several are stages of it.
    let offsets: ClockOffsets
    /// What the event that started the clock must be.
    let conditions: [EventCondition]
    /// Its alerts end when the clock is stopped.
    let resolves: Bool
    /// Of which consumer it tells, by the name under which that reports; empty for other clocks.
    var consumer = ""
}

/// When a clock fires.
enum ClockOffsets: Hashable, Sendable {
    case stages([Span])
    /// How long nothing may be heard, by how far talks have come.
    case silence(beforeContact: Span, afterContact: Span, afterCustody: Span)
    /// How far a clock may be off, in milliseconds.
    case offset(milliseconds: Int)
}

/// Where an event moves its incident.
public enum Trend: String, CaseIterable, Sendable {
    /// Towards harm.
    case escalation
    /// Towards an end without harm.
    case deescalation
    /// Neither.
    case neutral
}

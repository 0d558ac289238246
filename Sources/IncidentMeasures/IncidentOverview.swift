public import EventSchema
public import IncidentState

/// What measures, lists and reports need of one incident's state.
public struct IncidentOverview: Codable, Sendable {
    /// The incident's name.
    public let id: String
    /// The agency that declared it.
    public let agency: String
    /// Whether it is real.
    public let status: Status
    /// What kind of incident it is.
    public let incidentClass: IncidentClass?
    /// Where it stands.
    public let phase: Phase?
    /// When it was declared.
    public let declaredAt: Timestamp?
    /// When it was closed, `nil` while it is open.
    public let closedAt: Timestamp?
    /// How it ended.
    public let outcome: Outcome?
    /// Whether it ended without harm, `nil` while it is open.
    public let isPeaceful: Bool?
    /// How many hostages are held.
    public let hostagesHeld: Int
    /// When the next open deadline runs out.
    public let nextDue: Timestamp?
    /// The time of its latest event.
    public let lastEventAt: Timestamp?
    /// Counts with corrected values and without retracted events.
    public let amended: Tally

    /// When the last entry about it came, at most.
    let lastEnteredAt: Timestamp?
    let recorded: Tally
    let lastContactAt: Timestamp?
    let personsEvacuated: Int
    let structuresEvacuated: Int
    /// How many of each kind do what.
    let resources: [[String]: Int]
    /// Since when each post is held.
    let posts: [String: Timestamp]

    init(_ incident: Incident) {
        id = incident.id
        agency = incident.agency
        status = incident.status
        incidentClass = incident.incidentClass
        phase = incident.phase
        declaredAt = incident.declaredAt
        closedAt = incident.closedAt
        outcome = incident.outcome
        isPeaceful = incident.isPeaceful
        hostagesHeld = incident.hostages.held
        nextDue = incident.deadlines.values.filter(\.isOpen).compactMap(\.due).min()
        lastEventAt = incident.lastEvent?.at
        amended = incident.amended
        lastEnteredAt = incident.activity.spans.last?.last.at
        recorded = incident.recorded
        lastContactAt = [incident.negotiation.establishedAt, incident.negotiation.endedAt].compactMap(\.self)
            .max()
        let evacuations = incident.protections.filter { $0.action == .evacuate && $1.state != .lifted }.values
        personsEvacuated = evacuations.reduce(0) { $0 + ($1.persons ?? 0) }
        structuresEvacuated = evacuations.reduce(0) { $0 + ($1.structuresDone ?? 0) }
        var resources: [[String]: Int] = [:]
        for resource in incident.resources.values {
            let labels = [resource.kind?.label ?? Label.other, resource.status.label]
            resources[labels, default: 0] += resource.quantity
        }
        self.resources = resources
        var posts: [String: Timestamp] = [:]
        for (name, post) in incident.posts {
            let label = Self.postLabels.contains(name) ? name : Label.other
            posts[label] = min(posts[label] ?? post.since, post.since)
        }
        self.posts = posts
    }

    /// What tells it from others.
    var key: IncidentKey { IncidentKey(id, status) }

    /// It was not closed, or was taken up again.
    public var isOpen: Bool { closedAt == nil }

    /// The posts that every incident can have; authors name others as they like.
    static let postLabels = PerimeterRing.labels.map { "\($0) perimeter" } + ["primaryNegotiator"]
}

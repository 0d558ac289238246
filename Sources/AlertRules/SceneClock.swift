import IncidentState

/// What a rule's clock counts from, and what stops it. docs/alerts.md has the table.
enum SceneClock: Hashable, Sendable {
    /// A clock of the scene.
    case run(SceneRun.Kind)
    /// Since anything was entered about an incident.
    case sceneSilent
    /// Since a source was heard.
    case sourceSilent
    /// While a source's clock is off by more than the rule says.
    case clockOffset
    /// Since a publisher was heard, by this machine's clock.
    case publisherSilent
    /// Records of a stream that can never be had.
    case gap

    /// By the words that rules use.
    static let named: [String: SceneClock] = [
        "breach": .run(.breach), "clock offset": .clockOffset, "contact lost": .run(.contactLost),
        "containment": .run(.containment), "deadline": .run(.deadline), "duration": .run(.duration),
        "duty": .run(.duty), "evacuation": .run(.evacuation), "gap": .gap, "no contact": .run(.noContact),
        "open items": .run(.openItems), "post": .run(.post), "publisher silent": .publisherSilent,
        "resource": .run(.resource), "scene silent": .sceneSilent, "source silent": .sourceSilent,
        "surrender": .run(.surrender),
    ]

    /// It belongs to an incident, whose class and phase a rule may ask for.
    var isOfIncident: Bool {
        switch self {
        case .run, .sceneSilent: true
        case .sourceSilent, .clockOffset, .publisherSilent, .gap: false
        }
    }

    /// It tells of something at once, unless the rule says later.
    var isImmediate: Bool {
        switch self {
        case .run(let kind): [.breach, .openItems, .surrender].contains(kind)
        case .clockOffset, .gap: true
        case .sceneSilent, .sourceSilent, .publisherSilent: false
        }
    }

    /// The types of the events that start it, whose fields a rule may ask for; empty where no one type does.
    var startTypes: [String] {
        guard case .run(let kind) = self else { return [] }
        return switch kind {
        case .breach: ["perimeter.breached"]
        case .contactLost: ["negotiation.contact.lost"]
        case .containment, .duration, .noContact: ["incident.declared"]
        case .deadline: ["deadline.set"]
        case .evacuation: ["protective.action.changed"]
        case .openItems: ["incident.closed"]
        case .resource: ["resource.requested"]
        case .surrender: ["subject.surrendered"]
        case .duty, .post: []
        }
    }
}

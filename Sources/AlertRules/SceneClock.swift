import IncidentState

/// What a rule's clock counts from, and what stops it. docs/alerts.md has the table.
enum SceneClock: Hashable, Sendable {
    /// A clock of the scene.
    case run(SceneRun.Kind)
    /// Since an incident was closed with the worst alerts unacknowledged.
    case unacknowledged
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
    /// Since a consumer of a stream has stored nothing of what there is, by this machine's clock.
    case consumerBehind

    /// By the words that rules use.
    static let named: [String: SceneClock] = [
        "breach": .run(.breach), "clock offset": .clockOffset, "consumer behind": .consumerBehind,
        "contact lost": .run(.contactLost), "containment": .run(.containment), "deadline": .run(.deadline),
        "duration": .run(.duration),
        "duty": .run(.duty), "evacuation": .run(.evacuation), "gap": .gap, "no contact": .run(.noContact),
        "open items": .run(.openItems), "post": .run(.post), "publisher silent": .publisherSilent,
        "resource": .run(.resource), "scene silent": .sceneSilent, "source silent": .sourceSilent,
        "surrender": .run(.surrender), "unacknowledged": .unacknowledged,
    ]

    /// It belongs to an incident, whose class and phase a rule may ask for.
    var isOfIncident: Bool {
        switch self {
        case .run, .unacknowledged, .sceneSilent: true
        case .sourceSilent, .clockOffset, .publisherSilent, .gap, .consumerBehind: false
        }
    }

    /// It tells of something at once, unless the rule says later.
    var isImmediate: Bool {
        switch self {
        case .run(let kind): [.breach, .openItems, .surrender].contains(kind)
        case .clockOffset, .gap, .unacknowledged: true
        case .sceneSilent, .sourceSilent, .publisherSilent, .consumerBehind: false
        }
    }

    /// The types of the events that start it, whose fields a rule may ask for; empty where no one type does.
    var startTypes: [String] {
        switch self {
        case .run(let kind): Self.startTypes(of: kind)
        case .unacknowledged: Self.startTypes(of: .closed)
        default: []
        }
    }

    private static func startTypes(of kind: SceneRun.Kind) -> [String] {
        switch kind {
        case .breach: ["perimeter.breached"]
        case .contactLost: ["negotiation.contact.lost"]
        case .containment, .duration, .noContact: ["incident.declared"]
        case .deadline: ["deadline.set"]
        case .evacuation: ["protective.action.changed"]
        case .closed, .openItems: ["incident.closed"]
        case .resource: ["resource.requested"]
        case .surrender: ["subject.surrendered"]
        case .duty, .post: []
        }
    }
}

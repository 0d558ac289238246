public import EventSchema

/// The state of one incident, as its events of one status have it so far.
///
/// Times of what happened are the earlier of observed and published. There is no free text in it: a reader that
/// shows words fetches the event, with its redactions. All dictionaries grow with what was recorded, by the
/// names that its authors gave.
public struct Incident: Equatable, Sendable {
    /// The incident's name.
    public let id: String
    /// Whether it is real.
    public let status: Status
    /// The agency that declared it; until then of whoever wrote last.
    public internal(set) var agency = ""
    /// What kind of incident it is.
    public internal(set) var incidentClass: IncidentClass?
    /// How much it asks for.
    public internal(set) var complexity: Complexity?
    /// Where it stands.
    public internal(set) var phase: Phase?
    /// The closed incident that this one takes up again.
    public internal(set) var reopens: String?
    /// How it ended, `nil` while it is open.
    public internal(set) var outcome: Outcome?

    /// When it was declared; no later declaration moves it.
    public internal(set) var declaredAt: Timestamp?
    /// What kind of incident it was from when on, in order.
    public internal(set) var classes: [IncidentStage<IncidentClass>] = []
    /// In which phase it was from when on, in order.
    public internal(set) var phases: [IncidentStage<Phase>] = []
    /// When command was first established.
    public internal(set) var commandAt: Timestamp?
    /// When the inner ring was first established.
    public internal(set) var containmentAt: Timestamp?
    /// When talk both ways first began.
    public internal(set) var firstContactAt: Timestamp?
    /// When a subject first surrendered.
    public internal(set) var surrenderedAt: Timestamp?
    /// When a subject was first in custody or accounted for.
    public internal(set) var custodyAt: Timestamp?
    /// Since when every known subject has been in custody; `nil` while one is not.
    public internal(set) var allInCustodyAt: Timestamp?
    /// When the scene was last found clear.
    public internal(set) var clearedAt: Timestamp?
    /// When it was closed, `nil` while it is open.
    public internal(set) var closedAt: Timestamp?

    /// Who commands.
    public internal(set) var commander: Commander?
    /// The subjects, by the short names that events give them.
    public internal(set) var subjects: [String: Subject] = [:]
    /// The people whom a subject holds.
    public internal(set) var hostages = Hostages()
    /// Talk with the subject.
    public internal(set) var negotiation = Negotiation()
    /// Demands by their short names.
    public internal(set) var demands: [String: Demand] = [:]
    /// Deadlines by their short names.
    public internal(set) var deadlines: [String: Deadline] = [:]
    /// Rings around the scene.
    public internal(set) var perimeters: [PerimeterRing: Perimeter] = [:]
    /// What the public was told to do, by action and place.
    public internal(set) var protections: [ProtectionKey: Protection] = [:]
    /// Units, teams and items by their call signs.
    public internal(set) var resources: [String: Resource] = [:]
    /// Requests for resources by their events.
    public internal(set) var requests: [EventID: ResourceRequest] = [:]
    var earlyArrivals: [EventID: [EarlyArrival]] = [:]
    /// Posts by name: those that were relieved, each established ring's as `inner perimeter`, and
    /// `primaryNegotiator` from the first contact on.
    public internal(set) var posts: [String: Post] = [:]
    /// How dangerous it is held to be.
    public internal(set) var threatLevel: ThreatLevel?
    /// Other incidents that it belongs with.
    public internal(set) var links: [LinkRelation: Set<String>] = [:]

    /// The latest event that people wrote, retracted ones too: somebody was there to write it.
    public internal(set) var lastAuthored: EventMark?
    /// The latest event of an authored or an unknown type.
    public internal(set) var lastEvent: EventMark?
    /// The longest time from observed to published.
    public internal(set) var publishLagMax = Duration.zero

    /// Counts that no amendment makes smaller.
    public internal(set) var recorded = Tally()
    /// Counts with corrected values and without retracted events.
    public internal(set) var amended = Tally()
    /// What amendments did to this incident's events, by event.
    public internal(set) var amendments: [EventID: AmendmentMark] = [:]
    /// This incident's amendments whose events have not come, and those events.
    public internal(set) var pendingAmendments: [EventID: EventID] = [:]
    /// When anything arrived, retracted events too: somebody was there to write them.
    public internal(set) var activity = ActivitySpans()
    /// How far talks had come from when on, in order; empty before there was contact or custody.
    public internal(set) var talkStages: [IncidentStage<TalkStage>] = []
    var clocks = SceneRuns()

    init(_ key: IncidentKey) {
        (id, status) = (key.name, key.status)
    }

    /// What tells it from others.
    public var key: IncidentKey { IncidentKey(id, status) }

    /// All runs of one of the scene's clocks, those that are over too, in the order in which they began.
    public func runs(_ kind: SceneRun.Kind) -> [SceneRun] { clocks[kind] }

    /// It was not closed, or was taken up again.
    public var isOpen: Bool { closedAt == nil }

    /// The time from declaration to `end`, in whole seconds; `nil` when either is missing.
    public func seconds(to end: Timestamp?) -> Int? {
        guard let declaredAt, let end else { return nil }
        return Int(declaredAt.duration(to: end).components.seconds)
    }

    /// Whether a closed incident ended without harm; `nil` while it is open.
    ///
    /// Peaceful: no force, less-lethal tool or gas was used, no officer shot, nobody was seriously hurt or died
    /// after police arrived, nobody hurt themselves, and the outcome names no force or death. Counted as
    /// amended.
    public var isPeaceful: Bool? {
        guard let outcome else { return nil }
        let harmful: [Outcome] = [.surrenderAfterForce, .subjectDeceasedByForce, .subjectSuicide]
        if harmful.contains(outcome) { return false }
        let tools = ["force.used", "lesslethal.deployed", "chemicalagent.deployed"]
        if tools.contains(where: { amended.count(of: $0) > 0 }) { return false }
        if amended.gunfire[.officer] ?? 0 > 0 { return false }
        return amended.injuries.keys.allSatisfy {
            $0.isBeforePolice || !$0.isSerious && $0.cause != .selfInflicted
        }
    }
}

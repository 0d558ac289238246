public import EventSchema

/// What of an incident's events is counted.
///
/// There are two of them: as recorded, which no amendment makes smaller, and as amended, where corrected values
/// stand and retracted events do not.
public struct Tally: Codable, Equatable, Sendable {
    /// What people wrote, and events of unknown types.
    public internal(set) var events = 0
    /// Of those, the ones whose type this version does not know.
    public internal(set) var unknownTypeEvents = 0
    /// By type.
    public internal(set) var eventsByType: [String: Int] = [:]
    /// By the node that wrote them.
    public internal(set) var eventsBySource: [String: Int] = [:]
    /// By marking.
    public internal(set) var eventsByTLP: [TLP: Int] = [:]
    /// Events that move the incident towards harm, by type.
    public internal(set) var escalations: [String: Int] = [:]
    /// Events that move it towards an end without harm, by type.
    public internal(set) var deescalations: [String: Int] = [:]

    /// Talk both ways begun, by channel.
    public internal(set) var contactsEstablished: [NegotiationChannel: Int] = [:]
    /// Attempts without talk, by channel.
    public internal(set) var contactsAttempted: [NegotiationChannel: Int] = [:]
    /// Contacts that ended or broke off.
    public internal(set) var contactsLost = 0
    /// Demands made.
    public internal(set) var demands = 0
    /// Deadlines set.
    public internal(set) var deadlines = 0
    /// Deadlines resolved, by what happened.
    public internal(set) var deadlinesResolved: [DeadlineResolution: Int] = [:]

    /// Hostages that came free, by how.
    public internal(set) var hostagesReleased: [ReleaseManner: Int] = [:]
    /// People hurt or dead.
    public internal(set) var injuries: [InjuryKind: Int] = [:]
    /// Events of gunfire.
    public internal(set) var shotsFired = 0
    /// Of those, by whom.
    public internal(set) var gunfire: [Shooter: Int] = [:]
    /// Rounds fired, by whom; gunfire without a count adds none.
    public internal(set) var rounds: [Shooter: Int] = [:]
    /// Less-lethal rounds or uses, by tool.
    public internal(set) var lessLethalRounds: [LessLethalTool: Int] = [:]
    /// Canisters, by agent.
    public internal(set) var chemicalCanisters: [ChemicalAgent: Int] = [:]
    /// Reportable uses of force, by kind.
    public internal(set) var force: [ForceKind: Int] = [:]

    /// Corrections, whatever incident they amend.
    public internal(set) var corrections = 0
    /// Retractions, likewise.
    public internal(set) var retractions = 0
    /// Redactions, likewise.
    public internal(set) var redactions = 0

    /// How many events move the incident this way.
    public func count(of trend: Trend) -> Int {
        switch trend {
        case .escalation: escalations.values.reduce(0, +)
        case .deescalation: deescalations.values.reduce(0, +)
        case .neutral: events - count(of: .escalation) - count(of: .deescalation)
        }
    }

    /// How many events there are of one type.
    public func count(of type: String) -> Int { eventsByType[type] ?? 0 }

    mutating func add(_ fact: Fact, _ payload: Event.OneOf_Payload?, _ trend: Trend) {
        events += 1
        eventsBySource[fact.source, default: 0] += 1
        eventsByTLP[fact.tlp, default: 0] += 1
        guard let type = fact.type else {
            unknownTypeEvents += 1
            return
        }
        eventsByType[type, default: 0] += 1
        if trend == .escalation { escalations[type, default: 0] += 1 }
        if trend == .deescalation { deescalations[type, default: 0] += 1 }
        if let payload { add(payload) }
    }

    private mutating func add(_ payload: Event.OneOf_Payload) {
        switch payload {
        case .negotiationContactEstablished(let contact):
            contactsEstablished[NegotiationChannel(contact.channel), default: 0] += 1
        case .negotiationContactAttempted(let attempt):
            contactsAttempted[NegotiationChannel(attempt.channel), default: 0] += 1
        case .negotiationContactLost: contactsLost += 1
        case .demandMade: demands += 1
        case .deadlineSet: deadlines += 1
        case .deadlineResolved(let resolved):
            deadlinesResolved[DeadlineResolution(resolved.resolution), default: 0] += 1
        case .hostageReleased(let release):
            hostagesReleased[ReleaseManner(release.manner), default: 0] += Int(release.count)
        case .injuryReported(let injury):
            injuries[InjuryKind(injury), default: 0] += injury.hasCount ? Int(injury.count) : 1
        case .shotsFired(let shots):
            shotsFired += 1
            gunfire[Shooter(shots.by), default: 0] += 1
            rounds[Shooter(shots.by), default: 0] += Int(shots.rounds)
        case .lesslethalDeployed(let use):
            lessLethalRounds[LessLethalTool(use.tool), default: 0] += Int(use.rounds)
        case .chemicalagentDeployed(let use):
            chemicalCanisters[ChemicalAgent(use.agent), default: 0] += Int(use.canisters)
        case .forceUsed(let use): force[ForceKind(use.kind), default: 0] += 1
        case .recordCorrected: corrections += 1
        case .recordRetracted: retractions += 1
        case .recordRedacted: redactions += 1
        default: break
        }
    }
}

/// What tells one kind of injury from another.
public struct InjuryKind: Codable, Hashable, Sendable {
    /// What the person is to the incident.
    public let role: PersonRole
    /// How badly.
    public let severity: InjurySeverity
    /// By what.
    public let cause: HarmCause
    /// It happened before police arrived.
    public let isBeforePolice: Bool

    init(_ injury: InjuryReported) {
        role = PersonRole(injury.role)
        severity = InjurySeverity(injury.severity)
        cause = HarmCause(injury.cause)
        isBeforePolice = injury.beforePoliceArrival || cause == .priorToPolice
    }

    /// Serious, critical or fatal.
    public var isSerious: Bool { [.serious, .critical, .fatal].contains(severity) }
}

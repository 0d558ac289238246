/// Where an event moves its incident.
public enum Trend: String, CaseIterable, Sendable {
    /// Towards harm.
    case escalation
    /// Towards an end without harm.
    case deescalation
    /// Neither.
    case neutral

    /// Up is escalation, down is the way back.
    fileprivate init(from before: Int, to after: Int) {
        self = after > before ? .escalation : after < before ? .deescalation : .neutral
    }
}

/// Where an event moves its incident, from that event alone.
///
/// Most types have one trend, which the schema's table says; the others are decided by their payload. An
/// unknown type, or an unknown word in the field that decides, is neutral.
public func trend(of event: Event) -> Trend {
    guard let description = SchemaTable.event(event.type) else { return .neutral }
    switch description.trend {
    case .fixed(let trend): return trend
    case .byPayload: break
    }
    return switch event.payload {
    case .incidentReclassified(let payload): trend(of: payload)
    case .decisionRecorded(let payload): trend(of: DecisionKind(payload.kind))
    case .perimeterChanged(let payload):
        PerimeterState(payload.state) == .released ? .deescalation : .neutral
    case .protectiveActionChanged(let payload): trend(of: payload)
    case .subjectObserved(let payload): trend(of: payload)
    case .threatAssessed(let payload): trend(of: payload)
    case .deadlineSet(let payload):
        DeadlineNature(payload.nature) == .commitment ? .deescalation : .escalation
    case .deadlineResolved(let payload): trend(of: DeadlineResolution(payload.resolution))
    case .negotiationProgressAssessed(let payload): trend(of: RiskTrend(payload.trend))
    default: .neutral
    }
}

/// A change of class decides; within one class the complexity does, where Type 1 is the gravest.
private func trend(of payload: IncidentReclassified) -> Trend {
    let (before, after) = (IncidentClass(payload.fromClass), IncidentClass(payload.toClass))
    guard before == after else {
        guard let from = rank(of: before), let to = rank(of: after) else { return .neutral }
        return Trend(from: from, to: to)
    }
    let scale = Complexity.known
    guard
        let from = scale.firstIndex(of: Complexity(payload.fromComplexity)),
        let to = scale.firstIndex(of: Complexity(payload.toComplexity))
    else { return .neutral }
    return Trend(from: to, to: from)
}

/// How grave a class of incident is.
private func rank(of incidentClass: IncidentClass) -> Int? {
    switch incidentClass {
    case .welfare, .other("OTHER"): 0
    case .suicthrt: 1
    case .dva, .robbery, .warrant, .shoot, .weapon: 2
    case .baricade: 3
    case .hostage: 4
    case .actshoot: 5
    case .other: nil
    }
}

private func trend(of decision: DecisionKind) -> Trend {
    switch decision {
    case .emergencyEntryStandby, .entryAuthorised, .lessLethalAuthorised, .chemicalAgentAuthorised,
        .forceAuthorised:
        .escalation
    case .disengage, .standDown: .deescalation
    case .negotiateFirst, .warrant, .exchangeAuthorised, .other: .neutral
    }
}

private func trend(of payload: ProtectiveActionChanged) -> Trend {
    let action = ProtectiveAction(payload.action)
    let state = ProtectiveActionState(payload.state)
    if action == .allClear || state == .lifted { return .deescalation }
    return state == .ordered && [.evacuate, .shelter, .avoid].contains(action) ? .escalation : .neutral
}

/// A weapon or a threat weighs more than calm in the same sighting.
private func trend(of payload: SubjectObserved) -> Trend {
    let change = WeaponChange(payload.weaponChange)
    let behaviour = Behaviour(payload.behaviour)
    let isArmed = WeaponKind(payload.weapon) != .noneSeen
    if change == .firstSeen, isArmed { return .escalation }
    if behaviour == .threatening || behaviour == .aiming { return .escalation }
    return change == .noLongerHeld || behaviour == .calm ? .deescalation : .neutral
}

/// The levels decide where they differ, else the assessor's own trend.
private func trend(of payload: ThreatAssessed) -> Trend {
    let scale = ThreatLevel.known
    if let from = scale.firstIndex(of: ThreatLevel(payload.previous)),
        let to = scale.firstIndex(of: ThreatLevel(payload.level)), from != to
    {
        return Trend(from: from, to: to)
    }
    return switch ThreatTrend(payload.trend) {
    case .increasing: .escalation
    case .decreasing: .deescalation
    case .stable, .other: .neutral
    }
}

private func trend(of resolution: DeadlineResolution) -> Trend {
    switch resolution {
    case .passedWithAction: .escalation
    case .met, .extended, .withdrawn, .passedWithoutAction: .deescalation
    case .other: .neutral
    }
}

private func trend(of risk: RiskTrend) -> Trend {
    switch risk {
    case .increa: .escalation
    case .decrea: .deescalation
    case .stable, .other: .neutral
    }
}

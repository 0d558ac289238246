import EventSchema

extension Incident {
    /// Works in the next fact in order.
    mutating func apply(_ amendedFact: AmendedFact) {
        let fact = amendedFact.fact
        let at = amendedFact.order.time
        recorded.add(fact, fact.payload, fact.trend)
        publishLagMax = max(publishLagMax, fact.observedAt.duration(to: fact.publishedAt))
        let mark = EventMark(id: fact.id, type: fact.type, at: at)
        lastEvent = mark
        if mark.type != nil { lastAuthored = mark }
        // What only the record tells does not change when the event is struck.
        if case .hostageReported(let report) = fact.payload, hostages.firstReported == nil {
            hostages.firstReported = Int(report.count)
        }
        if let change = amendedFact.change {
            amendments[fact.id] = change.mark
            guard !change.mark.isRetracted else { return }
        }
        let payload = amendedFact.change.map(\.payload) ?? fact.payload
        amended.add(fact, payload, amendedFact.change?.trend ?? fact.trend)
        if declaredAt == nil {
            agency = fact.agency
            status = fact.status
        }
        switch payload {
        case nil: applyType(mark)
        case .incidentDeclared(let payload):
            (agency, status) = (fact.agency, fact.status)
            apply(payload, at)
        default: apply(payload, fact.id, at)
        }
    }

    /// Types whose payload tells nothing that the state holds.
    private mutating func applyType(_ mark: EventMark) {
        switch mark.type {
        case "subject.surrendered":
            surrenderedAt = surrenderedAt ?? mark.at
            negotiation.end(nil, at: mark.at)
        case "subject.incustody":
            custodyAt = custodyAt ?? mark.at
            negotiation.end(nil, at: mark.at)
        case "scene.cleared": clearedAt = mark.at
        default: break
        }
    }

    private mutating func apply(_ payload: IncidentDeclared, _ at: Timestamp) {
        declaredAt = declaredAt ?? at
        incidentClass = IncidentClass(payload.incidentClass)
        if payload.hasComplexity { complexity = Complexity(payload.complexity) }
        if payload.hasReopens { reopens = payload.reopens }
        phase = phase ?? .reported
    }

    private mutating func apply(_ payload: Event.OneOf_Payload?, _ id: EventID, _ at: Timestamp) {
        switch payload {
        case .incidentReclassified(let payload):
            incidentClass = IncidentClass(payload.toClass)
            if payload.hasToComplexity { complexity = Complexity(payload.toComplexity) }
        case .incidentPhaseChanged(let payload):
            phase = Phase(payload.to)
            if phase == .reopened { (closedAt, outcome) = (nil, nil) }
        case .incidentClosed(let payload): close(payload, at)
        case .incidentLinked(let payload):
            links[LinkRelation(payload.relation), default: []].formUnion(payload.incidents)
        case .commandEstablished(let payload):
            commandAt = commandAt ?? at
            commander = Commander(payload.commander)
        case .commandTransferred(let payload): commander = Commander(payload.to)
        case .resourceRequested(let payload): request(payload, id, at)
        case .resourceStatusChanged(let payload): apply(payload, at)
        case .personnelRelieved(let payload):
            posts[payload.post] = Post(since: at, reliefs: (posts[payload.post]?.reliefs ?? 0) + 1)
        case .perimeterChanged(let payload): apply(payload, at)
        case .perimeterBreached(let payload):
            perimeters[PerimeterRing(payload.ring), default: Perimeter()].breachedAt =
                payload.resolved ? nil : at
        case .protectiveActionChanged(let payload): apply(payload, at)
        case .threatAssessed(let payload): threatLevel = ThreatLevel(payload.level)
        case .hostageReported, .hostageReleased: count(payload, at)
        case .negotiationContactEstablished, .negotiationContactLost, .negotiationProgressAssessed:
            talk(payload, at)
        case .demandMade(let payload): demand(payload, id, at)
        case .deadlineSet(let payload): set(payload, id, at)
        case .deadlineResolved(let payload): resolve(payload, id, at)
        default: break
        }
    }

    private mutating func close(_ payload: IncidentClosed, _ at: Timestamp) {
        closedAt = at
        outcome = Outcome(payload.outcome)
        phase = .closed
        posts = [:]
        negotiation.end(nil, at: at)
    }

    private mutating func count(_ payload: Event.OneOf_Payload?, _ at: Timestamp) {
        switch payload {
        case .hostageReported(let report):
            hostages.held = Int(report.count)
            hostages.reportedMax = max(hostages.reportedMax, hostages.held)
        case .hostageReleased(let release):
            // More may come free than were known to be held.
            hostages.held = max(0, hostages.held - Int(release.count))
            hostages.freed += Int(release.count)
        default: return
        }
        hostages.changedAt = at
    }

    private mutating func talk(_ payload: Event.OneOf_Payload?, _ at: Timestamp) {
        switch payload {
        case .negotiationContactEstablished(let contact):
            negotiation.begin(NegotiationChannel(contact.channel), at: at)
            guard firstContactAt == nil else { return }
            firstContactAt = at
            if posts["primaryNegotiator"] == nil { posts["primaryNegotiator"] = Post(since: at) }
        case .negotiationContactLost(let loss): negotiation.end(LostReason(loss.reason), at: at)
        case .negotiationProgressAssessed(let paper): negotiation.riskTrend = RiskTrend(paper.trend)
        default: return
        }
    }

    private mutating func demand(_ payload: DemandMade, _ id: EventID, _ at: Timestamp) {
        let status = payload.hasStatus ? DemandStatus(payload.status) : nil
        if demands[payload.demandID] == nil {
            demands[payload.demandID] = Demand(event: id, madeAt: at, status: status ?? .open)
        } else if let status {
            demands[payload.demandID]?.status = status
        }
    }

    private mutating func set(_ payload: DeadlineSet, _ id: EventID, _ at: Timestamp) {
        deadlines[payload.deadlineID] = Deadline(
            event: id,
            setAt: at,
            due: Timestamp(payload.due),
            setBy: DeadlineSetter(payload.by),
            nature: payload.hasNature ? DeadlineNature(payload.nature) : .threat
        )
    }

    private mutating func resolve(_ payload: DeadlineResolved, _ id: EventID, _ at: Timestamp) {
        var deadline = deadlines[payload.deadlineID] ?? Deadline(event: id)
        deadline.resolution = DeadlineResolution(payload.resolution)
        deadline.resolvedAt = at
        if payload.hasNewDue { deadline.due = Timestamp(payload.newDue) }
        deadlines[payload.deadlineID] = deadline
    }

    private mutating func apply(_ payload: PerimeterChanged, _ at: Timestamp) {
        let ring = PerimeterRing(payload.ring)
        let post = "\(payload.ring) perimeter"
        var perimeter = perimeters[ring] ?? Perimeter()
        let state = PerimeterState(payload.state)
        perimeter.state = state
        perimeter.changedAt = at
        if payload.hasPosts { perimeter.posts = Int(payload.posts) }
        if payload.hasSidesCovered { perimeter.sidesCovered = Int(payload.sidesCovered) }
        if state == .established {
            perimeter.establishedAt = perimeter.establishedAt ?? at
            perimeter.breachedAt = nil
            if ring == .inner { containmentAt = containmentAt ?? at }
            if posts[post] == nil { posts[post] = Post(since: at) }
        }
        if state == .released { posts[post] = nil }
        perimeters[ring] = perimeter
    }

    private mutating func apply(_ payload: ProtectiveActionChanged, _ at: Timestamp) {
        let action = ProtectiveAction(payload.action)
        let state = ProtectiveActionState(payload.state)
        if action == .allClear {
            for known in protections.keys {
                protections[known]?.state = .lifted
                protections[known]?.changedAt = at
            }
        }
        var protection = protections[action] ?? Protection(state: state, orderedAt: at, changedAt: at)
        protection.state = state
        protection.changedAt = at
        if payload.hasStructuresTotal { protection.structuresTotal = Int(payload.structuresTotal) }
        if payload.hasStructuresDone { protection.structuresDone = Int(payload.structuresDone) }
        if payload.hasPersons { protection.persons = Int(payload.persons) }
        if payload.hasRefusals { protection.refusals = Int(payload.refusals) }
        protections[action] = protection
    }

    private mutating func request(_ payload: ResourceRequested, _ id: EventID, _ at: Timestamp) {
        var needs: [ResourceKind: Int] = [:]
        for need in payload.needs { needs[ResourceKind(need.kind), default: 0] += Int(need.quantity) }
        requests[id] = ResourceRequest(
            requestedAt: at,
            neededBy: payload.hasNeededBy ? Timestamp(payload.neededBy) : nil,
            needs: needs
        )
    }

    private mutating func apply(_ payload: ResourceStatusChanged, _ at: Timestamp) {
        let status = UnitStatus(payload.status)
        let isThere = [.arrived, .onScene, .staging].contains(status)
        for reference in payload.resources {
            let known = resources[reference.id]
            let wasThere = known.map { [.arrived, .onScene, .staging].contains($0.status) } ?? false
            var resource = known ?? Resource(kind: nil, status: status, changedAt: at)
            resource.status = status
            resource.changedAt = at
            if reference.hasKind { resource.kind = ResourceKind(reference.kind) }
            if reference.hasQuantity { resource.quantity = Int(reference.quantity) }
            if reference.hasPersonnel { resource.personnel = Int(reference.personnel) }
            resources[reference.id] = resource
            // Staging and then on scene is one arrival.
            if isThere, !wasThere, let kind = resource.kind {
                fill(EventID(payload.answers), kind, resource.quantity, at)
            }
        }
    }

    /// Counts an arrival for the request that it answers; one that names none goes to the oldest that waits.
    private mutating func fill(_ answered: EventID?, _ kind: ResourceKind, _ count: Int, _ at: Timestamp) {
        let waiting = requests.filter { $0.value.isMissing(kind) }
            .min { ($0.value.requestedAt, $0.key) < ($1.value.requestedAt, $1.key) }
        guard let id = answered ?? waiting?.key else { return }
        requests[id]?.arrive(kind, count, at: at)
    }
}

extension Commander {
    fileprivate init(_ author: Author) {
        self.init(id: author.id, role: Role(author.role))
    }
}

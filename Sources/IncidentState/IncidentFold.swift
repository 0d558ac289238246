import EventSchema

extension Incident {
    /// Works in the next fact in order.
    mutating func apply(_ amendedFact: AmendedFact) {
        let fact = amendedFact.fact
        let at = amendedFact.order.time
        let cause = SceneCause(
            event: fact.id,
            order: amendedFact.order,
            arrivedAt: fact.arrivedAt,
            tlp: amendedFact.tlp
        )
        // Of an unknown type nobody can say whether a person wrote it.
        if fact.type != nil {
            activity.insert(ActivitySpans.Arrival(event: fact.id, at: fact.arrivedAt, tlp: fact.tlp))
        }
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
        if declaredAt == nil { agency = fact.agency }
        switch payload {
        case nil: if mark.type == "scene.cleared" { clearedAt = at }
        case .incidentDeclared(let payload):
            agency = fact.agency
            declare(payload, cause)
        case .incidentReclassified(let payload):
            become(IncidentClass(payload.toClass), cause)
            if payload.hasToComplexity { complexity = Complexity(payload.toComplexity) }
        case .incidentPhaseChanged(let payload):
            enter(Phase(payload.to), cause)
            if phase == .reopened { reopen(cause) }
        case .incidentClosed(let payload): close(payload, cause)
        case .protectiveActionChanged(let payload): protect(payload, at: fact.place ?? "", cause)
        default: apply(payload, cause)
        }
        watchOpenItems(cause)
    }

    // MARK: - Life

    private mutating func declare(_ payload: IncidentDeclared, _ cause: SceneCause) {
        if declaredAt == nil {
            declaredAt = cause.at
            clocks.begin(.duration, by: cause)
            if containmentAt == nil, allInCustodyAt == nil { clocks.begin(.containment, by: cause) }
            if firstContactAt == nil, allInCustodyAt == nil { clocks.begin(.noContact, by: cause) }
        } else if !isOpen {
            // Whoever declares a closed incident again takes it up.
            reopen(cause)
        }
        become(IncidentClass(payload.incidentClass), cause)
        if payload.hasComplexity { complexity = Complexity(payload.complexity) }
        if payload.hasReopens { reopens = payload.reopens }
        if phase == nil { enter(.reported, cause) }
        for person in payload.persons where PersonRole(person.role) == .subject { know(person.ref, cause) }
    }

    private mutating func become(_ incidentClass: IncidentClass, _ cause: SceneCause) {
        guard incidentClass != self.incidentClass else { return }
        self.incidentClass = incidentClass
        classes.append(IncidentStage(incidentClass, by: cause))
    }

    private mutating func enter(_ phase: Phase, _ cause: SceneCause) {
        guard phase != self.phase else { return }
        self.phase = phase
        phases.append(IncidentStage(phase, by: cause))
    }

    private mutating func close(_ payload: IncidentClosed, _ cause: SceneCause) {
        closedAt = cause.at
        outcome = Outcome(payload.outcome)
        enter(.closed, cause)
        posts = [:]
        negotiation.end(nil, at: cause.at)
        negotiation.lines = []
        clocks.suspend(at: cause.at)
        clocks.begin(.closed, by: cause)
    }

    private mutating func reopen(_ cause: SceneCause) {
        guard !isOpen else { return }
        enter(.reopened, cause)
        (closedAt, outcome) = (nil, nil)
        clocks.end(.closed, at: cause.at)
        clocks.resume(by: cause)
    }

    /// A closure with hostages still held or deadlines still open is to be looked at.
    private mutating func watchOpenItems(_ cause: SceneCause) {
        guard !isOpen || clocks.isRunning(.openItems) else { return }
        var items: [String] = []
        var marking = cause
        if hostages.held > 0 {
            items.append("\(hostages.held) hostages")
            marking = marking.marked(hostages.tlp)
        }
        for (name, deadline) in deadlines.filter(\.value.isOpen).sorted(by: { $0.key < $1.key }) {
            items.append("deadline \(name)")
            marking = marking.marked(deadline.tlp)
        }
        let isAmiss = !isOpen && !items.isEmpty
        if isAmiss, !clocks.isRunning(.openItems) {
            clocks.begin(.openItems, label: items.joined(separator: ", "), by: marking)
        } else if !isAmiss {
            clocks.end(.openItems, at: cause.at)
        }
    }

    // MARK: - What happens

    private mutating func apply(_ payload: Event.OneOf_Payload?, _ cause: SceneCause) {
        let (id, at) = (cause.event, cause.at)
        switch payload {
        case .incidentLinked(let payload):
            links[LinkRelation(payload.relation), default: []].formUnion(payload.incidents)
        case .commandEstablished(let payload):
            commandAt = commandAt ?? at
            commander = Commander(payload.commander)
        case .commandTransferred(let payload): commander = Commander(payload.to)
        case .resourceRequested(let payload): request(payload, cause)
        case .resourceStatusChanged(let payload): change(payload, cause)
        case .personnelRelieved(let payload):
            posts[payload.post] = Post(since: at, reliefs: (posts[payload.post]?.reliefs ?? 0) + 1)
            clocks.begin(.post, payload.post, by: cause)
        case .perimeterChanged(let payload): change(payload, cause)
        case .perimeterBreached(let payload): breach(payload, cause)
        case .threatAssessed(let payload): threatLevel = ThreatLevel(payload.level)
        case .hostageReported, .hostageReleased: count(payload, cause)
        case .negotiationContactEstablished(let payload): talk(payload, cause)
        case .negotiationContactLost(let payload): lose(payload, cause)
        case .negotiationProgressAssessed(let paper): negotiation.riskTrend = RiskTrend(paper.trend)
        case .subjectObserved(let payload):
            if !payload.subject.hasRole || PersonRole(payload.subject.role) == .subject {
                know(payload.subject.ref, cause)
            }
        case .subjectSurrendered(let payload): surrender(payload.subject.ref, cause)
        case .subjectIncustody(let payload): take(payload.subject.ref, cause)
        case .demandMade(let payload): demand(payload, id, at)
        case .deadlineSet(let payload): set(payload, cause)
        case .deadlineResolved(let payload): resolve(payload, cause)
        default: break
        }
    }

    private mutating func count(_ payload: Event.OneOf_Payload?, _ cause: SceneCause) {
        switch payload {
        case .hostageReported(let report):
            hostages.heldBefore[cause.event] = hostages.held
            hostages.tlp = cause.tlp
            hostages.held = Int(report.count)
            hostages.reportedMax = max(hostages.reportedMax, hostages.held)
        case .hostageReleased(let release):
            // More may come free than were known to be held.
            hostages.held = max(0, hostages.held - Int(release.count))
            hostages.freed += Int(release.count)
            hostages.tlp = TLP.strictest(hostages.tlp, cause.tlp)
        default: return
        }
        hostages.changedAt = cause.at
    }

    // MARK: - Demands and deadlines

    private mutating func demand(_ payload: DemandMade, _ id: EventID, _ at: Timestamp) {
        let status = payload.hasStatus ? DemandStatus(payload.status) : nil
        if demands[payload.demandID] == nil {
            demands[payload.demandID] = Demand(event: id, madeAt: at, status: status ?? .open)
        } else if let status {
            demands[payload.demandID]?.status = status
        }
    }

    private mutating func set(_ payload: DeadlineSet, _ cause: SceneCause) {
        let name = payload.deadlineID
        let due = Timestamp(payload.due)
        // A second entry of the same deadline changes nothing of what has become of it since.
        if let known = deadlines[name], known.setAt != nil, known.dueAsSet == due { return }
        var deadline = Deadline(
            event: cause.event,
            setAt: cause.at,
            due: due,
            dueAsSet: due,
            tlp: cause.tlp,
            setBy: DeadlineSetter(payload.by),
            nature: payload.hasNature ? DeadlineNature(payload.nature) : .threat
        )
        // Two sources may be seconds apart, so that a deadline's end sorts before its beginning. What was set
        // before, and is set again after its end, is a new deadline under an old name.
        if let known = deadlines[name], known.setAt == nil {
            deadline.resolution = known.resolution
            deadline.resolvedAt = known.resolvedAt
            deadline.tlp = TLP.strictest(known.tlp, cause.tlp)
            if known.resolution == .extended { deadline.due = known.due }
        }
        deadlines[name] = deadline
        guard deadline.isOpen, let due = deadline.due else { return }
        clocks.begin(.deadline, name, from: due, by: cause.marked(deadline.tlp))
    }

    private mutating func resolve(_ payload: DeadlineResolved, _ cause: SceneCause) {
        let name = payload.deadlineID
        var deadline = deadlines[name] ?? Deadline(event: cause.event, tlp: cause.tlp)
        deadline.tlp = TLP.strictest(deadline.tlp, cause.tlp)
        deadline.resolution = DeadlineResolution(payload.resolution)
        deadline.resolvedAt = cause.at
        if payload.hasNewDue {
            deadline.due = Timestamp(payload.newDue)
        } else if deadline.resolution == .extended {
            // It is open, and nobody says until when.
            deadline.due = nil
        }
        deadlines[name] = deadline
        clocks.end(.deadline, name, at: cause.at)
        guard deadline.resolution == .extended, let due = deadline.due else { return }
        clocks.begin(.deadline, name, from: due, about: deadline.event, by: cause.marked(deadline.tlp))
    }
}

extension Commander {
    fileprivate init(_ author: Author) {
        self.init(id: author.id, role: Role(author.role))
    }
}

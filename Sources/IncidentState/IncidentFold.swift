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
        clocks.suspend(at: cause.at)
    }

    private mutating func reopen(_ cause: SceneCause) {
        guard !isOpen else { return }
        enter(.reopened, cause)
        (closedAt, outcome) = (nil, nil)
        clocks.resume(by: cause)
    }

    /// A closure with hostages still held or deadlines still open is to be looked at.
    private mutating func watchOpenItems(_ cause: SceneCause) {
        guard !isOpen || clocks.isRunning(.openItems) else { return }
        var items: [String] = []
        if hostages.held > 0 { items.append("\(hostages.held) hostages") }
        items += deadlines.filter(\.value.isOpen).keys.sorted().map { "deadline \($0)" }
        let isAmiss = !isOpen && !items.isEmpty
        if isAmiss, !clocks.isRunning(.openItems) {
            clocks.begin(.openItems, label: items.joined(separator: ", "), by: cause)
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
        case .hostageReported, .hostageReleased: count(payload, id, at)
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

    private mutating func count(_ payload: Event.OneOf_Payload?, _ id: EventID, _ at: Timestamp) {
        switch payload {
        case .hostageReported(let report):
            hostages.heldBefore[id] = hostages.held
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

    // MARK: - Subjects

    private mutating func know(_ subject: String, _ cause: SceneCause) {
        guard subjects[subject] == nil else { return }
        subjects[subject] = Subject()
        guard allInCustodyAt != nil else { return }
        allInCustodyAt = nil
        talkStages.append(IncidentStage(firstContactAt == nil ? .noContact : .contact, by: cause))
    }

    private mutating func talk(_ contact: ContactEstablished, _ cause: SceneCause) {
        let party = contact.party.ref
        let isSubject = !contact.party.hasRole || PersonRole(contact.party.role) == .subject
        if isSubject, !contact.thirdParty { know(party, cause) }
        negotiation.begin(NegotiationChannel(contact.channel), with: party, at: cause.at)
        for lost in clocks.running(.contactLost) where !areTwoSubjects(lost, party) {
            clocks.end(.contactLost, lost, at: cause.at)
        }
        clocks.endAll(.noContact, at: cause.at)
        guard firstContactAt == nil else { return }
        firstContactAt = cause.at
        if allInCustodyAt == nil { talkStages.append(IncidentStage(.contact, by: cause)) }
        guard posts["primaryNegotiator"] == nil else { return }
        posts["primaryNegotiator"] = Post(since: cause.at)
        clocks.begin(.post, "primaryNegotiator", by: cause)
    }

    private mutating func lose(_ loss: ContactLost, _ cause: SceneCause) {
        let party = negotiation.party ?? ""
        negotiation.end(LostReason(loss.reason), at: cause.at)
        guard subjects[party]?.custodyAt == nil, allInCustodyAt == nil else { return }
        clocks.begin(.contactLost, party, by: cause)
    }

    /// Talk with one subject does not bring back another; who is no subject may speak for any.
    private func areTwoSubjects(_ left: String, _ right: String) -> Bool {
        left != right && subjects[left] != nil && subjects[right] != nil
    }

    private mutating func surrender(_ subject: String, _ cause: SceneCause) {
        know(subject, cause)
        surrenderedAt = surrenderedAt ?? cause.at
        if subjects[subject]?.surrenderedAt == nil { subjects[subject]?.surrenderedAt = cause.at }
        endTalk(with: subject, at: cause.at)
        if subjects[subject]?.custodyAt == nil { clocks.begin(.surrender, subject, by: cause) }
    }

    private mutating func take(_ subject: String, _ cause: SceneCause) {
        know(subject, cause)
        custodyAt = custodyAt ?? cause.at
        if subjects[subject]?.custodyAt == nil { subjects[subject]?.custodyAt = cause.at }
        endTalk(with: subject, at: cause.at)
        clocks.end(.surrender, subject, at: cause.at)
        guard allInCustodyAt == nil, subjects.values.allSatisfy({ $0.custodyAt != nil }) else { return }
        allInCustodyAt = cause.at
        talkStages.append(IncidentStage(.custody, by: cause))
        for kind in [SceneRun.Kind.containment, .contactLost, .noContact] {
            clocks.endAll(kind, at: cause.at)
        }
    }

    private mutating func endTalk(with subject: String, at time: Timestamp) {
        // Who speaks for the only subject has nobody else to speak for.
        if negotiation.party.map({ !areTwoSubjects($0, subject) }) ?? true { negotiation.end(nil, at: time) }
        for lost in clocks.running(.contactLost) where !areTwoSubjects(lost, subject) {
            clocks.end(.contactLost, lost, at: time)
        }
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
        var deadline = Deadline(
            event: cause.event,
            setAt: cause.at,
            due: Timestamp(payload.due),
            setBy: DeadlineSetter(payload.by),
            nature: payload.hasNature ? DeadlineNature(payload.nature) : .threat
        )
        // Two sources may be seconds apart, so that a deadline's end sorts before its beginning. What was set
        // before, and is set again after its end, is a new deadline under an old name.
        if let known = deadlines[name], known.setAt == nil {
            deadline.resolution = known.resolution
            deadline.resolvedAt = known.resolvedAt
            if known.resolution == .extended { deadline.due = known.due }
        }
        deadlines[name] = deadline
        guard deadline.isOpen, let due = deadline.due else { return }
        clocks.begin(.deadline, name, from: due, by: cause)
    }

    private mutating func resolve(_ payload: DeadlineResolved, _ cause: SceneCause) {
        let name = payload.deadlineID
        var deadline = deadlines[name] ?? Deadline(event: cause.event)
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
        clocks.begin(.deadline, name, from: due, by: cause)
    }

    // MARK: - Rings and protection

    private mutating func change(_ payload: PerimeterChanged, _ cause: SceneCause) {
        let at = cause.at
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
            clocks.end(.breach, payload.ring, at: at)
            if ring == .inner {
                containmentAt = containmentAt ?? at
                clocks.endAll(.containment, at: at)
            }
            if posts[post] == nil {
                posts[post] = Post(since: at)
                clocks.begin(.post, post, by: cause)
            }
        }
        if state == .released {
            posts[post] = nil
            clocks.end(.post, post, at: at)
        }
        perimeters[ring] = perimeter
    }

    private mutating func breach(_ payload: PerimeterBreached, _ cause: SceneCause) {
        perimeters[PerimeterRing(payload.ring), default: Perimeter()].breachedAt =
            payload.resolved ? nil : cause.at
        if payload.resolved {
            clocks.end(.breach, payload.ring, at: cause.at)
        } else {
            clocks.begin(.breach, payload.ring, by: cause)
        }
    }

    private mutating func protect(
        _ payload: ProtectiveActionChanged,
        at place: String,
        _ cause: SceneCause
    ) {
        let at = cause.at
        let key = ProtectionKey(action: ProtectiveAction(payload.action), place: place)
        let state = ProtectiveActionState(payload.state)
        if key.action == .allClear { clear(place, at: at) }
        let known = protections[key]
        var protection = known ?? Protection(state: state, orderedAt: at, changedAt: at)
        protection.state = state
        protection.changedAt = at
        if payload.hasStructuresTotal { protection.structuresTotal = Int(payload.structuresTotal) }
        if payload.hasStructuresDone { protection.structuresDone = Int(payload.structuresDone) }
        if payload.hasPersons { protection.persons = Int(payload.persons) }
        if payload.hasRefusals { protection.refusals = Int(payload.refusals) }
        protections[key] = protection
        guard key.action == .evacuate else { return }
        if !protection.isUnderWay {
            clocks.end(.evacuation, place, at: at)
        } else if known.map({ !$0.isUnderWay || protection.isBeyond($0) }) ?? true {
            // News that says nothing new is no progress.
            clocks.begin(.evacuation, place, by: cause)
        }
    }

    /// An all-clear for a place that was named before ends what was told there; any other ends everything.
    private mutating func clear(_ place: String, at time: Timestamp) {
        let named = protections.keys.filter { $0.place == place }
        for key in named.isEmpty || place.isEmpty ? Array(protections.keys) : named {
            protections[key]?.state = .lifted
            protections[key]?.changedAt = time
            if key.action == .evacuate { clocks.end(.evacuation, key.place, at: time) }
        }
    }

    // MARK: - Resources

    private mutating func request(_ payload: ResourceRequested, _ cause: SceneCause) {
        let (id, at) = (cause.event, cause.at)
        var needs: [ResourceKind: Int] = [:]
        for need in payload.needs { needs[ResourceKind(need.kind), default: 0] += Int(need.quantity) }
        requests[id] = ResourceRequest(
            requestedAt: at,
            neededBy: payload.hasNeededBy ? Timestamp(payload.neededBy) : nil,
            needs: needs
        )
        guard let neededBy = requests[id]?.neededBy else { return }
        let label = needs.keys.map(\.word).sorted().joined(separator: ", ")
        clocks.begin(.resource, "\(id)", label: label, from: neededBy, by: cause)
    }

    private mutating func change(_ payload: ResourceStatusChanged, _ cause: SceneCause) {
        let at = cause.at
        let status = UnitStatus(payload.status)
        let answered = EventID(payload.answers)
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
            if status == .cleared {
                clocks.end(.duty, reference.id, at: at)
            } else if !clocks.isRunning(.duty, reference.id) {
                clocks.begin(.duty, reference.id, by: cause)
            }
            // Staging and then on scene is one arrival.
            guard isThere else { continue }
            if let answered, requests[answered]?.arrivals.contains(reference.id) == false {
                fill(answered, with: reference.id, resource, at)
            } else if answered == nil, !wasThere, let waiting = oldestRequest(missing: resource.kind) {
                fill(waiting, with: reference.id, resource, at)
            }
        }
    }

    /// One that says what it is may serve a request that it does not name.
    private func oldestRequest(missing kind: ResourceKind?) -> EventID? {
        guard let kind else { return nil }
        return requests.filter { $0.value.isMissing(kind) }
            .min { ($0.value.requestedAt, $0.key) < ($1.value.requestedAt, $1.key) }?.key
    }

    private mutating func fill(
        _ request: EventID,
        with resource: String,
        _ arrived: Resource,
        _ at: Timestamp
    ) {
        guard let kind = arrived.kind ?? requests[request]?.missingKind else { return }
        requests[request]?.arrivals.insert(resource)
        requests[request]?.arrive(kind, arrived.quantity, at: at)
        if requests[request]?.filledAt != nil { clocks.end(.resource, "\(request)", at: at) }
    }
}

extension Commander {
    fileprivate init(_ author: Author) {
        self.init(id: author.id, role: Role(author.role))
    }
}

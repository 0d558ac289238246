import EventSchema
import IncidentState

/// One clock that runs at this moment.
struct ClockRun {
    /// Tells clocks of the same kind in one incident apart: a deadline's name, a post; empty for only one.
    let what: String
    /// As ``what``, for people.
    var label: String
    /// What it was started by; another start is another run, whose alerts are new.
    let identity: String
    /// The event that started it; `nil` when no one event did.
    let cause: EventID?
    let start: Timestamp
    let agency: String
    let status: Status
    /// When it was stopped; a run that is over matters only when its start is news.
    var end: Timestamp?
}

/// What an engine notes about an incident beside its state: which events started clocks, and what came when.
struct SceneNotes: Sendable {
    /// The latest authored event by when it came.
    var lastArrival: (event: EventID, at: Timestamp)?
    /// The last event of a declaration.
    var declared: EventID?
    /// Losses of contact by when they happened.
    var losses: [Timestamp: EventID] = [:]
    var surrender: (event: EventID, at: Timestamp)?
    var custodyAt: Timestamp?
    var agency = ""
    var status = Status.actual

    mutating func note(_ event: NotedEvent, arrivedAt arrival: Timestamp) {
        lastArrival = (event.id, arrival)
        agency = event.agency
        status = event.status
        switch event.type {
        case "incident.declared": declared = event.id
        case "negotiation.contact.lost": losses[event.at] = event.id
        case "subject.surrendered":
            if event.at >= surrender?.at ?? event.at { surrender = (event.id, event.at) }
        case "subject.incustody": custodyAt = max(custodyAt ?? event.at, event.at)
        default: break
        }
    }
}

/// What is read of an authored event once.
struct NotedEvent {
    let id: EventID
    let type: String
    /// The earlier of observed and published.
    let at: Timestamp
    let agency: String
    let status: Status
    let tlp: TLP
}

extension ClockTrigger {
    /// The clocks of this kind that run for an incident.
    ///
    /// - Parameter news: The event that has just come; a run that it starts is listed though it be over.
    func runs(in incident: Incident, _ notes: SceneNotes, news: EventID?) -> [ClockRun] {
        let base = RunBase(incident: incident, notes: notes)
        let isClass = classes.isEmpty || incident.incidentClass.map { classes.contains($0) } ?? false
        guard isClass else { return [] }
        let runs = runs(base)
        return runs.filter { $0.end == nil || news != nil && $0.cause == news }
    }

    /// How long after its start each stage of a run fires.
    func stages(in incident: Incident?, _ notes: SceneNotes?) -> [Span] {
        switch offsets {
        case .stages(let spans): return spans
        case .silence(let beforeContact, let afterContact, let afterCustody):
            if notes?.custodyAt != nil { return [afterCustody] }
            return [incident?.firstContactAt == nil ? beforeContact : afterContact]
        }
    }

    private func runs(_ base: RunBase) -> [ClockRun] {
        let (incident, notes) = (base.incident, base.notes)
        switch clock {
        case .contactLost: return contactLost(base)
        case .containment:
            return base.sinceDeclared(until: [incident.containmentAt, incident.custodyAt])
        case .duration: return base.sinceDeclared(until: [])
        case .noContact: return base.sinceDeclared(until: [incident.firstContactAt, incident.custodyAt])
        case .sceneSilent:
            guard incident.declaredAt != nil, incident.isOpen, let last = notes.lastArrival else { return [] }
            return [base.run("", "\(last.event)", last.event, last.at, end: nil)]
        case .surrender:
            guard let surrender = notes.surrender else { return [] }
            let end = [notes.custodyAt, incident.closedAt].compactMap { $0 }.filter { $0 >= surrender.at }
                .min()
            return [base.run("", "\(surrender.event)", surrender.event, surrender.at, end: end)]
        case .deadline:
            return incident.deadlines.sorted { $0.key < $1.key }.compactMap { name, deadline in
                guard let due = deadline.due else { return nil }
                let end = deadline.isOpen ? incident.closedAt : deadline.resolvedAt
                return base.run(name, "\(deadline.event) \(due.nanoseconds)", deadline.event, due, end: end)
            }
        case .resource:
            return incident.requests.sorted { $0.key < $1.key }.compactMap { id, request in
                guard let neededBy = request.neededBy else { return nil }
                let end = request.filledAt ?? incident.closedAt
                var run = base.run("\(id)", "\(id) \(neededBy.nanoseconds)", id, neededBy, end: end)
                run.label = request.needs.keys.map(\.word).sorted().joined(separator: ", ")
                return run
            }
        case .post:
            return incident.posts.sorted { $0.key < $1.key }.map { name, post in
                base.run(name, "\(post.since.nanoseconds)", nil, post.since, end: incident.closedAt)
            }
        case .evacuation:
            guard let protection = incident.protections[.evacuate],
                [.ordered, .inProgress].contains(protection.state)
            else { return [] }
            let at = protection.changedAt
            return [base.run("", "\(at.nanoseconds)", nil, at, end: incident.closedAt)]
        case .breach:
            return incident.perimeters.map { ($0.key.word, $0.value) }.sorted { $0.0 < $1.0 }
                .compactMap { ring, perimeter in
                    perimeter.breachedAt.map {
                        base.run(ring, "\($0.nanoseconds)", nil, $0, end: incident.closedAt)
                    }
                }
        case .sourceSilent: return []
        }
    }

    private func contactLost(_ base: RunBase) -> [ClockRun] {
        let (incident, notes) = (base.incident, base.notes)
        let talk = incident.negotiation
        let ends = [incident.surrenderedAt, incident.custodyAt, incident.closedAt]
        var runs: [ClockRun] = []
        if !talk.isOn, let lostAt = talk.endedAt, talk.lostReason != nil {
            let end = ends.compactMap { $0 }.filter { $0 >= lostAt }.min()
            runs.append(base.run("", "\(lostAt.nanoseconds)", notes.losses[lostAt], lostAt, end: end))
        }
        // A loss that came late, after the contact that followed it.
        for (lostAt, event) in notes.losses.sorted(by: { $0.key < $1.key }) where lostAt != talk.endedAt {
            let contact = talk.isOn ? talk.establishedAt : nil
            let end = (ends + [contact]).compactMap { $0 }.filter { $0 > lostAt }.min()
            guard let end else { continue }
            runs.append(base.run("", "\(lostAt.nanoseconds)", event, lostAt, end: end))
        }
        return runs
    }
}

/// What all runs of an incident have in common.
private struct RunBase {
    let incident: Incident
    let notes: SceneNotes

    func run(
        _ what: String,
        _ identity: String,
        _ cause: EventID?,
        _ start: Timestamp,
        end: Timestamp?
    ) -> ClockRun {
        ClockRun(
            what: what,
            label: what,
            identity: identity,
            cause: cause,
            start: start,
            agency: incident.agency.isEmpty ? notes.agency : incident.agency,
            status: incident.status ?? notes.status,
            end: end
        )
    }

    func sinceDeclared(until ends: [Timestamp?]) -> [ClockRun] {
        guard let declaredAt = incident.declaredAt else { return [] }
        let identity = notes.declared.map { "\($0)" } ?? ""
        let end = (ends + [incident.closedAt]).compactMap { $0 }.min()
        return [run("", identity, notes.declared, declaredAt, end: end)]
    }
}

import EventSchema
import IncidentState

/// What is observed of an incident once, when it is first known: how long things took, how it ended.
///
/// Observations follow the stream's order, so that a rebuild makes the same ones. A later amendment does not
/// take one back, because a histogram's counts must not fall; a year's report uses the state as amended.
struct Milestones {
    /// How many agencies have series of their own; the rest is `_other`.
    static let agencyCountMax = 50

    /// How many events of one incident are all looked at; beyond it ever fewer are.
    ///
    /// When many old events come late, each look works out the whole incident again, and the total cost would
    /// grow with the square of their number.
    static let triggerCountMax = 512

    var observed: [IncidentKey: ObservedMilestones] = [:]
    private var agencies: Set<String> = []
    private var incidents: [[String]: Int] = [:]
    private var outcomes: [[String]: Int] = [:]
    private var talk: [NegotiationChannel: Double] = [:]
    private var histograms: [MeasuredFamily: [[String]: MeasuredHistogram]] = [:]

    /// What belongs to no single incident.
    var stored: StoredMilestones {
        StoredMilestones(
            agencies: agencies,
            incidents: incidents,
            outcomes: outcomes,
            talk: Dictionary(uniqueKeysWithValues: talk.map { ($0.word, $1) }),
            histograms: Dictionary(uniqueKeysWithValues: histograms.map { ($0.name, $1) })
        )
    }

    /// Goes on from what was stored; series that are new since then stay at 0.
    ///
    /// - Throws: `SnapshotError` when a histogram has other buckets now.
    mutating func restore(_ stored: StoredMilestones) throws(SnapshotError) {
        agencies = stored.agencies
        incidents.merge(stored.incidents) { $1 }
        outcomes.merge(stored.outcomes) { $1 }
        for (word, seconds) in stored.talk { talk[NegotiationChannel(word)] = seconds }
        for (family, series) in histograms {
            guard let known = stored.histograms[family.name] else { continue }
            guard known.values.allSatisfy({ $0.hasBounds(family.bounds) }) else {
                throw SnapshotError("\(family.name) has other buckets now")
            }
            histograms[family] = series.merging(known) { $1 }
        }
    }

    /// Creates every series of the closed vocabularies at 0, so that the first observation shows as an increase.
    init() {
        for family in [MeasuredFamily.toCommand, .toContainment, .toFirstContact] {
            for label in IncidentClass.labels { create(family, [label]) }
        }
        for kind in ResourceKind.labels { create(.requestFill, [kind]) }
        for outcome in Outcome.labels {
            for peaceful in ["true", "false"] { outcomes[[outcome, peaceful]] = 0 }
            for label in IncidentClass.labels {
                create(.duration, [label, outcome])
                create(.toCustody, [label, outcome])
            }
        }
    }

    /// Notes an event that can make something known.
    ///
    /// - Returns: Whether the incident's state has to be looked at.
    mutating func mayChange(_ incident: IncidentKey, by trigger: MilestoneTrigger) -> Bool {
        func note(_ known: inout ObservedMilestones) -> Bool {
            switch trigger {
            case .declaration: return !known.declared
            case .command: return !known.command
            case .containment: return !known.containment
            case .contact: return !known.firstContact
            case .request:
                known.isRequestOpen = true
                return false
            case .resource: guard known.isRequestOpen else { return false }
            case .close: return true
            case .talkEnd, .amendment: break
            }
            known.triggerCount += 1
            return known.triggerCount <= Self.triggerCountMax
                || known.triggerCount % (known.triggerCount / (Self.triggerCountMax / 4)) == 0
        }
        return note(&observed[incident, default: ObservedMilestones()])
    }

    /// Observes what has come about since the incident was last looked at.
    mutating func observe(_ incident: Incident) {
        // Taken out, so that its collections are changed in place.
        var known = observed.removeValue(forKey: incident.key) ?? ObservedMilestones()
        observeBeginning(incident, &known)
        observeEnd(incident, &known)
        observeTalk(incident, &known)
        observeRequests(incident, &known)
        observed[incident.key] = known
    }

    private mutating func observeBeginning(_ incident: Incident, _ known: inout ObservedMilestones) {
        guard let declaredAt = incident.declaredAt else { return }
        let label = incident.incidentClass?.label ?? Label.other
        if !known.declared {
            known.declared = true
            incidents[[label, agency(incident.agency)], default: 0] += 1
        }
        func observe(_ end: Timestamp?, _ isKnown: inout Bool, _ family: MeasuredFamily) {
            guard let end, !isKnown else { return }
            isKnown = true
            self.observe(family, [label], declaredAt.seconds(to: end))
        }
        observe(incident.commandAt, &known.command, .toCommand)
        observe(incident.containmentAt, &known.containment, .toContainment)
        observe(incident.firstContactAt, &known.firstContact, .toFirstContact)
    }

    private mutating func observeEnd(_ incident: Incident, _ known: inout ObservedMilestones) {
        guard !known.closed, let closedAt = incident.closedAt, let outcome = incident.outcome else { return }
        known.closed = true
        outcomes[[outcome.label, "\(incident.isPeaceful ?? false)"], default: 0] += 1
        guard let declaredAt = incident.declaredAt else { return }
        let labels = [incident.incidentClass?.label ?? Label.other, outcome.label]
        observe(.duration, labels, declaredAt.seconds(to: closedAt))
        if let custodyAt = incident.custodyAt {
            observe(.toCustody, labels, declaredAt.seconds(to: custodyAt))
        }
    }

    /// Counts talk that is over. A late entry that makes it shorter changes nothing, because a counter never falls.
    private mutating func observeTalk(_ incident: Incident, _ known: inout ObservedMilestones) {
        for (channel, ended) in incident.negotiation.endedTalk {
            let seconds = ended / .seconds(1)
            let more = seconds - (known.talk[channel.word] ?? 0)
            guard more > 0 else { continue }
            known.talk[channel.word] = seconds
            talk[channel, default: 0] += more
        }
    }

    private mutating func observeRequests(_ incident: Incident, _ known: inout ObservedMilestones) {
        guard incident.requests.count > known.filled.count else {
            known.isRequestOpen = false
            return
        }
        known.isRequestOpen = incident.requests.values.contains { $0.filledAt == nil }
        let new = incident.requests.filter { $1.filledAt != nil && !known.filled.contains($0) }
        // In one order, because sums of floating-point numbers depend on it.
        for (id, request) in new.sorted(by: { $0.key < $1.key }) {
            guard let filledAt = request.filledAt else { continue }
            known.filled.insert(id)
            for kind in Set(request.needs.keys.map(\.label)).sorted() {
                observe(.requestFill, [kind], request.requestedAt.seconds(to: filledAt))
            }
        }
    }

    /// The agency's label; all series of a new agency are created with its first incident.
    private mutating func agency(_ name: String) -> String {
        let label = agencies.contains(name) || agencies.count < Self.agencyCountMax ? name : Label.other
        if label == name, agencies.insert(name).inserted {
            for incidentClass in IncidentClass.labels { incidents[[incidentClass, name]] = 0 }
        }
        return label
    }

    private mutating func create(_ family: MeasuredFamily, _ labels: [String]) {
        histograms[family, default: [:]][labels] = MeasuredHistogram(family.bounds)
    }

    private mutating func observe(_ family: MeasuredFamily, _ labels: [String], _ seconds: Double) {
        histograms[family, default: [:]][labels, default: MeasuredHistogram(family.bounds)].observe(seconds)
    }

    /// Their series.
    func add(to samples: inout MeasureSamples) {
        samples[.incidents] = incidents.map { MeasuredSample($1, $0) }
        samples[.outcomes] = outcomes.map { MeasuredSample($1, $0) }
        var talk = Dictionary(NegotiationChannel.labels.map { ($0, 0.0) }) { first, _ in first }
        for (channel, seconds) in self.talk { talk[channel.label, default: 0] += seconds }
        samples[.talk] = talk.map { MeasuredSample($1, [$0]) }
        for (family, series) in histograms {
            samples[family] = series.map { MeasuredSample(.histogram($1), $0) }
        }
    }
}

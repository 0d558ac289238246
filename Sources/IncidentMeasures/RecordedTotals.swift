import EventSchema
import IncidentState

/// The sums of what was recorded about all incidents.
///
/// An incident's tally is the one definition of what counts; it is added when the incident has changed, and
/// what it was before is taken away, so that a scrape costs as much as has changed.
struct RecordedTotals: Equatable {
    private(set) var escalations: [String: Int] = [:]
    private(set) var deescalations: [String: Int] = [:]
    private(set) var established: [NegotiationChannel: Int] = [:]
    private(set) var attempted: [NegotiationChannel: Int] = [:]
    private(set) var contactsLost = 0
    private(set) var demands = 0
    private(set) var deadlines: [DeadlineResolution: Int] = [:]
    private(set) var hostagesReleased: [ReleaseManner: Int] = [:]
    private(set) var injuries: [InjuryKind: Int] = [:]
    private(set) var force: [ForceKind: Int] = [:]
    private(set) var lessLethal: [LessLethalTool: Int] = [:]
    private(set) var canisters: [ChemicalAgent: Int] = [:]
    private(set) var rounds: [Shooter: Int] = [:]
    private(set) var amendments: [String: Int] = [:]

    /// Adds one incident's tally, or takes it away with the sign −1.
    mutating func add(_ tally: Tally, sign: Int) {
        for (type, count) in tally.escalations { escalations[type, default: 0] += sign * count }
        for (type, count) in tally.deescalations { deescalations[type, default: 0] += sign * count }
        established.add(tally.contactsEstablished, sign)
        attempted.add(tally.contactsAttempted, sign)
        contactsLost += sign * tally.contactsLost
        demands += sign * tally.demands
        deadlines.add(tally.deadlinesResolved, sign)
        hostagesReleased.add(tally.hostagesReleased, sign)
        for (kind, count) in tally.injuries { injuries[kind, default: 0] += sign * count }
        force.add(tally.force, sign)
        lessLethal.add(tally.lessLethalRounds, sign)
        canisters.add(tally.chemicalCanisters, sign)
        rounds.add(tally.rounds, sign)
        amendments["corrected", default: 0] += sign * tally.corrections
        amendments["retracted", default: 0] += sign * tally.retractions
        amendments["redacted", default: 0] += sign * tally.redactions
    }

    /// Their series.
    func add(to samples: inout MeasureSamples) {
        samples[.escalations] = Self.types(escalations, towards: .escalation)
        samples[.deescalations] = Self.types(deescalations, towards: .deescalation)
        samples[.contacts] = contacts
        samples[.contactsLost] = [MeasuredSample(contactsLost)]
        samples[.demands] = [MeasuredSample(demands)]
        samples[.deadlines] = deadlines.samples
        samples[.hostagesReleased] = hostagesReleased.samples
        samples[.injuries] = injurySamples
        samples[.force] = force.samples
        samples[.lessLethal] = lessLethal.samples
        samples[.canisters] = canisters.samples
        samples[.rounds] = rounds.samples
        samples[.amended] = ["corrected", "retracted", "redacted"].map { kind in
            MeasuredSample(amendments[kind] ?? 0, [kind])
        }
    }

    private var contacts: [MeasuredSample] {
        [("established", established), ("attempted", attempted)].flatMap { result, counts in
            counts.counts(byLabel: \.label, of: NegotiationChannel.labels).map { channel, count in
                MeasuredSample(count, [channel, result])
            }
        }
    }

    private var injurySamples: [MeasuredSample] {
        var counts: [[String]: Int] = [:]
        for role in PersonRole.labels {
            for severity in InjurySeverity.labels {
                for cause in HarmCause.labels { counts[[role, severity, cause]] = 0 }
            }
        }
        for (kind, count) in injuries {
            counts[[kind.role.label, kind.severity.label, kind.cause.label], default: 0] += count
        }
        return counts.map { MeasuredSample($1, $0) }
    }

    /// Every type that can move an incident this way.
    private static func types(_ counts: [String: Int], towards trend: Trend) -> [MeasuredSample] {
        SchemaTable.events.compactMap { event in
            guard event.category == .authored, event.trend == .byPayload || event.trend == .fixed(trend)
            else {
                return nil
            }
            return MeasuredSample(counts[event.type] ?? 0, [event.type])
        }
    }
}

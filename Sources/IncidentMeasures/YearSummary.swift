public import EventSchema
import IncidentState

/// What happened in one year, from the state as amended: corrected values stand, retracted events do not.
///
/// An incident belongs to the year in which it was declared, by UTC. One status alone is summed up, since an
/// exercise is no call-out.
public struct YearSummary: Sendable {
    /// What counts as peaceful, in words; whoever publishes a share says so beside it.
    public static let peacefulDefinition = """
        no force, less-lethal tool or gas was used; nobody was seriously hurt or died after police arrived; \
        nobody hurt themselves; the outcome names no force or death
        """

    /// The year.
    public let year: Int
    /// Which incidents: real ones, exercises …
    public let status: Status
    private let incidents: [IncidentOverview]
    /// Incidents of other statuses in that year.
    private let others: [Status: Int]

    init(year: Int, status: Status, of all: [IncidentOverview]) {
        self.year = year
        self.status = status
        let prefix = String(year)
        let declared = all.filter { $0.declaredAt?.rfc3339.hasPrefix("\(prefix)-") == true }
        incidents = declared.filter { $0.status == status }
        others = declared.reduce(into: [:]) { counts, overview in
            if overview.status != status { counts[overview.status, default: 0] += 1 }
        }
    }

    /// The summary as JSON, every member always there; zeros are reported, not left out.
    public var document: JSONObject {
        [
            "year": Self.number(year),
            "status": .string(status.word),
            "callOuts": Self.number(incidents.count),
            "open": Self.number(incidents.count { $0.isOpen }),
            "byClass": Self.counts(
                incidents.map { $0.incidentClass?.label ?? Label.other },
                IncidentClass.labels
            ),
            "durationSeconds": durations,
            "outcomes": Self.counts(incidents.compactMap { $0.outcome?.label }, Outcome.labels),
            "peaceful": peaceful,
            "hostagesReleased": Self.sum(incidents.map(\.amended.hostagesReleased)),
            "injuries": injuries,
            "force": Self.sum(incidents.map(\.amended.force)),
            "lessLethalRounds": Self.sum(incidents.map(\.amended.lessLethalRounds)),
            "chemicalCanisters": Self.sum(incidents.map(\.amended.chemicalCanisters)),
            "rounds": Self.sum(incidents.map(\.amended.rounds)),
            "amendments": amendments,
            "otherStatuses": Self.counts(
                others.flatMap { Array(repeating: $0.word, count: $1) },
                Status.labels.filter { $0 != status.word }
            ),
        ]
    }

    private var durations: JSONValue {
        let seconds = incidents.compactMap { overview -> Double? in
            guard let declaredAt = overview.declaredAt, let closedAt = overview.closedAt else { return nil }
            return declaredAt.seconds(to: closedAt)
        }.sorted()
        var document: JSONObject = ["count": Self.number(seconds.count)]
        guard let first = seconds.first, let last = seconds.last else { return .object(document) }
        document["minimum"] = Self.number(Int(first))
        document["median"] = Self.number(
            Int((seconds[(seconds.count - 1) / 2] + seconds[seconds.count / 2]) / 2)
        )
        document["maximum"] = Self.number(Int(last))
        document["total"] = Self.number(Int(seconds.reduce(0, +)))
        return .object(document)
    }

    /// False reports and transferred incidents had no end that this agency could make peaceful.
    private var peaceful: JSONValue {
        let counted = incidents.filter { overview in
            overview.outcome.map { $0 != .falseReport && $0 != .transferred } ?? false
        }
        let count = counted.count { $0.isPeaceful == true }
        var document: JSONObject = ["count": Self.number(count), "of": Self.number(counted.count)]
        if !counted.isEmpty {
            // In thousandths, which is more than the number of incidents supports.
            let thousandths = (count * 1_000 + counted.count / 2) / counted.count
            document["share"] = .number("\(Double(thousandths) / 1_000)")
        }
        document["definition"] = .string(Self.peacefulDefinition)
        document["leftOut"] = .string("outcomes falseReport and transferred, and open incidents")
        return .object(document)
    }

    private var injuries: JSONValue {
        var bySeverity: [InjurySeverity: Int] = [:]
        for overview in incidents {
            for (kind, count) in overview.amended.injuries { bySeverity[kind.severity, default: 0] += count }
        }
        return Self.sum([bySeverity])
    }

    private var amendments: JSONValue {
        let tallies = incidents.map(\.recorded)
        return .object([
            "corrections": Self.number(tallies.reduce(0) { $0 + $1.corrections }),
            "retractions": Self.number(tallies.reduce(0) { $0 + $1.retractions }),
            "redactions": Self.number(tallies.reduce(0) { $0 + $1.redactions }),
        ])
    }

    private static func sum<Word: Vocabulary>(_ parts: [[Word: Int]]) -> JSONValue {
        var sum: [Word: Int] = [:]
        for part in parts { sum.add(part, 1) }
        return object(sum.counts(byLabel: \.label, of: Word.labels), order: Word.labels)
    }

    private static func counts(_ labels: [String], _ all: [String]) -> JSONValue {
        var counts = Dictionary(all.map { ($0, 0) }) { first, _ in first }
        for label in labels { counts[label, default: 0] += 1 }
        return object(counts, order: all)
    }

    private static func object(_ counts: [String: Int], order: [String]) -> JSONValue {
        var document: JSONObject = [:]
        for label in order + [Label.other] { document[label] = counts[label].map(number) }
        return .object(document)
    }

    private static func number(_ number: Int) -> JSONValue { .number(String(number)) }
}

import EventSchema
import IncidentState

/// What was told about one scope, and whether it still holds.
struct ScopeAlerts: Sendable {
    /// Whether what an alert told of is so.
    enum Standing: String, Codable, Sendable {
        case holds
        /// It was, and is over.
        case ended
        /// It is so, and an entry that was learnt later tells it instead: nothing of it is over.
        case displaced
        /// It never was, as is known now.
        case withdrawn
    }

    /// An alert that was raised.
    struct Told: Codable, Sendable {
        let alert: Alert
        /// Its place among all alerts of the scope.
        let number: Int
        /// How often the same condition was told before and had ceased.
        let recurrence: Int
        var standing = Standing.holds
        /// A clock did it, and not one event by itself.
        let isOfClock: Bool
        /// When somebody first acknowledged it, where a rule asks for that.
        var acknowledgedAt: Timestamp?
    }

    private(set) var told: [AlertCondition.Key: Told] = [:]
    /// What was told, and is not stored yet as it is.
    private var unsaved: Set<AlertCondition.Key> = []
    /// By the rule's place, those that hold.
    private var standing: [Int: Set<AlertCondition.Key>] = [:]
    private var byCause: [EventID: [AlertCondition.Key]] = [:]

    /// The runs of which nothing changes any more.
    var settled = SettledRuns()
    /// What ``settled`` was said of: it stands only as long as nothing earlier was worked out anew.
    var revision = 0
    var lateCount = 0
    /// The latest time at which it was decided: what was judged until then is not judged anew because a stream
    /// that is still being read holds the time back.
    var decidedAt: Timestamp?
    /// What rules say of the incident's events.
    var matches = EventMatches()

    /// The alerts of a rule that hold, from the oldest on.
    func standing(of rule: Int) -> [(key: AlertCondition.Key, told: Told)] {
        (standing[rule] ?? []).compactMap { key in told[key].map { (key, $0) } }
            .sorted { $0.1.number < $1.1.number }
    }

    /// Every alert that told of what is or was so, as far as is known now, without those of which another tells.
    var existing: [Alert] {
        told.values.filter { $0.standing != .withdrawn && $0.standing != .displaced }.map(\.alert)
    }

    func isAnyStanding(of rule: Int) -> Bool { standing[rule]?.isEmpty == false }

    var isEmpty: Bool { told.isEmpty }

    /// An alert of a clock holds.
    var hasStandingClock: Bool {
        standing.values.contains { keys in keys.contains { told[$0]?.isOfClock ?? false } }
    }

    func isStanding(_ key: AlertCondition.Key) -> Bool { standing[key.rule]?.contains(key) ?? false }

    func hasTold(_ alert: EventID) -> Bool { told.values.contains { $0.alert.id == alert } }

    mutating func acknowledge(_ alert: EventID, at time: Timestamp) {
        for (key, told) in told where told.alert.id == alert && told.acknowledgedAt == nil {
            self.told[key]?.acknowledgedAt = time
            unsaved.insert(key)
        }
    }

    /// The worst alerts that somebody has to acknowledge, but those of the rule that asks.
    func toAcknowledge(for rule: AlertRule, _ early: EarlyAcknowledgements) -> AlertsToAcknowledge {
        var (open, times): ([Told], [Timestamp]) = ([], [])
        for told in told.values
        where told.standing != .withdrawn && told.standing != .displaced && told.alert.isUrgent
            && told.alert.rule != rule.id
        {
            if let time = told.acknowledgedAt ?? early[told.alert.id] {
                times.append(time)
            } else {
                open.append(told)
            }
        }
        return AlertsToAcknowledge(
            open: open.sorted { $0.number < $1.number }.map(\.alert.rule),
            tlp: open.map(\.alert.tlp).reduce(nil) { known, tlp in
                known.map { TLP.strictest($0, tlp) } ?? tlp
            },
            lastAt: times.max(),
            toldOf: Set(told.values.lazy.filter { $0.alert.rule == rule.id }.compactMap(\.alert.cause))
        )
    }

    /// Every alert that told of an event, from the oldest on.
    func told(of event: EventID) -> [Told] {
        (byCause[event] ?? []).compactMap { told[$0] }.sorted { $0.number < $1.number }
    }

    mutating func begin(
        _ key: AlertCondition.Key,
        _ alert: Alert,
        recurrence: Int,
        _ standing: Standing,
        isOfClock: Bool
    ) {
        let told = Told(
            alert: alert,
            number: told[key]?.number ?? told.count,
            recurrence: recurrence,
            standing: standing,
            isOfClock: isOfClock
        )
        note(told, as: key)
        unsaved.insert(key)
    }

    private mutating func note(_ told: Told, as key: AlertCondition.Key) {
        let isNew = self.told.updateValue(told, forKey: key) == nil
        if told.standing == .holds { standing[key.rule, default: []].insert(key) }
        if isNew, let cause = told.alert.cause { byCause[cause, default: []].append(key) }
    }

    mutating func end(_ key: AlertCondition.Key, as standing: Standing) {
        told[key]?.standing = standing
        self.standing[key.rule]?.remove(key)
        unsaved.insert(key)
    }

    /// Lets an alert stand again that another entry told of instead.
    ///
    /// - Returns: Whether there is one.
    mutating func takeBack(_ key: AlertCondition.Key) -> Bool {
        guard told[key]?.standing == .displaced else { return false }
        told[key]?.standing = .holds
        standing[key.rule, default: []].insert(key)
        unsaved.insert(key)
        return true
    }

    /// The alerts of an event of which another entry tells instead, by rules that hold of it no more.
    func displaced(of event: EventID, except rules: [Int]) -> [AlertCondition.Key] {
        guard let alerts = byCause[event] else { return [] }
        return alerts.filter { told[$0]?.standing == .displaced && !rules.contains($0.rule) }
    }

    /// Looks again at what a rule told of and is over.
    ///
    /// - Parameter known: What holds or held, as is known now.
    /// - Returns: What was over and turns out never to have been.
    mutating func review(
        _ rule: Int,
        against known: ConditionKeys
    ) -> [(key: AlertCondition.Key, told: Told)] {
        var withdrawn: [(key: AlertCondition.Key, told: Told)] = []
        for (key, told) in told where key.rule == rule && told.standing != .holds {
            let standing = known.contains(key) ? Standing.ended : .withdrawn
            guard standing != told.standing else { continue }
            self.told[key]?.standing = standing
            unsaved.insert(key)
            if told.standing == .ended, !known.contains(key) { withdrawn.append((key, told)) }
        }
        return withdrawn.sorted { $0.told.number < $1.told.number }
    }

    /// Forgets alerts that are over and can never hold again.
    mutating func forgetOver(except isKept: (AlertCondition.Key) -> Bool) {
        let over = told.filter { $1.standing != .holds && !isKept($0) }
        for (key, told) in over {
            self.told[key] = nil
            unsaved.remove(key)
            if let cause = told.alert.cause { byCause[cause] = nil }
        }
    }

    // MARK: - Stored

    init() {}

    init(_ stored: StoredAlerts) {
        settled = SettledRuns(stored.settled)
        (lateCount, decidedAt) = (stored.lateCount, stored.decidedAt)
        // What was settled was said of another working out of the same events.
        revision = -1
        for entry in stored.told.sorted(by: { $0.told.number < $1.told.number }) {
            note(entry.told, as: entry.key)
        }
        matches = EventMatches(stored.events)
    }

    /// Everything there is.
    var stored: StoredAlerts {
        StoredAlerts(
            settled: settled.stored,
            lateCount: lateCount,
            decidedAt: decidedAt,
            told: told.map { StoredAlerts.Entry(key: $0, told: $1) },
            events: matches.stored
        )
    }

    /// What has changed since the last call.
    mutating func takeUnsaved() -> StoredAlerts {
        defer { unsaved = [] }
        return StoredAlerts(
            settled: settled.stored,
            lateCount: lateCount,
            decidedAt: decidedAt,
            told: unsaved.compactMap { key in told[key].map { StoredAlerts.Entry(key: key, told: $0) } },
            events: matches.takeUnsaved()
        )
    }
}

/// What of the worst alerts of an incident is acknowledged.
struct AlertsToAcknowledge {
    /// The rules of those that are not.
    let open: [String]
    /// The narrowest marking of those; `nil` when there are none.
    let tlp: TLP?
    /// When the last of the others was.
    let lastAt: Timestamp?
    /// The closures of which the rule has told.
    let toldOf: Set<EventID>
}

extension Alert {
    /// It is one of the worst, and somebody has to acknowledge it.
    var isUrgent: Bool { severity == .extreme && needsAcknowledgement }
}

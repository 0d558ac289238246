import AlertRules
import EventSchema

/// How the alerts of two files of rules differ.
struct ReplayComparison {
    /// One difference.
    enum Difference {
        case onlyFirst(ReplayedAlert)
        case onlySecond(ReplayedAlert)
        case changed(ReplayedAlert, ReplayedAlert)

        /// The alert, of a changed one as the first file has it.
        var alert: ReplayedAlert {
            switch self {
            case .onlyFirst(let alert), .onlySecond(let alert), .changed(let alert, _): alert
            }
        }
    }

    /// What makes two alerts one, though an edit of the rules gave them other ids.
    private struct Place: Hashable {
        let rule: String
        let incident: String?
        let status: Status
        let key: String
        let cause: EventID?
        let raisedAt: Timestamp

        init(_ replayed: ReplayedAlert) {
            let alert = replayed.alert
            (rule, incident, status, key) = (alert.rule, alert.incident, alert.status, alert.key)
            (cause, raisedAt) = (alert.cause, replayed.raisedAt)
        }
    }

    /// By time.
    let differences: [Difference]

    init(_ first: ReplayedAlerts, _ second: ReplayedAlerts) {
        var found: [Difference] = []
        var rest: [Place: [ReplayedAlert]] = [:]
        for (id, alert) in second.alerts where first.alerts[id] == nil {
            rest[Place(alert), default: []].append(alert)
        }
        for (id, alert) in first.alerts {
            if let other = second.alerts[id] ?? rest[Place(alert)]?.popLast() {
                if !Self.changes(alert, other).isEmpty { found.append(.changed(alert, other)) }
            } else {
                found.append(.onlyFirst(alert))
            }
        }
        found += rest.values.joined().map { .onlySecond($0) }
        differences = found.sorted { Self.order($0) < Self.order($1) }
    }

    /// What differs of one alert, a line each: `severity Severe → Extreme`.
    static func changes(_ first: ReplayedAlert, _ second: ReplayedAlert) -> [String] {
        let time = { (time: Timestamp?) in time.map { LocalTime.text(of: $0) } ?? "never" }
        let truth = { (isTrue: Bool) in isTrue ? "yes" : "no" }
        let (old, new) = (first.alert, second.alert)
        let values = [
            ("severity", old.severity.word, new.severity.word),
            ("text", old.text.debugDescription, new.text.debugDescription),
            ("audience", old.audience.joined(separator: ", "), new.audience.joined(separator: ", ")),
            ("key", old.key, new.key),
            ("to", old.destinations.joined(separator: ", "), new.destinations.joined(separator: ", ")),
            ("acknowledge", truth(old.needsAcknowledgement), truth(new.needsAcknowledgement)),
            ("raised", time(first.raisedAt), time(second.raisedAt)),
            ("resolved", time(first.resolvedAt), time(second.resolvedAt)),
        ]
        return values.filter { $0.1 != $0.2 }.map { name, old, new in
            "\(name) \(old.isEmpty ? "none" : old) → \(new.isEmpty ? "none" : new)"
        }
    }

    /// How many there are of each kind, by rule.
    ///
    /// - Parameter names: What the two files are called.
    func summary(_ names: (String, String)) -> [String] {
        var counts: [String: (first: Int, second: Int, changed: Int)] = [:]
        for difference in differences {
            let rule = difference.alert.alert.rule
            switch difference {
            case .onlyFirst: counts[rule, default: (0, 0, 0)].first += 1
            case .onlySecond: counts[rule, default: (0, 0, 0)].second += 1
            case .changed: counts[rule, default: (0, 0, 0)].changed += 1
            }
        }
        if counts.isEmpty { return ["no differences"] }
        return counts.sorted { $0.key < $1.key }.map { rule, count in
            let parts = [
                (count.first, "only with \(names.0)"), (count.second, "only with \(names.1)"),
                (count.changed, "changed"),
            ]
            return "\(rule): " + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
    }

    private static func order(_ difference: Difference) -> (Timestamp, String, Int, String) {
        let kind =
            switch difference {
            case .onlyFirst: 0
            case .onlySecond: 1
            case .changed: 2
            }
        let alert = difference.alert
        return (alert.raisedAt, alert.alert.rule, kind, alert.alert.key)
    }
}

import AlertRules
import EventSchema

/// An alert of a replay from its beginning to its end.
struct ReplayedAlert: Equatable {
    let alert: Alert
    let raisedAt: Timestamp
    var resolvedAt: Timestamp?
}

/// The alerts of one file of rules, as long as it is not known whether the other raises them too.
struct ReplayedAlerts {
    /// The most alerts that are kept, some hundreds of megabytes.
    static let countMax = 500_000

    private(set) var alerts: [EventID: ReplayedAlert] = [:]

    /// - Throws: ``CommandFailure`` when there are too many.
    mutating func add(_ steps: [AlertStep], _ filter: ReplayFilter) throws {
        for step in steps where filter.shows(step.alert) {
            switch step.kind {
            case .raised where alerts[step.alert.id] == nil:
                guard alerts.count < Self.countMax else {
                    throw CommandFailure(
                        "more than \(Self.countMax) alerts to compare; --incident or --status takes fewer",
                        .failure
                    )
                }
                alerts[step.alert.id] = ReplayedAlert(alert: step.alert, raisedAt: step.at)
            // What ceased and came back under the same id.
            case .raised: alerts[step.alert.id]?.resolvedAt = nil
            case .resolved: alerts[step.alert.id]?.resolvedAt = step.at
            }
        }
    }
}

public import AlertRules
import EventSchema

/// Where the alerts of a file of rules go, and how long a delivery of them is tried.
public struct AlertRouting: Sendable {
    private let destinations: [Destination]
    private let expirySeconds: [String: Int]

    /// - Parameter rules: A rule that is written in several parts has the longest of their times.
    public init(_ rules: RuleBook) {
        destinations = rules.destinations
        expirySeconds = Dictionary(rules.rules.map { ($0.id, $0.expires.seconds) }, uniquingKeysWith: max)
    }

    /// The names of the destinations that get an alert, in the order of the file, the log first.
    ///
    /// An alert whose status is not Actual goes only where exercises are taken (guarantee G9).
    public func destinations(for alert: Alert) -> [String] {
        let isActual = alert.status == .actual
        let isMeant = { (name: String) in alert.destinations.isEmpty || alert.destinations.contains(name) }
        let log = isMeant(Destination.log) ? [Destination.log] : []
        return log + destinations.filter { isMeant($0.name) && (isActual || $0.takesExercises) }.map(\.name)
    }

    /// Why an alert that was on its way may not go to a destination any more; `nil` when it may.
    ///
    /// The file of rules may have changed since the delivery was stored.
    func hindrance(_ destination: String, _ status: Status) -> String? {
        guard destination != Destination.log else { return nil }
        guard let found = destinations.first(where: { $0.name == destination }) else {
            return "the rules have no such destination any more"
        }
        guard status == .actual || found.takesExercises else {
            return "the destination does not take exercises any more"
        }
        return nil
    }

    /// How long a delivery of a rule's alerts is tried, in seconds.
    func expirySeconds(of rule: String) -> Int {
        expirySeconds[rule] ?? AlertRule.expirySecondsUsual
    }

    /// Whether a destination wants to know that an alert, which does not end by itself, was acknowledged.
    func isToldOfAcknowledgements(_ destination: String) -> Bool {
        destinations.contains { $0.name == destination && $0.channel.isToldOfAcknowledgements }
    }
}

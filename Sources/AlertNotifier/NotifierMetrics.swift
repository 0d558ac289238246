import AlertRules
import AlertStore
import EventSchema
import Metrics
import MetricsExposition
import Synchronization

/// The notifier's numbers; every series is there from the start, at 0.
struct NotifierMetrics: Sendable {
    private static let raised = "scenewire_notifier_alerts_raised_total"
    private static let resolved = "scenewire_notifier_alerts_resolved_total"
    private static let acknowledged = "scenewire_notifier_alerts_acknowledged_total"
    private static let open = "scenewire_notifier_alerts_open"
    private static let deliveries = "scenewire_notifier_deliveries_total"
    private static let dead = "scenewire_notifier_dead_letters_total"
    private static let queue = "scenewire_notifier_delivery_queue_length"
    private static let delay = "scenewire_notifier_delivery_delay_seconds"
    private static let published = "scenewire_notifier_events_published_total"
    private static let refused = "scenewire_notifier_events_refused_total"
    private static let unsent = "scenewire_notifier_events_unsent_total"

    static let descriptions = [
        MetricDescription(raised, "Alerts raised, by rule; without what was history."),
        MetricDescription(resolved, "Alerts resolved, by rule."),
        MetricDescription(acknowledged, "Alerts acknowledged, by rule."),
        MetricDescription(open, "Alerts that are not over, by severity and whether acknowledged."),
        MetricDescription(deliveries, "Attempts to deliver, by destination and outcome."),
        MetricDescription(dead, "Deliveries that were given up, by destination."),
        MetricDescription(queue, "Deliveries that wait, by destination."),
        MetricDescription(
            delay,
            "From the storing of a step to its delivery, by destination.",
            bucketBounds: MetricDescription.secondsBounds
        ),
        MetricDescription(published, "Alert events that a publisher has recorded."),
        MetricDescription(refused, "Alert events that a publisher has refused for good."),
        MetricDescription(
            unsent,
            "Alert events that were not sent because too many waited or they were invalid."
        ),
    ]

    /// What came of one attempt, as a label.
    enum Outcome: String, CaseIterable {
        case delivered, retried, dead
    }

    private struct Gauges {
        /// Which refresh has read them.
        var generation: UInt64 = 0
        var open: [OpenAlertCount] = []
        var queues: [String: Int] = [:]
    }

    private let raised: [String: Counter]
    private let resolved: [String: Counter]
    private let acknowledged: [String: Counter]
    private let deliveries: [String: [Outcome: Counter]]
    private let dead: [String: Counter]
    private let delay: [String: Timer]
    private let published = Counter(label: published)
    private let refused = Counter(label: refused)
    private let unsent = Counter(label: unsent)
    private let gauges = GaugeValues()

    private final class GaugeValues: Sendable {
        let values = Mutex(Gauges())
        let generations = Atomic<UInt64>(0)
    }

    init(rules: [String], destinations: [String]) {
        func byRule(_ label: String) -> [String: Counter] {
            Dictionary(rules.map { ($0, Counter(label: label, dimensions: [("rule", $0)])) }) { first, _ in
                first
            }
        }
        func byDestination<Value>(_ make: (String) -> Value) -> [String: Value] {
            Dictionary(destinations.map { ($0, make($0)) }) { first, _ in first }
        }
        raised = byRule(Self.raised)
        resolved = byRule(Self.resolved)
        acknowledged = byRule(Self.acknowledged)
        deliveries = byDestination { name in
            let counters = Outcome.allCases.map { outcome in
                let dimensions = [("destination", name), ("outcome", outcome.rawValue)]
                return (outcome, Counter(label: Self.deliveries, dimensions: dimensions))
            }
            return Dictionary(counters) { first, _ in first }
        }
        dead = byDestination { Counter(label: Self.dead, dimensions: [("destination", $0)]) }
        delay = byDestination { Timer(label: Self.delay, dimensions: [("destination", $0)]) }
    }

    /// Lets every scrape read what waits and what is open.
    func observe(in registry: PrometheusRegistry) {
        let gauges = gauges
        for name in delay.keys.sorted() {
            registry.observeGauge(Self.queue, dimensions: [("destination", name)]) {
                Double(gauges.values.withLock { $0.queues[name] } ?? 0)
            }
        }
        for severity in Severity.allCases {
            for isAcknowledged in [false, true] {
                let dimensions = [("severity", severity.word), ("acknowledged", "\(isAcknowledged)")]
                registry.observeGauge(Self.open, dimensions: dimensions) {
                    let counts = gauges.values.withLock { $0.open }
                    let count = counts.first {
                        $0.severity == severity && $0.isAcknowledged == isAcknowledged
                    }
                    return Double(count?.count ?? 0)
                }
            }
        }
    }

    func count(_ change: StoredChange) {
        for alert in change.raised { raised[alert.rule]?.increment() }
        for alert in change.resolved { resolved[alert.rule]?.increment() }
        for alert in change.acknowledged { acknowledged[alert.rule]?.increment() }
        for destination in change.dead { dead[destination]?.increment() }
        unsent.increment(by: change.unsentCount)
    }

    func countAttempt(_ destination: String, _ outcome: Outcome) {
        deliveries[destination]?[outcome]?.increment()
    }

    func recordDelay(_ destination: String, nanoseconds: Int64) {
        delay[destination]?.recordNanoseconds(max(0, nanoseconds))
    }

    func countEvents(published count: Int, refused refusedCount: Int) {
        published.increment(by: count)
        refused.increment(by: refusedCount)
    }

    /// Reads anew what is open and what waits.
    ///
    /// Of several at once, the one that began last decides: whatever the others were called for, it has read.
    func refresh(from store: AlertStore) async throws {
        let generation = gauges.generations.add(1, ordering: .sequentiallyConsistent).newValue
        let open = try await store.openCounts()
        var queues: [String: Int] = [:]
        for name in delay.keys { queues[name] = try await store.pendingCount(of: name) }
        set(Gauges(generation: generation, open: open, queues: queues))
    }

    private func set(_ values: Gauges) {
        gauges.values.withLock { if values.generation > $0.generation { $0 = values } }
    }
}

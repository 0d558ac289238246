import AlertStore
import ConsumerRuntime
import EventSchema
import Logging
import Synchronization

/// Tells the workers that something waits for them, and which stream each publisher has.
final class NotifierWork: Sendable {
    private let deliveries: [String: WakeSignal]
    private let events: [FollowedPublisher: WakeSignal]
    private let logger: Logger
    private let streams = Mutex<[FollowedPublisher: StreamID]>([:])

    init(destinations: [String], publishers: [FollowedPublisher], logger: Logger) {
        self.logger = logger
        deliveries = Dictionary(destinations.map { ($0, WakeSignal()) }) { first, _ in first }
        events = Dictionary(publishers.map { ($0, WakeSignal()) }) { first, _ in first }
    }

    /// Raised when a destination has something new.
    func signal(of destination: String) -> WakeSignal { deliveries[destination] ?? WakeSignal() }

    /// Raised when there is something to publish.
    func signal(of publisher: FollowedPublisher) -> WakeSignal { events[publisher] ?? WakeSignal() }

    /// The stream that a publisher has; `nil` until it was heard.
    func stream(of publisher: FollowedPublisher) -> StreamID? {
        streams.withLock { $0[publisher] }
    }

    func follow(_ stream: StreamID, at publisher: FollowedPublisher) {
        streams.withLock { $0[publisher] = stream }
        signal(of: publisher).raise()
    }

    /// Counts what a transaction has changed, and logs the events that it could not make.
    func count(_ change: StoredChange, in metrics: NotifierMetrics) {
        metrics.count(change)
        for problem in change.problems {
            logger.error("An event about an alert is invalid", metadata: [LogKey.failure: "\(problem)"])
        }
    }

    /// Counts what a transaction has changed, and wakes whom it concerns.
    func note(_ change: StoredChange, metrics: NotifierMetrics, store: AlertStore) async throws {
        count(change, in: metrics)
        for destination in change.destinations { deliveries[destination]?.raise() }
        if change.hasOutgoing { for signal in events.values { signal.raise() } }
        try await metrics.refresh(from: store)
    }
}

import AlertStore
import ConsumerRuntime
import EventBus
import EventSchema
import Logging
import ServiceLifecycle

/// Publishes what became of the alerts of one publisher's stream back to it, until it is recorded.
struct AlertEventPublisher: Service {
    /// How many events are offered at once.
    static let batchCountMax = 100
    /// How long the publisher may take to record them.
    static let timeout = Duration.seconds(10)
    /// The longest pause before the store is looked at again without being told.
    static let idlePause = Duration.seconds(60)
    /// The pause after a failure.
    static let retryPause = Duration.seconds(1)

    let publisher: FollowedPublisher
    let store: AlertStore
    let work: NotifierWork
    let metrics: NotifierMetrics
    let logger: Logger

    func run() async throws {
        let connection = try PublishingConnection(requests: publisher.requests)
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await connection.run() }
                defer { connection.close() }
                try await publish(over: connection)
            }
        } onCancelOrGracefulShutdown: {
            connection.close()
        }
    }

    private func publish(over connection: PublishingConnection) async throws {
        let signal = work.signal(of: publisher)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            guard let stream = work.stream(of: publisher) else {
                await signal.wait(atMost: Self.idlePause)
                continue
            }
            let events = try await store.outgoing(of: stream, limit: Self.batchCountMax)
            if events.isEmpty {
                await signal.wait(atMost: Self.idlePause)
            } else if try await !offer(events, over: connection) {
                // Not the signal: what is new must wait as well.
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.retryPause) }
            }
        }
    }

    /// - Returns: Whether every event that was offered is done with.
    private func offer(_ events: [OutgoingEvent], over connection: PublishingConnection) async throws -> Bool
    {
        var batch = EventParcel()
        let offered = events.prefix { batch.append($0.bytes) }
        let results: [PublishResult]
        do {
            results = try await connection.publish(batch, timeout: Self.timeout)
        } catch let error as BusError {
            guard !Task.isShuttingDownGracefully else { return false }
            logger.warning(
                "Alert events are not recorded yet",
                metadata: [LogKey.publisher: "\(publisher)", LogKey.failure: "\(error)"]
            )
            return false
        }
        var done: [OutgoingEvent] = []
        var refusedCount = 0
        for (event, result) in zip(offered, results) {
            if case .refused(let refusal) = result {
                guard !refusal.reason.mayPass else { continue }
                refusedCount += 1
                // Another notifier of the stream raises the same alerts under the same ids; one event is enough.
                logger.log(
                    level: refusal.reason == .conflict ? .info : .error,
                    "An alert event is refused for good",
                    metadata: [LogKey.event: "\(event.id)", LogKey.failure: "\(refusal)"]
                )
            }
            done.append(event)
        }
        try await store.removeOutgoing(done)
        metrics.countEvents(published: done.count - refusedCount, refused: refusedCount)
        return done.count == offered.count
    }
}

import AlertStore
import EventSchema
import Logging
import ServiceLifecycle

/// Delivers what waits for one destination, one after the other, so that a slow one delays no other.
struct DeliveryWorker: Service {
    /// The longest pause before the queue is looked at again without being told.
    static let idlePause = Duration.seconds(60)
    /// How often a destination that forgets is told what is still there.
    static let refreshPause = Duration.seconds(60)

    let destination: String
    let sender: any AlertSender
    let store: AlertStore
    let work: NotifierWork
    let metrics: NotifierMetrics
    let logger: Logger

    func run() async throws {
        let signal = work.signal(of: destination)
        let refresher = sender as? any AlertRefresher
        var refreshAt = ContinuousClock.now + Self.refreshPause
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if let refresher, ContinuousClock.now >= refreshAt {
                // By the one who delivers, so that no alert is told to be there after its end was told.
                try await refresh(refresher)
                refreshAt = ContinuousClock.now + Self.refreshPause
            }
            if let due = try await store.dueDeliveries(of: destination, now: .now, limit: 1).first {
                try await attempt(due)
            } else {
                let next = try await store.nextAttempt(of: destination)
                let untilRefresh = refresher.map { _ in refreshAt - .now }
                await signal.wait(atMost: Self.pause(until: next, now: .now, untilRefresh: untilRefresh))
            }
        }
    }

    /// Tells what is still there, until the destination fails; the others wait for the next time.
    func refresh(_ refresher: any AlertRefresher) async throws {
        for alert in try await store.firing(at: destination, now: .now) {
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
            let answer = await cancelWhenGracefulShutdown { await refresher.refresh(alert, at: .now) }
            if case .failed = answer { return }
        }
    }

    /// Makes one attempt and stores what came of it.
    func attempt(_ due: DueDelivery) async throws {
        let answer = await answer(to: due)
        if case .failed = answer, Task.isShuttingDownGracefully {
            // Cut short by the stop, which says nothing about the destination; it is tried after the start.
            return
        }
        let now = Timestamp.now
        let outcome = DeliverySchedule.outcome(
            of: answer,
            attempts: due.delivery.attempts + 1,
            expiresAt: due.delivery.expiresAt,
            now: now,
            random: Double.random(in: -1...1)
        )
        let change = try await store.finish(due, outcome, now: now)
        note(outcome, due, now)
        try await work.note(change, metrics: metrics, store: store)
    }

    /// Makes one attempt, unless the rules forbid it; nothing leaves that was not checked here.
    private func answer(to due: DueDelivery) async -> DeliveryAnswer {
        if let reason = store.hindrance(of: due) { return .refused(reason) }
        let sender = sender
        return await cancelWhenGracefulShutdown { await sender.send(due, at: .now) }
    }

    private func note(_ outcome: DeliveryOutcome, _ due: DueDelivery, _ now: Timestamp) {
        var metadata: Logger.Metadata = [
            LogKey.destination: "\(destination)", LogKey.delivery: "\(due.delivery.id)",
            LogKey.alert: "\(due.alert.id)", LogKey.attempts: "\(due.delivery.attempts + 1)",
        ]
        switch outcome {
        case .delivered:
            metrics.countAttempt(destination, .delivered)
            metrics.recordDelay(
                destination,
                nanoseconds: now.nanoseconds(since: due.delivery.createdAt)
            )
        case .retry(_, let answer):
            metrics.countAttempt(destination, .retried)
            metadata[LogKey.answer] = "\(answer)"
            logger.warning("An alert was not delivered and is tried again", metadata: metadata)
        case .dead(let answer):
            metrics.countAttempt(destination, .dead)
            metadata[LogKey.answer] = "\(answer)"
            logger.error("An alert was not delivered", metadata: metadata)
        }
    }

    /// How long nothing is to be done, at least 0.
    ///
    /// - Parameters:
    ///   - next: When the next delivery is due; `nil` when none waits.
    ///   - now: This machine's clock.
    ///   - untilRefresh: How long until the destination is told what is still there; `nil` when it never is.
    static func pause(until next: Timestamp?, now: Timestamp, untilRefresh: Duration?) -> Duration {
        let untilNext = next.map { Duration.nanoseconds($0.nanoseconds(since: now)) } ?? idlePause
        return max(.zero, min(untilNext, untilRefresh ?? untilNext))
    }
}

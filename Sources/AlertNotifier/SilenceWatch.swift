import ConsumerRuntime
import EventSchema
import ServiceLifecycle

/// Lets time pass, by this machine's clock, for the publishers of which nothing is heard, and writes down the
/// state at the end: it stops after the followers.
struct SilenceWatch: Service {
    /// How often it looks.
    static let interval = Duration.seconds(1)

    let consumer: NotifyingConsumer
    let publishers: [FollowedPublisher]

    func run() async throws {
        try await consumer.expect(publishers, at: .now)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            // A stop ends the pause, and then the loop.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
            try await consumer.watchSilence(at: .now)
        }
        do {
            try await consumer.storeState()
        } catch {
            // The time for stopping is over: what is not written down is judged again.
            guard Task.isCancelled else { throw error }
        }
    }
}

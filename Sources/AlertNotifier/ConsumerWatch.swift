import ConsumerRuntime
import EventBus
import EventSchema
import ServiceLifecycle

/// Asks a publisher how far its consumers are, for the rules that tell of those.
struct ConsumerWatch: Service {
    /// How often it asks.
    static let interval = Duration.seconds(5)
    /// How long one question may take; without an answer nothing is known.
    static let timeout = Duration.seconds(5)

    let publisher: FollowedPublisher
    let consumer: NotifyingConsumer

    func run() async throws {
        let connection = try PublishingConnection(requests: publisher.requests)
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await watch(over: connection)
        } onCancelOrGracefulShutdown: {
            // A stop does not wait for an answer that may never come.
            connection.close()
        }
    }

    private func watch(over connection: PublishingConnection) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            defer { connection.close() }
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                // A stop ends the pause, and then the loop.
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
                let status: BusStatus
                do {
                    status = try await connection.status(timeout: Self.timeout)
                } catch BusError.closed {
                    // What has ended the connection is thrown by whoever carried it.
                    break
                } catch {
                    // Whether the publisher is heard is watched elsewhere.
                    continue
                }
                guard let stream = StreamID(wire: status.stream) else { continue }
                let stored = status.consumers.map { ($0.name, SequenceNumber($0.sequence)) }
                try await consumer.note(
                    consumers: Dictionary(stored) { max($0, $1) },
                    head: SequenceNumber(status.head),
                    of: stream
                )
            }
            connection.close()
            try await group.waitForAll()
        }
    }
}

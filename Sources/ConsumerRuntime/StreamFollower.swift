import EventBus
import EventSchema
public import Logging
public import ServiceLifecycle
import Synchronization
import ZeroMQ

/// Follows one publisher for as long as the process runs, and hands a consumer what it brings.
///
/// It asks the publisher which stream it has, reads the consumer's cursor of that stream, and feeds it. A
/// stream that diverged from what was stored is left alone, with an alarm in the log and in the readiness,
/// until the publisher has another one, or was started again: its journal may have been put right.
public struct StreamFollower: Service {
    /// How long one question for the publisher's status may take.
    static let statusTimeout = Duration.seconds(5)
    /// How long the first may, before it is said that nobody answers.
    static let firstStatusTimeout = Duration.seconds(2)
    /// The pause before a publisher that refused, or whose stream diverged, is asked again.
    static let retryPause = Duration.seconds(2)

    private let name: String
    private let publisher: FollowedPublisher
    private let consumer: any StreamConsumer
    private let standings: FeedStandings
    private let logger: Logger

    /// - Parameters:
    ///   - name: Under which the consumer reports to the publisher how far it is.
    ///   - publisher: Whom to follow.
    ///   - consumer: Takes what comes.
    ///   - standings: Told how the feed stands.
    ///   - logger: Told when that changes.
    public init(
        name: String,
        publisher: FollowedPublisher,
        consumer: any StreamConsumer,
        standings: FeedStandings,
        logger: Logger
    ) {
        self.name = name
        self.publisher = publisher
        self.consumer = consumer
        self.standings = standings
        var logger = logger
        logger[metadataKey: LogKey.publisher] = "\(publisher)"
        self.logger = logger
    }

    /// Follows until the process stops.
    ///
    /// - Throws: What the consumer threw, except ``StreamDivergence``, or ``ZeroMQError`` when the process has no
    ///   file handle left.
    public func run() async throws {
        var diverged: (stream: StreamID, epoch: UInt32)?
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            guard let stream = try await ask() else { return }
            if let diverged, diverged == (stream.stream, stream.epoch) {
                guard await pause() else { return }
                continue
            }
            do {
                diverged = try await follow(stream) ? (stream.stream, stream.epoch) : nil
            } catch let divergence as StreamDivergence {
                standings.update(publisher) { $0.stream = stream.stream }
                note(.diverged("\(divergence)"))
                diverged = (stream.stream, stream.epoch)
            }
        }
    }

    /// Asks the publisher which stream it has, until it answers.
    ///
    /// - Returns: `nil` when the process stops.
    private func ask() async throws -> FollowedStream? {
        let connection = try PublishingConnection(requests: publisher.requests)
        return try await withTaskCancellationOrGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await connection.run() }
                let stream = await answer(over: connection)
                connection.close()
                try await group.waitForAll()
                return stream
            }
        } onCancelOrGracefulShutdown: {
            // A stop does not wait for an answer that may never come.
            connection.close()
        }
    }

    private func answer(over connection: PublishingConnection) async -> FollowedStream? {
        // So that the readiness says where nobody is heard, rather than that it is starting.
        standings.update(publisher) { _ in }
        var isTold = false
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let timeout = isTold ? Self.statusTimeout : Self.firstStatusTimeout
                let status = try await connection.status(timeout: timeout)
                if let stream = FollowedStream(publisher, status) { return stream }
                note(.refused("its answer names no stream"))
            } catch BusError.closed {
                return nil
            } catch BusError.noReply {
                // It may start later; the standing says that it has not been heard.
                if !isTold {
                    logger.warning(
                        "No publisher answers; waiting for it",
                        metadata: [LogKey.live: "\(publisher.live)"]
                    )
                }
                isTold = true
                continue
            } catch {
                note(.refused("\(error)"))
            }
            guard await pause() else { return nil }
        }
        return nil
    }

    /// - Returns: Whether the feed ended because the stream diverged.
    private func follow(_ stream: FollowedStream) async throws -> Bool {
        let cursor = try await consumer.cursor(of: stream)
        logger.notice(
            "Following",
            metadata: [
                LogKey.stream: "\(stream.stream)", LogKey.cursor: "\(cursor?.sequence.value ?? 0)",
                LogKey.head: "\(stream.headAtStart)",
            ]
        )
        standings.update(publisher) { standing in
            standing.stream = stream.stream
            standing.head = stream.headAtStart
            standing.stored = cursor?.sequence ?? .zero
        }
        let feed = try Feed(
            Feed.Settings(live: publisher.live, requests: publisher.requests, consumer: name),
            after: cursor
        )
        return try await withTaskCancellationOrGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await feed.run() }
                defer { feed.close() }
                var isDiverged = false
                while case let events = await feed.nextAll(), !events.isEmpty {
                    for event in events { isDiverged = hear(event) || isDiverged }
                    if let stored = try await consumer.take(events, of: stream) {
                        standings.update(publisher) { $0.stored = stored.sequence }
                        feed.report(stored)
                    }
                }
                try await group.waitForAll()
                return isDiverged
            }
        } onCancelOrGracefulShutdown: {
            feed.close()
        }
    }

    /// Notes what one event says of the feed.
    ///
    /// - Returns: Whether the stream has diverged.
    private func hear(_ event: FeedEvent) -> Bool {
        switch event {
        case .records(let batch):
            standings.update(publisher) { standing in
                standing.heardAt = .now
                standing.head = max(standing.head, batch.end?.sequence ?? .zero)
            }
        case .heartbeat(let pulse):
            standings.update(publisher) { standing in
                standing.heardAt = .now
                standing.head = max(standing.head, pulse.head)
            }
        case .gap(let range):
            standings.update(publisher) { $0.gapCount += 1 }
            logger.error("Records are lost for ever", metadata: [LogKey.gap: "\(range)"])
        case .state(let state):
            note(state)
            if case .diverged = state { return true }
        // It follows everything; the position is the last record.
        case .position: break
        }
        return false
    }

    private func note(_ state: FeedState) {
        var fault: String?
        var isNew = false
        standings.update(publisher) { standing in
            isNew = standing.state != state
            standing.state = state
            fault = standing.fault
        }
        guard isNew else { return }
        if let fault, state != .connecting {
            logger.warning("The publisher cannot be followed", metadata: [LogKey.failure: "\(fault)"])
        } else {
            logger.notice("The feed's state changed", metadata: [LogKey.state: "\(state)"])
        }
    }

    /// - Returns: Whether to go on; `false` when the process stops.
    private func pause() async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.retryPause) }
            return true
        } catch {
            return false
        }
    }
}

extension FollowedStream {
    /// - Returns: `nil` when the status names no stream.
    init?(_ publisher: FollowedPublisher, _ status: BusStatus) {
        guard let status = PublisherStatus(status) else { return nil }
        self.publisher = publisher
        stream = status.stream
        epoch = status.epoch
        isPlayed = status.isPlayed
        headAtStart = SequenceNumber(status.head)
        clock = status.clock
    }
}

import EventBus
import EventSchema
import Foundation
import ZeroMQ

/// Sends single events at intended times, whether or not earlier ones came through, and measures from
/// the intended time, so that a stall counts for everything it delays.
struct LatencyProbe {
    private let connection: PublishingConnection
    private let feed: Feed
    private let interval: Duration
    private let count: Int

    init(_ publisher: PublisherProcess, rate: Int, count: Int) throws {
        connection = try PublishingConnection(requests: publisher.requests)
        feed = try Feed(.init(live: publisher.live, requests: publisher.requests), after: nil)
        interval = .seconds(1) / rate
        self.count = count
    }

    func run() async throws -> (receipts: Durations, deliveries: Durations) {
        let (connection, feed, count, interval) = (connection, feed, count, interval)
        var parcels: [EventParcel] = []
        var events = try SampleEvents()
        for _ in 0..<count { parcels.append(events.parcel(of: 1)) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            group.addTask { try await feed.run() }
            while case let event? = await feed.next() {
                if case .state(.live) = event { break }
            }
            let start = ContinuousClock.now + .milliseconds(100)
            async let delivered = try Self.follow(feed, count: count, start: start, interval: interval)
            let receipts = try await withThrowingTaskGroup(of: Duration?.self) { sends in
                let (ticks, tick) = AsyncStream.makeStream(of: Int.self)
                sends.addTask {
                    // A thread of its own keeps the beat; tasks would drift with the load.
                    try await SocketThread.run(label: "beat") {
                        Beat.keep(start: start, interval: interval, count: count) { tick.yield($0) }
                        tick.finish()
                        return nil
                    }
                }
                for await index in ticks {
                    let parcel = parcels[index]
                    sends.addTask {
                        _ = try await connection.publish(parcel)
                        return ContinuousClock.now - (start + interval * index)
                    }
                }
                var durations = Durations()
                for try await case let time? in sends { durations.append(time) }
                return durations
            }
            let deliveries = try await delivered
            connection.close()
            feed.close()
            return (receipts, deliveries)
        }
    }

    private static func follow(
        _ feed: Feed,
        count: Int,
        start: ContinuousClock.Instant,
        interval: Duration
    ) async throws -> Durations {
        var durations = Durations()
        while durations.seconds.count < count, let event = await feed.next() {
            guard case .records(let batch) = event else { continue }
            let now = ContinuousClock.now
            try batch.forEach { header, record in
                let index = SampleEvents.index(
                    of: try EventOutline.check(record.extracting(header.eventRange)).id
                )
                durations.append(now - (start + interval * index))
            }
        }
        return durations
    }
}

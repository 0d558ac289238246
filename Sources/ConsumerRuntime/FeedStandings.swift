public import EventBus
public import EventSchema
public import MetricsExposition
public import ServiceRuntime
import Synchronization

/// How one feed stands.
public struct FeedStanding: Sendable {
    /// The publisher that is followed.
    public let publisher: FollowedPublisher
    /// The stream; `nil` until the publisher was heard.
    public internal(set) var stream: StreamID?
    /// How the feed stands to its publisher.
    public internal(set) var state = FeedState.connecting
    /// The last record that the consumer has stored; 0 for none.
    public internal(set) var stored = SequenceNumber.zero
    /// The last record that the publisher is known to have.
    public internal(set) var head = SequenceNumber.zero
    /// When the publisher was last heard, by this machine's clock; `nil` for never.
    public internal(set) var heardAt: Timestamp?
    /// How many gaps were delivered since the process started.
    public internal(set) var gapCount = 0

    /// How many records the publisher has that the consumer has not stored.
    public var lag: UInt64 { head > stored ? head.value - stored.value : 0 }

    /// Why the consumer cannot know the newest of this publisher; `nil` when it can.
    public var fault: String? {
        switch state {
        case .connecting:
            "no publisher has been heard yet at \(publisher.requests) (live: \(publisher.live))"
        case .replaying, .live: nil
        case .cutOff: "\(publisher) is not heard any more"
        case .damaged(let detail): "\(publisher) cannot read its journal: \(detail)"
        case .refused(let detail): "\(publisher) refuses this consumer: \(detail)"
        case .diverged(let detail): "\(publisher) has another stream than was stored: \(detail)"
        }
    }
}

/// How every feed of a process stands, for its readiness, its metrics and its answers.
///
/// Any thread may ask.
public final class FeedStandings: Sendable {
    /// The name under which the feeds report to ``Readiness``: it passes while every publisher is heard.
    public static let check = "publishers"

    private let readiness: Readiness
    private let standings: Mutex<[FeedStanding]>

    /// - Precondition: The readiness has the check ``check``, and the publishers differ.
    public init(publishers: [FollowedPublisher], readiness: Readiness) {
        self.readiness = readiness
        standings = Mutex(publishers.map { FeedStanding(publisher: $0) })
    }

    /// Every feed, in the order of the settings.
    public func report() -> [FeedStanding] {
        standings.withLock { $0 }
    }

    /// Lets every scrape read how the feeds stand.
    public func observe(in registry: PrometheusRegistry) {
        for (index, publisher) in report().map(\.publisher).enumerated() {
            let dimensions = [("publisher", publisher.description)]
            func observe(_ name: String, _ read: @escaping @Sendable (FeedStanding) -> Double?) {
                registry.observeGauge(name, dimensions: dimensions) { [self] in
                    read(standings.withLock { $0[index] })
                }
            }
            observe("scenewire_consumer_position") { Double($0.stored.value) }
            observe("scenewire_consumer_lag_events") { Double($0.lag) }
            observe("scenewire_feed_live") { $0.state == .live ? 1 : 0 }
            observe("scenewire_feed_last_heard_timestamp_seconds") { standing in
                standing.heardAt.map { Double($0.nanoseconds) / 1e9 }
            }
            registry.observeCounter("scenewire_sequence_gaps_total", dimensions: dimensions) { [self] in
                Double(standings.withLock { $0[index].gapCount })
            }
        }
    }

    /// Changes what is known of one feed, and tells the readiness.
    func update(_ publisher: FollowedPublisher, _ change: (inout FeedStanding) -> Void) {
        standings.withLock { standings in
            for index in standings.indices where standings[index].publisher == publisher {
                change(&standings[index])
            }
            // Inside the lock, so that two feeds cannot report in the wrong order.
            let faults = standings.compactMap(\.fault)
            if faults.isEmpty {
                readiness.pass(Self.check)
            } else {
                readiness.fail(Self.check, because: faults.joined(separator: "; "))
            }
        }
    }
}

/// The metrics that every consumer has.
public enum ConsumerMetrics {
    /// Their help texts.
    public static let descriptions = [
        MetricDescription(
            "scenewire_consumer_position",
            "Sequence number of the last record stored, by publisher."
        ),
        MetricDescription(
            "scenewire_consumer_lag_events",
            "Records that the publisher has and this consumer has not stored."
        ),
        MetricDescription(
            "scenewire_feed_live",
            "1 when everything that the publisher has was delivered and it is heard."
        ),
        MetricDescription(
            "scenewire_feed_last_heard_timestamp_seconds",
            "When the publisher was last heard."
        ),
        MetricDescription(
            "scenewire_sequence_gaps_total",
            "Gaps in the stream that could not be filled, since the process started."
        ),
    ]
}

import EventBus
import EventSchema

/// How a publisher and its consumers stand, as it says itself.
struct PublisherStatus: Equatable, Sendable {
    /// A consumer's last report.
    struct Consumer: Equatable, Sendable {
        let name: String
        /// The last record that it has stored.
        let sequence: UInt64
        let reportedAt: Timestamp
    }

    var stream: StreamID
    var epoch: UInt32
    var head: UInt64
    var firstRetained: UInt64
    /// `nil` when the stream is empty.
    var headPublishedAt: Timestamp?
    var clock: Timestamp
    var isPlayed: Bool
    var isReadOnly: Bool
    var consumers: [Consumer]
    var softwareVersion: String

    /// How old the newest record is by the publisher's own clock, so that clocks need not agree.
    var headAgeNanoseconds: Int64? {
        headPublishedAt.map { clock.nanoseconds.subtractingReportingOverflow($0.nanoseconds).partialValue }
    }

    /// How many records a consumer has not stored yet.
    func lag(of consumer: Consumer) -> UInt64 {
        head > consumer.sequence ? head - consumer.sequence : 0
    }
}

extension PublisherStatus {
    /// - Returns: `nil` when the stream is not a UUID.
    init?(_ status: BusStatus) {
        guard let stream = StreamID(wire: status.stream) else { return nil }
        self.init(
            stream: stream,
            epoch: status.epoch,
            head: status.head,
            firstRetained: status.firstRetained,
            headPublishedAt: status.head == 0 ? nil : Timestamp(nanoseconds: status.headPublishedAt),
            clock: Timestamp(nanoseconds: status.clock),
            isPlayed: status.isPlayed,
            isReadOnly: status.isReadOnly,
            consumers: status.consumers.map {
                Consumer(
                    name: $0.name,
                    sequence: $0.sequence,
                    reportedAt: Timestamp(nanoseconds: $0.reportedAt)
                )
            },
            softwareVersion: status.softwareVersion
        )
    }
}

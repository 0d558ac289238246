import EventSchema

/// How a publisher and its consumers stand, as it says itself.
public struct PublisherStatus: Equatable, Sendable {
    /// A consumer's last report.
    public struct Consumer: Equatable, Sendable {
        /// What it calls itself.
        public let name: String
        /// The last record that it has stored.
        public let sequence: UInt64
        /// When it said so, by the publisher's wall clock.
        public let reportedAt: Timestamp

        package init(name: String, sequence: UInt64, reportedAt: Timestamp) {
            self.name = name
            self.sequence = sequence
            self.reportedAt = reportedAt
        }
    }

    /// Everything that the publisher ever recorded.
    public var stream: StreamID
    /// Which start of the publisher this is: its second since 1970, at least one more than the one before.
    public var epoch: UInt32
    /// The last durable record; 0 when there is none.
    public var head: UInt64
    /// The first record that can still be read; one more than the head when there is none.
    public var firstRetained: UInt64
    /// `nil` when the stream is empty.
    public var headPublishedAt: Timestamp?
    /// The publisher's clock when it answered.
    public var clock: Timestamp
    /// Whether a player sets the clock.
    public var isPlayed: Bool
    /// Whether the disk is full, so that nothing is accepted.
    public var isReadOnly: Bool
    /// Those that report how far they are.
    public var consumers: [Consumer]
    /// The publisher's version.
    public var softwareVersion: String

    package init(
        stream: StreamID,
        epoch: UInt32,
        head: UInt64,
        firstRetained: UInt64,
        headPublishedAt: Timestamp?,
        clock: Timestamp,
        isPlayed: Bool,
        isReadOnly: Bool,
        consumers: [Consumer],
        softwareVersion: String
    ) {
        self.stream = stream
        self.epoch = epoch
        self.head = head
        self.firstRetained = firstRetained
        self.headPublishedAt = headPublishedAt
        self.clock = clock
        self.isPlayed = isPlayed
        self.isReadOnly = isReadOnly
        self.consumers = consumers
        self.softwareVersion = softwareVersion
    }

    /// How old the newest record is by the publisher's own clock, so that clocks need not agree.
    public var headAgeNanoseconds: Int64? {
        headPublishedAt.map { clock.nanoseconds(since: $0) }
    }

    /// How many records a consumer has not stored yet.
    public func lag(of consumer: Consumer) -> UInt64 {
        head > consumer.sequence ? head - consumer.sequence : 0
    }

    /// The status as JSON; docs/command-line.md has the members.
    ///
    /// - Parameter endpoint: The address of the publisher's request socket.
    public func document(endpoint: String) -> JSONObject {
        [
            "endpoint": .string(endpoint),
            "softwareVersion": .string(softwareVersion),
            "stream": .string(stream.description),
            "epoch": .number("\(epoch)"),
            "head": .number("\(head)"),
            "headPublishedAt": headPublishedAt.map { .string($0.rfc3339) } ?? .null,
            "headAgeSeconds": headAgeNanoseconds.map { .number(Self.seconds($0)) } ?? .null,
            "firstRetained": .number("\(firstRetained)"),
            "clock": .string(clock.rfc3339),
            "isPlayed": .bool(isPlayed),
            "isReadOnly": .bool(isReadOnly),
            "consumers": .array(consumers.map { .object(document(of: $0)) }),
        ]
    }

    private func document(of consumer: Consumer) -> JSONObject {
        [
            "name": .string(consumer.name),
            "sequence": .number("\(consumer.sequence)"),
            "lag": .number("\(lag(of: consumer))"),
            "reportedAt": .string(consumer.reportedAt.rfc3339),
        ]
    }

    /// Seconds with three places, for example `-0.250`.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds.magnitude / 1_000_000
        let places = "\(1_000 + milliseconds % 1_000)".dropFirst()
        return "\(nanoseconds < 0 && milliseconds > 0 ? "-" : "")\(milliseconds / 1_000).\(places)"
    }
}

extension PublisherStatus {
    /// - Returns: `nil` when the stream is not a UUID.
    package init?(_ status: BusStatus) {
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

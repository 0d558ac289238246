import EventSchema

/// How an entry of an outbox stands.
public enum OutboxState: Int64, Sendable, CaseIterable {
    /// On this disk, on its way.
    case queued = 0
    /// The publisher has recorded it.
    case published = 1
    /// The publisher will never record it as it is.
    case refused = 2
    /// Somebody gave it up, and said why.
    case dropped = 3
}

/// An event that was handed over, and what became of it.
public struct OutboxEntry: Sendable {
    /// Its place in the outbox, from 1; with holes.
    public let position: Int64
    /// The event's name for ever.
    public let id: EventID
    /// The event as it travels, protobuf.
    public let event: [UInt8]
    /// When it was stored.
    public let queuedAt: Timestamp
    /// How it stands.
    public let state: OutboxState
    /// How often the publisher has answered about it.
    public let attempts: Int
    /// Where it is recorded, once it is.
    public let receipt: OutboxReceipt?
    /// The archiver has reported a cursor at or past its record.
    public let isArchived: Bool
    /// The publisher's last refusal, also of a dropped one.
    public let refusal: OutboxRefusal?
    /// Why it was dropped.
    public let dropReason: String?

    package init(
        position: Int64,
        id: EventID,
        event: [UInt8],
        queuedAt: Timestamp,
        state: OutboxState,
        attempts: Int,
        receipt: OutboxReceipt?,
        isArchived: Bool,
        refusal: OutboxRefusal?,
        dropReason: String?
    ) {
        self.position = position
        self.id = id
        self.event = event
        self.queuedAt = queuedAt
        self.state = state
        self.attempts = attempts
        self.receipt = receipt
        self.isArchived = isArchived
        self.refusal = refusal
        self.dropReason = dropReason
    }
}

/// An event that waits to be sent.
public struct QueuedEvent: Sendable {
    /// Its place in the outbox.
    public let position: Int64
    /// The event's name.
    public let id: EventID
    /// The event as it travels.
    public let bytes: [UInt8]
}

/// Where and when a publisher has recorded an event.
public struct OutboxReceipt: Sendable, Equatable {
    /// The publisher's stream.
    public let stream: StreamID
    /// The record's place in it.
    public let sequence: SequenceNumber
    /// When the publisher took it.
    public let publishedAt: Timestamp
    /// It had been recorded before it was offered this time.
    public let isDuplicate: Bool

    /// - Parameters:
    ///   - stream: The publisher's stream.
    ///   - sequence: The record's place in it.
    ///   - publishedAt: When the publisher took it.
    ///   - isDuplicate: It had been recorded before it was offered this time.
    public init(stream: StreamID, sequence: SequenceNumber, publishedAt: Timestamp, isDuplicate: Bool) {
        self.stream = stream
        self.sequence = sequence
        self.publishedAt = publishedAt
        self.isDuplicate = isDuplicate
    }
}

/// Why an event was not recorded, or not taken.
public struct OutboxRefusal: Sendable, Equatable, CustomStringConvertible {
    /// One word, such as `invalid` or `conflict`.
    public let reason: String
    /// The path of the field at fault, empty when the fault is not in a field.
    public let field: String
    /// What is wrong and what is allowed, for people.
    public let detail: String

    /// - Parameters:
    ///   - reason: One word, such as `invalid`.
    ///   - field: The path of the field at fault, or nothing.
    ///   - detail: What is wrong and what is allowed, for people.
    public init(reason: String, field: String, detail: String) {
        self.reason = reason
        self.field = field
        self.detail = detail
    }

    /// One line: reason, field, detail.
    public var description: String {
        field.isEmpty || detail.hasPrefix(field) ? "\(reason): \(detail)" : "\(reason): \(field) \(detail)"
    }
}

/// What became of an event that was handed over.
public enum StoreResult: Sendable, Equatable {
    /// It is on stable storage, as this entry.
    case queued(position: Int64)
    /// It was there before, with the same bytes.
    case known(position: Int64, OutboxState)
    /// It was not taken.
    case refused(OutboxRefusal)
}

/// What the publisher said of an entry.
public enum OutboxOutcome: Sendable, Equatable {
    /// It is recorded.
    case published(OutboxReceipt)
    /// It will never be recorded as it is.
    case refused(OutboxRefusal)
    /// It may be recorded later.
    case later
}

/// How many entries there are, and how old the oldest that waits is.
public struct OutboxTally: Sendable, Equatable {
    /// Entries by state; published ones are counted archived or not.
    public var counts: [OutboxState: Int] = [:]
    /// The bytes of their events by state.
    public var byteCounts: [OutboxState: Int] = [:]
    /// Published entries that the archiver has.
    public var archivedCount = 0
    /// When the oldest entry that waits was stored; `nil` when none waits.
    public var oldestQueuedAt: Timestamp?
    /// Which life of the source's numbering this is.
    public var epoch: UInt32 = 0
    /// The last number given to an event of the source, 0 before the first.
    public var lastSequence: UInt64 = 0

    /// Nothing yet.
    public init() {}

    /// Entries in this state.
    public subscript(state: OutboxState) -> Int { counts[state] ?? 0 }
}

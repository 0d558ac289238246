import EventSchema

/// Bytes that hold events to append, all from one publisher.
public struct JournalSource: Sendable {
    /// The buffer in which the events lie; it is read in place.
    public let bytes: [UInt8]
    /// The authenticated publisher's name in UTF-8, at most ``RecordHeader/principalByteCountMax`` bytes;
    /// empty without keys.
    public let principal: [UInt8]

    /// - Parameters:
    ///   - bytes: The buffer in which the events lie.
    ///   - principal: The authenticated publisher's name in UTF-8.
    public init(bytes: [UInt8], principal: [UInt8] = []) {
        self.bytes = bytes
        self.principal = principal
    }
}

/// One event to append.
public struct JournalEntry: Sendable {
    /// The event's own id, by which it is found again.
    public let id: EventID
    /// Which of the sources holds it.
    public let source: Int
    /// Where in the source its encoded bytes are.
    public let range: Range<Int>

    /// - Parameters:
    ///   - id: The event's own id.
    ///   - source: The index of the source that holds it.
    ///   - range: Where in the source its encoded bytes are.
    public init(id: EventID, source: Int = 0, range: Range<Int>) {
        self.id = id
        self.source = source
        self.range = range
    }

    func recordByteCount(from sources: [JournalSource]) -> Int {
        RecordHeader.byteCount + sources[source].principal.count + range.count
    }
}

/// Where an event that is already in the journal stands.
public struct FoundRecord: Equatable, Sendable {
    /// The stream that it was recorded in: this journal's, or the one that it was forked from.
    public let stream: StreamID
    /// Its place in that stream.
    public let sequence: SequenceNumber
    /// When it was taken.
    public let publishedAt: Timestamp
    /// The event has the same bytes as the one that was asked about.
    ///
    /// Compared byte for byte while the record is retained, and by length and CRC-32C after that.
    public let isSameEvent: Bool
}

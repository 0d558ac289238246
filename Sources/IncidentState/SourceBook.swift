public import EventSchema

/// When each source was last heard, and what it says of its clock.
///
/// A source is watched from its first heartbeat until it signs off. Within a stream records come in their order,
/// so that of each stream the last one counts. One thread at a time may use a book.
public struct SourceBook: Codable, Sendable {
    /// How many sources are watched; the one that has been silent for longest is forgotten for a new one.
    public static let countMax = 10_000

    /// What tells one source from another.
    public struct Name: Codable, Hashable, Comparable, Sendable {
        /// Whose it is.
        public let agency: String
        /// The node that writes.
        public let source: String

        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public static func < (left: Self, right: Self) -> Bool {
            (left.agency, left.source) < (right.agency, right.source)
        }
    }

    /// What is known of a source.
    public struct Mark: Codable, Equatable, Sendable {
        /// The event by which it was last heard.
        public internal(set) var event: EventID
        /// When that was published.
        public internal(set) var heardAt: Timestamp
        /// Over which stream.
        public internal(set) var stream: StreamID
        /// Of the heartbeat, whether it is real.
        public internal(set) var status: Status
        /// The marking of the last that was heard.
        public internal(set) var tlp: TLP
        /// Nothing is expected of it until it begins again.
        public internal(set) var hasSignedOff: Bool
        /// How far its clock is off, in milliseconds, positive when ahead; `nil` when it does not say.
        public internal(set) var clockOffsetMilliseconds: Int?
    }

    /// Every source that is watched.
    public private(set) var marks: [Name: Mark] = [:]

    /// A book in which no source was heard.
    public init() {}

    /// Notes that a source was heard.
    ///
    /// - Parameter event: The event's bytes, checked before.
    /// - Returns: The source, `nil` when it is not watched.
    public mutating func fold(
        _ header: RecordHeader,
        _ outline: EventOutline,
        _ event: RawSpan
    ) -> Name? {
        let name = Name(agency: text(event, outline.agencyRange), source: text(event, outline.sourceRange))
        if let beat = SourceHeartbeat(outline, in: event) {
            note(beat, of: name, header, outline)
            return name
        }
        // An event shows that its source lives, but only a heartbeat says that more is to be expected.
        guard outline.category != .system, let known = marks[name], !known.hasSignedOff else { return nil }
        marks[name]?.event = outline.id
        marks[name]?.heardAt = header.publishedAt
        marks[name]?.stream = header.stream
        marks[name]?.tlp = outline.tlp
        return name
    }

    /// A publisher that sets its clock back says that what it published at later times came before that.
    public mutating func putRight(_ stream: StreamID, to time: Timestamp) {
        for (name, mark) in marks where mark.stream == stream && mark.heardAt > time {
            marks[name]?.heardAt = time
        }
    }

    private mutating func note(
        _ beat: SourceHeartbeat,
        of name: Name,
        _ header: RecordHeader,
        _ outline: EventOutline
    ) {
        if marks[name] == nil, marks.count >= Self.countMax,
            let oldest = marks.min(by: { ($0.value.heardAt, $0.key) < ($1.value.heardAt, $1.key) })
        {
            marks[oldest.key] = nil
        }
        let offset = beat.hasClockOffsetMs ? Int(beat.clockOffsetMs) : nil
        marks[name] = Mark(
            event: outline.id,
            heardAt: header.publishedAt,
            stream: header.stream,
            status: outline.status,
            tlp: outline.tlp,
            hasSignedOff: beat.signingOff,
            clockOffsetMilliseconds: offset
        )
    }

    private func text(_ bytes: RawSpan, _ range: Range<Int>) -> String {
        bytes.extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

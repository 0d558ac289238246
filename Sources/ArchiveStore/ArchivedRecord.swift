public import EventSchema

/// A record as the archive holds it, and what later records say of it.
public struct ArchivedRecord: Sendable {
    /// What a later record does to this one.
    public enum Amendment: Sendable, Equatable {
        /// It did not happen as recorded.
        case struck(by: EventID)
        /// Some of its fields have other values now.
        case corrected(by: EventID)
        /// Some of its fields are not for everybody.
        case redacted(by: EventID)

        /// Whether it withholds fields.
        public var isRedaction: Bool {
            if case .redacted = self { true } else { false }
        }

        /// The later record's event.
        public var id: EventID {
            switch self {
            case .struck(let id), .corrected(let id), .redacted(let id): id
            }
        }
    }

    /// Its place in its stream.
    public let header: RecordHeader
    /// Header and event, byte for byte as the publisher sent them.
    public let bytes: [UInt8]
    /// When the archiver got it, by the archiver's clock.
    public let receivedAt: Timestamp
    /// What later records say of it, as far as these were not retracted themselves; but for redactions empty
    /// unless the query asked for that.
    public let amendments: [Amendment]
    /// The fields that redactions take out, as JSON pointers.
    public let redacted: [String]
    /// The event as it may be shown: as it was recorded, without what redactions take out.
    public let event: [UInt8]

    /// Whether it was retracted.
    public var isStruck: Bool {
        amendments.contains { if case .struck = $0 { true } else { false } }
    }

    /// Whether it was corrected.
    public var isCorrected: Bool {
        amendments.contains { if case .corrected = $0 { true } else { false } }
    }
}

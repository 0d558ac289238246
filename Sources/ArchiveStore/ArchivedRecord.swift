public import EventSchema

/// A record as the archive holds it, and what later records say of it.
public struct ArchivedRecord: Sendable {
    /// What a later record does to this one.
    public enum Amendment: Sendable, Equatable {
        /// It did not happen as recorded.
        case struck(by: EventID)
        /// Some of its fields have other values now.
        case corrected(by: EventID)

        /// The later record's event.
        public var id: EventID {
            switch self {
            case .struck(let id), .corrected(let id): id
            }
        }
    }

    /// Its place in its stream.
    public let header: RecordHeader
    /// Header and event, byte for byte as the publisher sent them.
    public let bytes: [UInt8]
    /// When the archiver got it, by the archiver's clock.
    public let receivedAt: Timestamp
    /// What later records say of it; empty unless the query asked for that.
    public let amendments: [Amendment]

    /// Whether it was retracted.
    public var isStruck: Bool {
        amendments.contains { if case .struck = $0 { true } else { false } }
    }

    /// Whether it was corrected.
    public var isCorrected: Bool {
        amendments.contains { if case .corrected = $0 { true } else { false } }
    }

    /// Reads amendments as the query writes them: `type id,type id`, ids as 32 hexadecimal digits.
    static func amendments(_ text: String?) -> [Amendment] {
        (text ?? "").split(separator: ",").compactMap { item in
            let parts = item.split(separator: " ")
            guard parts.count == 2, parts[1].utf8.count == 32,
                let high = UInt64(parts[1].prefix(16), radix: 16),
                let low = UInt64(parts[1].suffix(16), radix: 16)
            else { return nil }
            let id = EventID(high: high, low: low)
            return parts[0] == "record.retracted" ? .struck(by: id) : .corrected(by: id)
        }
    }
}

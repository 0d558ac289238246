/// What the protobuf files say about every event, field and word, as tables.
///
/// Validation, JSON, trend and help text are driven by these, so that nothing repeats the payloads by hand.
/// scripts/generate-schema writes the tables.
public enum SchemaTable {
    /// The event type of this name, `nil` when the schema does not know it.
    public static func event(_ type: String) -> EventDescription? {
        CompiledSchema.shared.eventsByType[type].map { events[$0] }
    }

    /// The message of this name, such as `Event` or `ShotsFired`.
    public static func message(_ name: String) -> MessageDescription? {
        CompiledSchema.shared.messagesByName[name].map { messages[$0] }
    }

    /// The vocabulary of this name, such as `Severity`.
    public static func vocabulary(_ name: String) -> VocabularyDescription? {
        vocabularies.first { $0.name == name }
    }
}

/// One event type.
public struct EventDescription: Sendable {
    /// The type as text, such as `shots.fired`.
    public let type: String
    /// The message that carries its payload.
    public let payload: String
    /// The payload's field number in the envelope.
    public let number: Int
    /// Whether people or software write it.
    public let category: EventCategory
    /// What a draft without a severity gets.
    public let severity: Severity
    /// How its trend comes about.
    public let trend: TrendRule
    /// Envelope fields, by protobuf name, that this type needs and others may leave out.
    public let requires: [String]
    /// What the type means.
    public let doc: String
}

/// Who writes events of a type.
public enum EventCategory: Sendable {
    /// People, about the scene.
    case authored
    /// Software, about itself and its work.
    case system
    /// The type is unknown to this version, and so is who writes it.
    case unknown
}

/// How an event type's trend comes about.
public enum TrendRule: Equatable, Sendable {
    /// Every event of the type has this trend.
    case fixed(Trend)
    /// ``trend(of:)`` looks at the payload.
    case byPayload
}

/// One protobuf message.
public struct MessageDescription: Sendable {
    /// The message's name.
    public let name: String
    /// What it means.
    public let doc: String
    /// Its fields in the order of their numbers; the envelope's payload is left to ``SchemaTable/events``.
    public let fields: [FieldDescription]
}

/// One vocabulary.
public struct VocabularyDescription: Sendable {
    /// The Swift enumeration's name.
    public let name: String
    /// Any other word is refused.
    public let isClosed: Bool
    /// The words as they travel.
    public let words: [String]
    /// What the words tell apart.
    public let doc: String
}

/// One field of a message.
///
/// A class, because the conversions hand these on all the time and each has a dozen parts.
public final class FieldDescription: Sendable {
    /// What a field holds.
    public enum Kind: UInt8, Sendable {
        /// UTF-8 text.
        case text
        /// JSON text, which stands in JSON as the value it describes.
        case json
        /// The 16 bytes of a UUID, text in JSON.
        case id
        /// A truth value.
        case bool
        /// An unsigned number below 2³².
        case uint32
        /// An unsigned number below 2⁶⁴.
        case uint64
        /// A signed number of 32 bits.
        case int32
        /// A finite floating-point number.
        case double
        /// `google.protobuf.Timestamp`, RFC 3339 text in JSON.
        case timestamp
        /// Another message.
        case message
    }

    /// The protobuf field number.
    public let number: Int
    /// The protobuf name.
    public let name: String
    /// The name of the JSON member.
    public let jsonName: String
    /// What it holds.
    public let kind: Kind
    /// The message it holds, where the kind is one.
    public let message: String?
    /// It may stand any number of times, up to ``SchemaLimits/elementCountMax``.
    public let isRepeated: Bool
    /// It must stand, and text must not be empty.
    public let isRequired: Bool
    /// The vocabulary its text is a word of.
    public let vocabulary: String?
    /// The smallest number.
    public let minimum: Double?
    /// The largest number.
    public let maximum: Double?
    /// The longest text, in Unicode scalars.
    public let lengthMax: Int?
    /// The form of its text.
    public let pattern: TextForm?
    /// The CloudEvents attribute that carries it; of a message, what its fields' attributes begin with.
    public let attribute: String?
    /// An envelope field that stands within CloudEvents' `data`.
    public let isInData: Bool
    /// What it means.
    public let doc: String

    init(
        number: Int,
        name: String,
        jsonName: String,
        kind: Kind,
        message: String? = nil,
        isRepeated: Bool = false,
        isRequired: Bool = false,
        vocabulary: String? = nil,
        minimum: Double? = nil,
        maximum: Double? = nil,
        lengthMax: Int? = nil,
        pattern: TextForm? = nil,
        attribute: String? = nil,
        isInData: Bool = false,
        doc: String
    ) {
        self.number = number
        self.name = name
        self.jsonName = jsonName
        self.kind = kind
        self.message = message
        self.isRepeated = isRepeated
        self.isRequired = isRequired
        self.vocabulary = vocabulary
        self.minimum = minimum
        self.maximum = maximum
        self.lengthMax = lengthMax
        self.pattern = pattern
        self.attribute = attribute
        self.isInData = isInData
        self.doc = doc
    }
}

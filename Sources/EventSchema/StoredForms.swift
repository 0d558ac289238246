/// The forms that identifiers, times and words have in what a consumer stores of its state: those of text.
extension Identifier: Codable {
    /// Reads the text form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no UUID")
        }
        self = id
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Timestamp: Codable {
    /// Reads nanoseconds since the Unix epoch.
    public init(from decoder: any Decoder) throws {
        self.init(nanoseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Writes nanoseconds since the Unix epoch.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}

extension SequenceNumber: Codable {
    /// Reads the number.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(UInt64.self))
    }

    /// Writes the number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension Cursor: Codable {
    /// Reads the text form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let cursor = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no cursor")
        }
        self = cursor
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Status: Codable {}
extension Severity: Codable {}
extension TLP: Codable {}

/// A word that a consumer stores as it travels, so that one of a newer version stays as it came.
public protocol StoredWord: Vocabulary, Codable {}

extension StoredWord {
    /// Reads the word.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a word of the vocabulary"
            )
        }
        self = value
    }

    /// Writes the word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(word)
    }
}

extension ChemicalAgent: StoredWord {}
extension DeadlineResolution: StoredWord {}
extension ForceKind: StoredWord {}
extension HarmCause: StoredWord {}
extension IncidentClass: StoredWord {}
extension InjurySeverity: StoredWord {}
extension LessLethalTool: StoredWord {}
extension NegotiationChannel: StoredWord {}
extension Outcome: StoredWord {}
extension PersonRole: StoredWord {}
extension Phase: StoredWord {}
extension ReleaseManner: StoredWord {}
extension Shooter: StoredWord {}

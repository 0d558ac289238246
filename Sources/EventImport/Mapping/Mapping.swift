import EventSchema

/// What a file of YAML says about a foreign feed: how it is read, and which events its records become.
///
/// docs/import.md teaches the language.
public struct Mapping: Sendable {
    /// The longest file, in bytes.
    public static let byteCountMax = 1_048_576
    /// The attributes of events that a mapping may set, by their names in a CloudEvents document.
    public static let attributeNames = MappingReader.attributeNames
    /// How many statements a mapping may have.
    static let statementCountMax = 200

    /// The feed's name, which goes into the ids of its events.
    public let name: String
    /// How the bytes are read.
    public let format: InputFormat
    /// How the text is encoded.
    public let encoding: TextEncoding
    /// The file's own identity: another file has another.
    public let fingerprint: String

    let times: TimeFormats
    let board: BoardMapping?
    let checks: [TimeOrderCheck]
    let statements: [Statement]
    /// The first names of all the fields that anything in the mapping looks at, and by each where the mapping names it
    /// first: `FILE:LINE:COLUMN: KEY`.
    let fieldPlaces: [String: String]

    /// Reads a mapping.
    ///
    /// - Parameters:
    ///   - text: The file, UTF-8.
    ///   - file: Its name, which every fault begins with.
    /// - Throws: ``MappingFaults``, every fault that was found.
    public init(_ text: [UInt8], file: String) throws(MappingFaults) {
        self = try MappingReader.mapping(text, file: file)
    }

    /// The source of every event, where it is the same for all; `nil` where records tell it.
    public var source: String? {
        let sources = statements.map { statement -> String? in
            guard
                case .constant(.string(let text))? = statement.attributes.first(where: { $0.name == "source" }
                )?.shape
            else { return nil }
            return text
        }
        guard let first = sources.first, sources.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    /// The attributes of a statement's events that nothing in the mapping says, so that a usual value is taken.
    public func unsaid(by statement: String) -> [String] {
        let said = statements.first { $0.name == statement }?.attributes.map(\.name) ?? []
        return ["certainty", "recordedtime", "severity", "urgency"].filter { !said.contains($0) }
    }

    init(
        name: String,
        format: InputFormat,
        encoding: TextEncoding,
        fingerprint: String,
        times: TimeFormats,
        board: BoardMapping?,
        checks: [TimeOrderCheck],
        statements: [Statement],
        fieldPlaces: [String: String]
    ) {
        (self.name, self.format, self.encoding, self.fingerprint) = (name, format, encoding, fingerprint)
        (self.times, self.board, self.checks, self.statements) = (times, board, checks, statements)
        self.fieldPlaces = fieldPlaces
    }
}

/// Everything that is wrong with a mapping.
public struct MappingFaults: Error, Equatable, Sendable, CustomStringConvertible {
    /// `FILE:LINE:COLUMN: KEY: REASON` each, at least one.
    public let lines: [String]

    /// One fault on each line.
    public var description: String { lines.joined(separator: "\n") }
}

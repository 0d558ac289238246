public import EventSchema

/// What came of a record, one thing after the other.
public enum ImportResult: Sendable {
    /// An event, which breaks no rule.
    case event(ImportedEvent)
    /// What gave no event, though it should have.
    case fault(ImportFault)
    /// What is worth telling, though it stopped nothing.
    case note(ImportNote)
}

/// An event and where it came from.
public struct ImportedEvent: Sendable {
    /// The event, checked.
    public let event: ValidEvent
    /// The same as a CloudEvents document.
    public let document: JSONObject
    /// The name of the mapping's statement that made it.
    public let statement: String
    /// The line that its record begins on, from 1.
    public let line: Int
    /// The file of its record, as ``ImportEngine/file`` was; empty for none.
    public let file: String
}

/// What is odd about a record, and what was done about it.
public struct ImportNote: Equatable, Sendable, CustomStringConvertible {
    /// The line that the record begins on, from 1.
    public let line: Int
    /// The field, or the name of an item; empty where it is the whole record.
    public let field: String
    /// What is odd, and what was done.
    public let text: String
    /// The file of the record; empty where nobody said.
    public let file: String
    /// An identifier derived from the record or event that it is about, which tells the same one from another on that
    /// line; `nil` where it is about neither.
    public let recordID: EventID?

    /// - Parameters:
    ///   - line: The line that the record begins on, from 1; 0 where no line is meant.
    ///   - field: The field, or the name of an item.
    ///   - text: What is odd, and what was done.
    ///   - file: The file of the record; empty where nobody says.
    ///   - recordID: An identifier derived from the record or event that it is about.
    public init(line: Int, field: String, text: String, file: String = "", recordID: EventID? = nil) {
        (self.line, self.field, self.text) = (line, field, text)
        (self.file, self.recordID) = (file, recordID)
    }

    /// The field, if any, and the text.
    public var description: String { field.isEmpty ? text : "\(field) \(text)" }
}

/// How many of what an import has seen so far.
public struct ImportCounts: Equatable, Sendable {
    /// Records that were mapped.
    public var rows = 0
    /// Events that were made and not seen before.
    public var events = 0
    /// Events by type.
    public var eventsByType: [String: Int] = [:]
    /// Events whose id had been made before, with the same content.
    public var repeated = 0
    /// Events whose id had been made before, with another content; the first one counts.
    public var differing = 0
    /// Faults.
    public var faults = 0
    /// Notes.
    public var notes = 0
    /// Polls that were not believed, or were not newer than the last.
    public var pollsPassedOver = 0

    /// Nothing seen yet.
    public init() {}
}

/// What a statement made of a record.
public struct ImportTrace: Equatable, Sendable {
    /// The statement's name, and the field that `each` was at; `board` for the board itself.
    public let statement: String
    /// The event, or why there is none.
    public let text: String
}

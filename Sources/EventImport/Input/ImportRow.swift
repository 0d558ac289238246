public import EventSchema

/// One record of a foreign system as it was read, before a mapping has looked at it.
///
/// The cells of a CSV file are strings by the names of their columns; a JSON record has its own members; an XML
/// element has its attributes, its text and its children as members.
public struct ImportRow: Equatable, Sendable {
    /// The line on which the record begins, counted from 1.
    public let line: Int
    /// What the record says.
    public let value: JSONObject

    /// - Parameters:
    ///   - line: The line on which the record begins, from 1.
    ///   - value: What it says.
    public init(line: Int, value: JSONObject) {
        self.line = line
        self.value = value
    }
}

/// A place of the input that could not be used. It never stops the import, and it is never passed over in silence.
public struct ImportFault: Error, Equatable, Sendable {
    /// The line on which the record begins, from 1; 0 where no line is to blame.
    public let line: Int
    /// The field that is wrong, a column or a JSON pointer; empty where it is the whole record.
    public let field: String
    /// What is wrong, and what would be right.
    public let reason: String
    /// The record as it stood there, at most ``textByteCountMax`` bytes of it.
    public let text: [UInt8]

    /// How much of a record a fault keeps, in bytes.
    public static let textByteCountMax = 4_096

    /// - Parameters:
    ///   - line: The line on which the record begins, from 1.
    ///   - field: The field that is wrong.
    ///   - reason: What is wrong, and what would be right.
    ///   - text: The record as it stood there; it is cut to ``textByteCountMax`` bytes.
    public init(line: Int, field: String = "", reason: String, text: some Sequence<UInt8> = []) {
        self.line = line
        self.field = field
        self.reason = reason
        self.text = Array(text.prefix(Self.textByteCountMax))
    }
}

/// What reading gives, one after the other.
public enum ReadItem: Equatable, Sendable {
    /// A whole record.
    case row(ImportRow)
    /// What should have been one.
    case fault(ImportFault)
}

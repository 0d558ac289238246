import EventImport
import EventSchema
import SystemPackage

/// One line of the file of rejects.
struct ImportReject: Sendable, CustomStringConvertible {
    enum Kind: String {
        /// It gave no event, though it should have.
        case reject
        /// It is odd, and gave its events all the same.
        case note
    }

    let kind: Kind
    let file: String
    let line: Int
    let field: String
    let reason: String
    /// The record, or the event that is not there; empty where the checksum stands for it.
    let text: String
    /// The CRC-32C of the record or event that a note is about.
    let checksum: UInt32?

    /// - Parameter file: The file that the record is of.
    init(_ fault: ImportFault, in file: FilePath) {
        (kind, self.file, line) = (.reject, file.string, fault.line)
        (field, reason) = (fault.field, fault.reason)
        (text, checksum) = (String(decoding: fault.text, as: UTF8.self), nil)
    }

    /// - Parameter file: The file that was read, for a note that does not say its own.
    init(_ note: ImportNote, in file: FilePath) {
        (kind, self.file, line) = (.note, note.file.isEmpty ? file.string : note.file, note.line)
        (field, reason, text, checksum) = (note.field, note.description, "", note.checksum)
    }

    /// An event that is not where it should be, and why.
    init(_ kind: Kind, _ event: ImportedEvent, _ reason: String) {
        (self.kind, file, line, field) = (kind, event.file, event.line, "")
        self.reason = "\(event.statement): \(reason)"
        (text, checksum) = (String(decoding: JSONValue.object(event.document).text, as: UTF8.self), nil)
    }

    var description: String {
        let place = line > 0 ? "\(file), line \(line)" : file
        return "\(place): \(TerminalText.safe(reason, lengthMax: 400))"
    }

    var document: JSONObject {
        var document: JSONObject = [
            "kind": .string(kind.rawValue), "file": .string(file), "line": .number("\(line)"),
            "field": .string(field), "reason": .string(reason),
        ]
        if !text.isEmpty { document["record"] = .string(text) }
        document["checksum"] = checksum.map { .number("\($0)") }
        return document
    }

    /// What is the same for the same statement about the same record, in whatever file and on whatever line it stands.
    ///
    /// - Returns: `nil` for what is about no record, which may happen again.
    static func identity(of document: JSONObject) -> UInt64? {
        let words = ["kind", "field", "reason"].map { name in
            if case .string(let word)? = document[name] { word } else { "" }
        }
        let said = CRC32C.checksum(of: Array(words.joined(separator: "\n").utf8).span.bytes)
        if case .string(let record)? = document["record"] {
            return UInt64(said) << 32 | UInt64(CRC32C.checksum(of: Array(record.utf8).span.bytes))
        }
        guard case .number(let digits)? = document["checksum"], let checksum = UInt32(digits) else {
            return nil
        }
        return UInt64(said) << 32 | UInt64(checksum)
    }
}

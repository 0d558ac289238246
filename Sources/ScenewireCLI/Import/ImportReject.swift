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
    /// The record, or the event that is not there; empty where the identifier stands for it.
    let text: String
    /// What tells the record or event that a note is about from others.
    let recordID: EventID?

    /// - Parameter file: The file that the record is of.
    init(_ fault: ImportFault, in file: FilePath) {
        (kind, self.file, line) = (.reject, file.string, fault.line)
        (field, reason) = (fault.field, fault.reason)
        (text, recordID) = (String(decoding: fault.text, as: UTF8.self), nil)
    }

    /// - Parameter file: The file that was read, for a note that does not say its own.
    init(_ note: ImportNote, in file: FilePath) {
        (kind, self.file, line) = (.note, note.file.isEmpty ? file.string : note.file, note.line)
        (field, reason, text, recordID) = (note.field, note.description, "", note.recordID)
    }

    /// An event that is not where it should be, and why.
    init(_ kind: Kind, _ event: ImportedEvent, _ reason: String) {
        (self.kind, file, line, field) = (kind, event.file, event.line, "")
        self.reason = "\(event.statement): \(reason)"
        (text, recordID) = (String(decoding: JSONValue.object(event.document).text, as: UTF8.self), nil)
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
        document["recordid"] = recordID.map { .string("\($0)") }
        return document
    }

    /// What is the same for the same statement about the same record, in whatever file and on whatever line it stands.
    ///
    /// - Returns: `nil` for what is about no record, which may happen again.
    static func identity(of document: JSONObject) -> EventID? {
        let words = ["kind", "field", "reason", "record", "recordid"].map { name in
            if case .string(let word)? = document[name] { word } else { "" }
        }
        guard !words[3].isEmpty || !words[4].isEmpty else { return nil }
        return .derived(from: words[0], words[1], words[2], words[3], words[4])
    }
}

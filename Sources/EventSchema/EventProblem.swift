/// Why something is not an event, in words that tell its author what to change.
public struct EventProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with the value.
    public enum Fault: Equatable, Sendable {
        /// It is not there, or empty.
        case missing
        /// It is there more than once; decoders would differ about which counts.
        case duplicated
        /// The bytes are not protobuf, or not this schema's.
        case encoding
        /// The text is not UTF-8, or holds control characters.
        case characters
        /// The text, list or event is this long.
        case length(Int)
        /// The word, number or text that is not allowed.
        case value(String)
        /// The text is not JSON.
        case json(JSONProblem)
        /// The kind of JSON value that does not fit.
        case kind(String)
        /// It contradicts something else in the event.
        case conflict(String)
    }

    /// Where: a JSON pointer into the event's CloudEvents document, such as `/data/persons/0/role`.
    ///
    /// Corrections and redactions name fields in the same way. Empty for the event as a whole.
    public internal(set) var pointer: String
    /// The line of NDJSON that the event stands on, from 1; `nil` for other input.
    public internal(set) var line: Int?
    /// What is wrong.
    public let fault: Fault
    /// What would be right.
    public let allowed: String

    init(_ fault: Fault, at pointer: String = "", allowed: String) {
        self.pointer = pointer
        self.fault = fault
        self.allowed = allowed
    }

    /// One line: the place, the fault, and what is allowed.
    public var description: String {
        let place = (line.map { "line \($0): " } ?? "") + (pointer.isEmpty ? "the event" : pointer)
        return switch fault {
        case .json(let problem): "\(place) is not JSON: \(problem); allowed is \(allowed)"
        case .missing: "\(place) is missing: \(allowed)"
        case .duplicated: "\(place) is given more than once; allowed is \(allowed)"
        case .encoding: "\(place) is badly encoded; allowed is \(allowed)"
        case .characters: "\(place) holds bytes that are not text; allowed is \(allowed)"
        case .length(let length): "\(place) has length \(length); allowed is \(allowed)"
        case .value(let value): "\(place) is \(Self.quoted(value)); allowed is \(allowed)"
        case .kind(let kind): "\(place) is \(kind); allowed is \(allowed)"
        case .conflict(let reason): "\(place) \(reason); allowed is \(allowed)"
        }
    }

    /// The same problem, its place named from further out.
    func within(_ place: String) -> EventProblem {
        var outer = self
        outer.pointer = place + pointer
        return outer
    }

    /// The same problem in a line of NDJSON.
    func onLine(_ line: Int) -> EventProblem {
        var outer = self
        outer.line = line
        return outer
    }

    /// Short and on one line, whatever the author sent.
    private static func quoted(_ value: String) -> String {
        let scalars = value.unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
        }
        return "\"" + scalars.joined() + (value.unicodeScalars.count > 80 ? "…" : "") + "\""
    }
}

import EventSchema

/// A line that people compose of a record's fields, such as `{sequence} {type} {narrative}`.
///
/// `{{` and `}}` are braces, `\t` and `\n` tab and line end. A field that the record does not have is empty.
struct RecordTemplate: Equatable, Sendable {
    private enum Part: Equatable, Sendable {
        case text(String)
        case field(String)
    }

    /// Fields with a meaning of their own; any other name is an attribute of the record's document.
    static let names = [
        "sequence", "published", "observed", "recorded", "incident", "narrative", "text", "sentence", "trend",
        "mark", "data",
    ]

    private var parts: [Part] = []
    private var saysStatus = false

    /// - Throws: ``TemplateProblem`` for a brace without its other half or a field that no record has.
    init(_ text: String) throws(TemplateProblem) {
        var rest = text[...]
        var plain = ""
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                plain.append(character)
                rest.removeFirst()
            case "}": throw .brace
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw .brace }
                let name = String(rest[..<end])
                rest = rest[rest.index(after: end)...]
                guard Self.isField(name) else { throw .unknown(name) }
                parts += [.text(plain), .field(name)]
                plain = ""
            case "\\" where rest.first == "t" || rest.first == "n":
                plain.append(rest.removeFirst() == "t" ? "\t" : "\n")
            default: plain.append(character)
            }
        }
        parts.append(.text(plain))
        saysStatus = parts.contains(.field("status")) || parts.contains(.field("mark"))
    }

    /// Names that may stand between braces.
    static var allNames: [String] { names + attributes }

    private static let attributes: [String] = {
        let fields = SchemaTable.message("Event")?.fields ?? []
        let names = fields.flatMap { field -> [String] in
            guard let attribute = field.attribute else { return [] }
            let parts = field.message.flatMap(SchemaTable.message)?.fields
            return parts?.map { attribute + $0.jsonName.lowercased() } ?? [attribute]
        }
        return names.filter { $0 != "sequence" } + RecordDocument.attributes
    }()

    private static func isField(_ name: String) -> Bool {
        name.hasPrefix("data.") || allNames.contains(name)
    }

    /// The line, without its end.
    ///
    /// What is not Actual is marked at the start, unless the template shows the status or the mark itself:
    /// an exercise must never be taken for the real thing.
    ///
    /// - Parameter secondsEast: How far the shown time is ahead of UTC; `nil` for this machine's zone.
    func text(of header: RecordHeader, _ record: RawSpan, secondsEast: Int?) -> String {
        let values = Values(header, record, secondsEast)
        let line = parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let name): TerminalText.safe(values.value(name))
            }
        }.joined()
        let mark = values.mark
        return saysStatus || mark.isEmpty ? line : "\(mark) \(line)"
    }

    private struct Values {
        let header: RecordHeader
        let document: JSONObject
        let secondsEast: Int?
        let event: Event?

        init(_ header: RecordHeader, _ record: RawSpan, _ secondsEast: Int?) {
            self.header = header
            self.secondsEast = secondsEast
            document = RecordDocument.document(of: header, record)
            let bytes = record.extracting(header.eventRange).withUnsafeBytes { Array($0) }
            // An event that cannot be decoded moves nothing and says nothing.
            event = try? Event(eventBytes: bytes)
        }

        var mark: String {
            guard case .string(let status)? = document["status"] else { return "" }
            return status == Status.actual.word ? "" : "[\(TerminalText.safe(status))]"
        }

        func value(_ name: String) -> String {
            switch name {
            case "sequence": return "\(header.sequence)"
            case "published": return local(header.publishedAt)
            case "observed": return time("time")
            case "recorded": return time("recordedtime")
            case "incident": return text(document["subject"])
            case "narrative": return text(member(["narrative"]))
            case "text": return text(document["recordtext"])
            case "sentence": return event.map { EventSentence.text(of: $0) } ?? ""
            case "trend": return event.map { TrendArgument(of: EventSchema.trend(of: $0)).rawValue } ?? ""
            case "mark": return mark
            case "data": return text(document["data"])
            default:
                guard name.hasPrefix("data.") else { return text(document[name]) }
                return text(member(name.split(separator: ".").dropFirst().map(String.init)))
            }
        }

        private func member(_ path: [String]) -> JSONValue? {
            path.reduce(document["data"]) { value, name in
                switch value {
                case .object(let object)?: object[name]
                case .array(let elements)?:
                    Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
                default: nil
                }
            }
        }

        private func time(_ attribute: String) -> String {
            guard case .string(let text)? = document[attribute], let time = try? Timestamp(rfc3339: text)
            else { return "" }
            return local(time)
        }

        private func local(_ time: Timestamp) -> String {
            secondsEast.map { LocalTime.text(of: time, secondsEast: $0) } ?? LocalTime.text(of: time)
        }

        private func text(_ value: JSONValue?) -> String {
            switch value {
            case .string(let text)?: text
            case .null?, nil: ""
            case .some(let other): String(decoding: other.text, as: UTF8.self)
            }
        }
    }
}

/// Why a text is no template.
enum TemplateProblem: Error, Equatable, CustomStringConvertible {
    /// A brace stands alone.
    case brace
    /// No record has such a field.
    case unknown(String)

    var description: String {
        switch self {
        case .brace: "a brace stands alone; fields are {name}, braces themselves {{ and }}"
        case .unknown(let name):
            "there is no field {\(TerminalText.safe(name, lengthMax: 40))}; there are data.MEMBER, "
                + RecordTemplate.allNames.joined(separator: ", ")
        }
    }
}

extension TrendArgument {
    /// The word for a trend.
    init(of trend: Trend) {
        switch trend {
        case .escalation: self = .escalation
        case .deescalation: self = .deescalation
        case .neutral: self = .neutral
        }
    }
}

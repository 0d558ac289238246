/// A record as JSON: its event's CloudEvents document, and the record's own attributes beside it.
///
/// docs/command-line.md has the table of attributes. CloudEvents names are lower case without marks, and
/// its whole numbers have 32 bits, so that sequence numbers are text of 20 digits, as the event's own is.
public enum RecordDocument {
    /// What an event's document never has; whoever publishes such a document makes a new record of it.
    public static let attributes = [
        "recordstream", "recordsequence", "recordepoch", "recordtime", "recordchecksum", "recordprincipal",
        "recordclock", "recordtext", "recordamended", "recordamendedby", "recordredacted",
    ]

    /// The document of one record.
    ///
    /// - Parameter record: Header and event; an event that is not protobuf is shown as its bytes.
    public static func document(of header: RecordHeader, _ record: RawSpan) -> JSONObject {
        document(
            of: header,
            event: record.extracting(header.eventRange),
            principal: header.principal(in: record)
        )
    }

    /// The document of one record whose event is shown in another form, such as without redacted fields.
    public static func document(
        of header: RecordHeader,
        event: RawSpan,
        principal: String
    ) -> JSONObject {
        var document: JSONObject
        do throws(EventProblem) {
            document = try CloudEvent.document(of: event)
        } catch {
            document = unreadable(header, event)
        }
        let digits = header.sequence.description
        document["recordstream"] = .string(header.stream.description)
        document["recordsequence"] = .string(String(repeating: "0", count: 20 - digits.utf8.count) + digits)
        document["recordepoch"] = AttributeTable.integer(String(header.epoch))
        document["recordtime"] = .string(header.publishedAt.rfc3339)
        document["recordchecksum"] = .string(hexadecimal(header.checksum))
        document["recordprincipal"] = principal.isEmpty ? nil : .string(principal)
        document["recordclock"] = clock(header.flags).map { .string($0) }
        let text = EventSentence.writtenText(in: document)
        document["recordtext"] = text.isEmpty ? nil : .string(text)
        return document
    }

    /// The document of an event, without what belonged to a record of it.
    public static func withoutRecord(_ document: JSONObject) -> JSONObject {
        var event = document
        for name in attributes where event[name] != nil { event[name] = nil }
        return event
    }

    /// What is no protobuf has nothing that CloudEvents needs; its record's place stands for it.
    private static func unreadable(_ header: RecordHeader, _ event: RawSpan) -> JSONObject {
        [
            "specversion": .string("1.0"),
            "id": .string("\(header.stream):\(header.sequence)"),
            "source": .string("urn:uuid:\(header.stream)"),
            "type": .string("scenewire.unreadable"),
            "data_base64": .string(Base64.text(of: event)),
        ]
    }

    private static func clock(_ flags: RecordHeader.Flags) -> String? {
        var words: [String] = []
        if flags.contains(.playedClock) { words.append("played") }
        if flags.contains(.clockSteppedBack) { words.append("steppedBack") }
        return words.isEmpty ? nil : words.joined(separator: ",")
    }

    private static func hexadecimal(_ checksum: UInt32) -> String {
        let digits = String(checksum, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}

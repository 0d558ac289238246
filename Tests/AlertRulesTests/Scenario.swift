import AlertRules
import EventSchema
import FoundationEssentials

/// A record as a consumer gets it.
struct Record {
    let header: RecordHeader
    let bytes: [UInt8]

    static func stream(_ number: Int) -> StreamID { StreamID(high: 0x4000, low: 1 << 63 | UInt64(number)) }

    init(
        _ event: ValidEvent,
        stream: Int = 1,
        sequence: Int,
        publishedAt: Timestamp,
        flags: RecordHeader.Flags = .playedClock
    ) throws {
        var bytes: [UInt8] = []
        RecordWriter(stream: Self.stream(stream), epoch: 1).append(
            event: event.bytes.span.bytes,
            sequence: SequenceNumber(UInt64(sequence)),
            publishedAt: publishedAt,
            flags: flags,
            salt: (1, UInt64(sequence)),
            to: &bytes
        )
        header = try RecordHeader(verifying: bytes.span.bytes)
        self.bytes = bytes
    }
}

/// Files of the repository.
enum Files {
    static let shippedRules = "deploy/rules.yml"
    static let standoff = "Scenarios/a-hostage-standoff.ndjson"
    static let robbery = "Scenarios/b-robbery.ndjson"

    static func bytes(_ name: String) throws -> [UInt8] {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try Array(Data(contentsOf: URL(filePath: "\(root)/\(name)")))
    }

    static func rules() throws -> RuleBook {
        try RuleBook(bytes(shippedRules), file: shippedRules)
    }

    /// A scenario's records, published as its recorded times say.
    static func records(_ name: String) throws -> [Record] {
        try EventBatch.decode(bytes(name), format: .lines).enumerated().map { index, event in
            try Record(event, sequence: index + 1, publishedAt: event.outline.recordedAt)
        }
    }
}

extension AlertEngine {
    /// Everything that an engine does when it folds records, one after the other.
    static func steps(_ rules: RuleBook, _ records: [Record]) -> [AlertStep] {
        var engine = AlertEngine(rules)
        return engine.fold(records)
    }

    mutating func fold(_ records: [Record]) -> [AlertStep] {
        records.flatMap { fold($0.header, $0.bytes.span.bytes) }
    }

    /// Lets time pass in the first stream.
    mutating func wait(until second: Int, stream: Int = 1) -> [AlertStep] {
        advance(Record.stream(stream), to: Teller.time(second))
    }
}

extension [AlertStep] {
    /// `R01`, `R12 over`, in order.
    var lines: [String] { map { $0.alert.rule + ($0.kind == .resolved ? " over" : "") } }

    func raised(_ rule: String) -> [Alert] {
        filter { $0.kind == .raised && $0.alert.rule == rule }.map(\.alert)
    }
}

/// Events of one invented incident, told in few words over one stream.
struct Teller {
    static let incident = "EX-1"
    private(set) var records: [Record] = []
    /// The events that were told, in order.
    private(set) var ids: [EventID] = []
    var incident = Self.incident
    var stream = 1
    var source = "cp1"
    var lag = 1
    var status = "Exercise"
    var tlp = "AMBER"
    /// Of the next record.
    var flags = RecordHeader.Flags.playedClock

    static func id(_ number: Int) -> EventID { EventID(high: 0x7000, low: 1 << 63 | UInt64(number)) }

    static func time(_ second: Int) -> Timestamp {
        Timestamp(nanoseconds: (1_747_750_000 + Int64(second)) * 1_000_000_000)
    }

    /// - Parameters:
    ///   - second: When it was observed.
    ///   - publishedAt: When it came; ``lag`` later when absent.
    ///   - more: Attributes beyond the common ones.
    mutating func tell(
        _ type: String,
        at second: Int,
        publishedAt: Int? = nil,
        _ data: String = "{}",
        more: JSONObject = [:]
    ) throws {
        let sequence = records.count + 1
        let id = Self.id(stream * 1_000_000 + sequence)
        var draft = EventDraft([
            "id": .string(id.description), "type": .string(type), "agency": .string("expd"),
            "subject": .string(incident), "status": .string(status), "source": .string(source),
            "sourceepoch": .number("1"), "sequence": .number("\(sequence)"),
            "time": .string(Self.time(second).rfc3339), "tlp": .string(tlp), "authorid": .string("u1"),
            "authorrole": .string("commandPostRecorder"),
            "data": .object(try CloudEvent.parse(Array(data.utf8))),
        ])
        for (name, value) in more.members { draft.document[name] = value }
        draft.complete(at: Self.time(second))
        records.append(
            try Record(
                draft.event(),
                stream: stream,
                sequence: sequence,
                publishedAt: Self.time(publishedAt ?? second + lag),
                flags: flags
            )
        )
        ids.append(id)
        flags = .playedClock
    }

    /// Takes an event back.
    mutating func retract(_ event: EventID, at second: Int, publishedAt: Int? = nil) throws {
        try tell(
            "record.retracted",
            at: second,
            publishedAt: publishedAt,
            #"{"reason":"notAsReported"}"#,
            more: ["amends": .string(event.description)]
        )
    }

    /// Corrects one field of an event.
    ///
    /// - Parameter value: JSON.
    mutating func correct(
        _ event: EventID,
        _ pointer: String,
        _ value: String,
        at second: Int,
        publishedAt: Int? = nil
    ) throws {
        try tell(
            "record.corrected",
            at: second,
            publishedAt: publishedAt,
            #"{"changes":[{"pointer":"\#(pointer)","value":\#(value)}],"reason":"checked"}"#,
            more: ["amends": .string(event.description)]
        )
    }

    mutating func declare(at second: Int, class incidentClass: String = "BARICADE") throws {
        try tell(
            "incident.declared",
            at: second,
            #"{"class":"\#(incidentClass)","location":{"label":"LOC-T"}}"#
        )
    }

    mutating func beat(at second: Int, _ data: String = "{}") throws {
        try tell("source.heartbeat", at: second, publishedAt: second, data, more: ["subject": .null])
    }
}

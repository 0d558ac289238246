import EventSchema
import FoundationEssentials
import IncidentState

/// A record as a consumer gets it.
struct Record {
    let header: RecordHeader
    let bytes: [UInt8]

    /// - Parameter event: The event's bytes, checked or not.
    init(_ event: [UInt8], stream: StreamID = Record.stream, sequence: Int, publishedAt: Timestamp) throws {
        var bytes: [UInt8] = []
        RecordWriter(stream: stream, epoch: 1).append(
            event: event.span.bytes,
            sequence: SequenceNumber(UInt64(sequence)),
            publishedAt: publishedAt,
            flags: .playedClock,
            salt: (1, UInt64(sequence)),
            to: &bytes
        )
        header = try RecordHeader(verifying: bytes.span.bytes)
        self.bytes = bytes
    }

    static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    static let otherStream = StreamID(high: 0x4000, low: 1 << 63 | 2)
}

extension IncidentBook {
    mutating func fold(_ record: Record) {
        fold(record.header, record.bytes.span.bytes)
    }

    /// Every incident by its name, from a copy, since expectations cannot change what they look at.
    var states: [String: Incident] {
        var copy = self
        return Dictionary(copy.all().map { ($0.name, $1) }) { first, _ in first }
    }

    init(_ records: some Sequence<Record>) {
        self.init()
        for record in records { fold(record) }
    }
}

/// An invented incident from the folder `Scenarios`, published as its recorded times say.
enum Scenario {
    static let standoff = "a-hostage-standoff.ndjson"
    static let robbery = "b-robbery.ndjson"

    static func text(_ name: String) throws -> [UInt8] {
        var path = #filePath.split(separator: "/").dropLast(3)
        path.append(contentsOf: ["Scenarios", Substring(name)])
        return try Array(Data(contentsOf: URL(filePath: "/" + path.joined(separator: "/"))))
    }

    static func events(_ name: String) throws -> [ValidEvent] {
        try EventBatch.decode(text(name), format: .lines)
    }

    static func records(_ name: String) throws -> [Record] {
        try events(name).enumerated().map { index, event in
            try Record(event.bytes, sequence: index + 1, publishedAt: event.outline.recordedAt)
        }
    }

    /// Without heartbeats, which no incident's state reads; their numbers are left out with them.
    static func authored(_ name: String) throws -> [Record] {
        try zip(events(name), records(name)).filter { $0.0.outline.category == .authored }.map(\.1)
    }
}

/// Random numbers that are the same for the same seed: SplitMix64.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Events of one invented incident, told in few words.
struct Teller {
    static let incident = "EX-1"
    private(set) var records: [Record] = []
    private let stream: StreamID
    private let lag: Int64

    /// - Parameter lag: From observed to published, in seconds.
    init(stream: StreamID = Record.stream, lag: Int64 = 1) {
        self.stream = stream
        self.lag = lag
    }

    static func id(_ number: Int) -> EventID { EventID(high: 0x7000, low: 1 << 63 | UInt64(number)) }

    static func time(_ second: Int) -> Timestamp {
        Timestamp(nanoseconds: (1_747_750_000 + Int64(second)) * 1_000_000_000)
    }

    /// - Parameters:
    ///   - second: When it was observed.
    ///   - id: The event's number; the next when absent.
    ///   - more: Attributes beyond the common ones.
    mutating func tell(
        _ type: String,
        at second: Int,
        id: Int? = nil,
        _ data: String = "{}",
        more: JSONObject = [:]
    ) throws {
        let sequence = records.count + 1
        let time = Self.time(second)
        var draft = EventDraft([
            "id": .string(Self.id(id ?? sequence).description), "type": .string(type),
            "agency": .string("expd"), "subject": .string(Self.incident), "status": .string("Exercise"),
            "source": .string("cp1"), "sourceepoch": .number("1"), "sequence": .number("\(sequence)"),
            "time": .string(time.rfc3339), "tlp": .string("AMBER"), "authorid": .string("u1"),
            "authorrole": .string("commandPostRecorder"),
            "data": .object(try CloudEvent.parse(Array(data.utf8))),
        ])
        for (name, value) in more.members { draft.document[name] = value }
        draft.complete(at: time)
        let event = try draft.event()
        let publishedAt = Timestamp(nanoseconds: time.nanoseconds + lag * 1_000_000_000)
        records.append(try Record(event.bytes, stream: stream, sequence: sequence, publishedAt: publishedAt))
    }

    mutating func amend(_ type: String, _ target: Int, at second: Int, id: Int? = nil, _ data: String) throws
    {
        try tell(type, at: second, id: id, data, more: ["amends": .string(Self.id(target).description)])
    }

    mutating func correct(_ target: Int, at second: Int, id: Int? = nil, _ changes: String) throws {
        try amend(
            "record.corrected",
            target,
            at: second,
            id: id,
            #"{"changes":[\#(changes)],"reason":"better known"}"#
        )
    }

    mutating func retract(_ target: Int, at second: Int, id: Int? = nil) throws {
        try amend("record.retracted", target, at: second, id: id, #"{"reason":"enteredInError"}"#)
    }

    /// What the records come to.
    func incident() throws -> Incident? {
        IncidentBook(records).states[Self.incident]
    }
}

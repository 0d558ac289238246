import EventSchema

/// Events of invented incidents, told in few words, each published a second after it was observed.
struct Teller {
    static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    static let declared = #"{"class":"BARICADE","location":{"label":"LOC-T"}}"#
    static let contact =
        #"{"channel":"existingPhone","party":{"ref":"S1","role":"subject","ageGroup":"adult"}}"#

    private(set) var records: [Record] = []
    private let stream: StreamID

    init(stream: StreamID = Teller.stream) {
        self.stream = stream
    }

    static func id(_ number: Int) -> EventID { EventID(high: 0x7000, low: 1 << 63 | UInt64(number)) }

    static func time(_ second: Int) -> Timestamp {
        Timestamp(nanoseconds: (1_747_750_000 + Int64(second)) * 1_000_000_000)
    }

    /// - Parameters:
    ///   - second: When it was observed.
    ///   - id: The event's number; the next when absent.
    mutating func tell(
        _ type: String,
        at second: Int,
        id: Int? = nil,
        incident: String = "EX-1",
        source: String = "cp1",
        amends: Int? = nil,
        _ data: String = "{}"
    ) throws {
        let sequence = records.count + 1
        let time = Self.time(second)
        var draft = EventDraft([
            "id": .string(Self.id(id ?? sequence).description), "type": .string(type),
            "agency": .string("expd"), "subject": .string(incident), "status": .string("Exercise"),
            "source": .string(source), "sourceepoch": .number("1"), "sequence": .number("\(sequence)"),
            "time": .string(time.rfc3339), "tlp": .string("AMBER"), "authorid": .string("u1"),
            "authorrole": .string("commandPostRecorder"),
            "data": .object(try CloudEvent.parse(Array(data.utf8))),
        ])
        if let amends { draft.document["amends"] = .string(Self.id(amends).description) }
        draft.complete(at: time)
        let event = try draft.event()
        let publishedAt = Self.time(second + 1)
        records.append(try Record(event.bytes, stream: stream, sequence: sequence, publishedAt: publishedAt))
    }

    mutating func retract(_ target: Int, at second: Int) throws {
        try tell("record.retracted", at: second, amends: target, #"{"reason":"enteredInError"}"#)
    }
}

import EventBus
import EventSchema
import SwiftProtobuf

/// Events of twelve fields and about 230 bytes, all alike but for their ids.
struct SampleEvents {
    private let template: [UInt8]
    private let high: UInt64
    // A random half keeps apart authors who begin in the same millisecond; the other half counts.
    private let origin = UInt64(UInt32.random(in: 0...UInt32.max >> 1) | 1 << 31) << 32
    private var madeCount: UInt64 = 0

    init() throws {
        high = EventID.minted(at: .now).high
        template = try ValidEvent(checking: Self.event).bytes
    }

    /// The length of one event.
    var byteCount: Int { template.count }

    /// The next event; ids rise, as those minted by one author do.
    mutating func next() -> [UInt8] {
        var bytes = template
        // The id is the first field: a tag, the length 16, then the bytes.
        madeCount += 1
        bytes.write(littleEndian: high.byteSwapped, at: 2)
        bytes.write(littleEndian: (origin | madeCount).byteSwapped, at: 10)
        return bytes
    }

    /// Which event an id belongs to, from 0 in the order of making.
    static func index(of id: EventID) -> Int {
        Int(id.low & 0xFFFF_FFFF) - 1
    }

    /// A parcel of `count` events, or as many as fit.
    mutating func parcel(of count: Int) -> EventParcel {
        var parcel = EventParcel()
        while parcel.count < count, parcel.append(next()) {}
        return parcel
    }

    private static var event: Event {
        let time = Timestamp.now.parts
        let stamp = Google_Protobuf_Timestamp(seconds: time.seconds, nanos: Int32(time.nanoseconds))
        return .with {
            $0.id = .init(EventID.minted(at: .now).bytes)
            $0.type = "subject.observed"
            $0.agency = "expd"
            $0.incident = "EX-2025-0140"
            $0.status = Status.exercise.rawValue
            $0.source = "tac1"
            $0.sourceEpoch = 1
            $0.sourceSequence = 4
            $0.observedAt = stamp
            $0.recordedAt = stamp
            $0.author.id = "u17"
            $0.author.role = "tacticalTeamLeader"
            $0.author.agency = "expd"
            $0.severity = Severity.moderate.rawValue
            $0.urgency = "Immediate"
            $0.certainty = "Observed"
            $0.tlp = "AMBER+STRICT"
            $0.subjectObserved.subject.ref = "S1"
            $0.subjectObserved.subject.role = "subject"
            $0.subjectObserved.observation = "S1 rear bedroom, handgun in waistband; H1 seen"
            $0.subjectObserved.weapon = "handgun"
        }
    }
}

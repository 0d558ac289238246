import AlertRules
import EventSchema

/// Streams that a seed gives again.
enum RandomStreams {
    /// Two streams of one incident, each in its own order, with entries that come late, amendments that come and
    /// go, and times in which nothing is published.
    ///
    /// - Parameter closing: They are of two incidents, which are closed now and then, and amended across.
    static func tellers(_ seed: Int, closing: Bool = false) throws -> [Teller] {
        var seeded = Seeded(seed)
        var tellers = [Teller(), Teller()]
        (tellers[1].stream, tellers[1].source) = (2, "neg1")
        try tellers[0].declare(at: 0)
        var second = 1
        for _ in 0..<60 {
            second += Int.random(in: 1..<200, using: &seeded)
            if Int.random(in: 0..<15, using: &seeded) == 0 { second += 1_500 }
            let late =
                Int.random(in: 0..<5, using: &seeded) == 0 ? Int.random(in: 0..<400, using: &seeded) : 1
            let index = Int.random(in: 0..<2, using: &seeded)
            let published = max(second, (tellers[index].records.last.map(Self.second) ?? 0))
            if closing {
                tellers[index].incident = ["EX-1", "EX-2"][Int.random(in: 0..<2, using: &seeded)]
                try close(&tellers[index], at: published, &seeded)
            }
            try tell(&tellers, index, at: max(1, published - late), publishedAt: published, &seeded)
        }
        return tellers
    }

    /// Now and then ends the incident, or takes it up again.
    private static func close(_ teller: inout Teller, at second: Int, _ seeded: inout Seeded) throws {
        let end = Teller.time(second).rfc3339
        switch Int.random(in: 0..<12, using: &seeded) {
        case 0, 1, 2:
            try teller.tell(
                "incident.closed",
                at: second,
                publishedAt: second,
                #"{"outcome":"other","endedAt":"\#(end)"}"#
            )
        case 3:
            try teller.tell(
                "incident.phase.changed",
                at: second,
                publishedAt: second,
                #"{"from":"closed","to":"reopened"}"#
            )
        default: break
        }
    }

    private static func second(_ record: Record) -> Int {
        Int((record.header.publishedAt.nanoseconds - Teller.time(0).nanoseconds) / 1_000_000_000)
    }

    private static func tell(
        _ tellers: inout [Teller],
        _ index: Int,
        at second: Int,
        publishedAt: Int,
        _ seeded: inout Seeded
    ) throws {
        let ids = tellers.flatMap(\.ids)
        let target = ids[Int.random(in: 0..<ids.count, using: &seeded)]
        let name = "DL\(Int.random(in: 1..<4, using: &seeded))"
        let subject = "S\(Int.random(in: 1..<3, using: &seeded))"
        let due = Teller.time(second + Int.random(in: 1..<1_500, using: &seeded)).rfc3339
        let events: [(String, String)] = [
            ("shots.fired", #"{"by":"subject"}"#),
            ("hostage.reported", #"{"count":\#(Int.random(in: 1..<5, using: &seeded))}"#),
            (
                "negotiation.contact.established",
                #"{"channel":"existingPhone","party":{"ref":"\#(subject)","role":"subject"}}"#
            ),
            ("negotiation.contact.lost", #"{"reason":"lineDropped"}"#),
            ("deadline.set", #"{"deadlineId":"\#(name)","due":"\#(due)","by":"subject"}"#),
            ("deadline.resolved", #"{"deadlineId":"\#(name)","resolution":"met"}"#),
            ("incident.reclassified", #"{"fromClass":"BARICADE","toClass":"HOSTAGE"}"#),
            ("incident.reclassified", #"{"fromClass":"HOSTAGE","toClass":"WELFARE"}"#),
            ("perimeter.changed", #"{"ring":"inner","state":"established"}"#),
            ("perimeter.breached", #"{"ring":"inner","direction":"in","party":"media"}"#),
            ("subject.surrendered", #"{"subject":{"ref":"\#(subject)"}}"#),
            ("subject.incustody", #"{"subject":{"ref":"\#(subject)"},"force":"none"}"#),
            ("personnel.relieved", #"{"post":"inner perimeter"}"#),
            ("log.entry", #"{"text":"a note"}"#),
        ]
        switch Int.random(in: 0..<events.count + 4, using: &seeded) {
        case events.count, events.count + 1:
            try tellers[index].retract(target, at: second, publishedAt: publishedAt)
        case events.count + 2:
            try tellers[index].correct(
                target,
                "/certainty",
                #""Unlikely""#,
                at: second,
                publishedAt: publishedAt
            )
        case events.count + 3:
            try tellers[index].correct(target, "/data/count", "9", at: second, publishedAt: publishedAt)
        case let number:
            try tellers[index].tell(events[number].0, at: second, publishedAt: publishedAt, events[number].1)
        }
    }

    /// The records of all in the order of their publication.
    static func inOrder(_ tellers: [Teller]) -> [Record] {
        tellers.flatMap(\.records).sorted {
            ($0.header.publishedAt, $0.header.stream, $0.header.sequence)
                < ($1.header.publishedAt, $1.header.stream, $1.header.sequence)
        }
    }
}

/// Random numbers that a seed gives again.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

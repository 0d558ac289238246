import AlertRules
import EventSchema
import Testing

/// Whatever the order in which streams are read, the same alerts exist once all has come.
@Suite struct DeliveryOrderTests {
    /// Random numbers that a seed gives again.
    private struct Seeded: RandomNumberGenerator {
        private var state: UInt64

        init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    /// What of an alert the order must not change: its notices of amendments go to those who were told before,
    /// and its text may say how late it is.
    private struct Known: Hashable {
        let rule: String
        let key: String
        let cause: EventID?
        let severity: Severity
        let status: Status
        let tlp: TLP
        let audience: [String]
        let needsAcknowledgement: Bool
        let text: String

        init(_ alert: Alert) {
            (rule, cause, severity) = (alert.rule, alert.cause, alert.severity)
            // Of a count that is corrected later the alert says what it was told.
            let isCount = alert.rule == "R06"
            key = isCount ? "" : alert.key
            (status, tlp, audience) = (alert.status, alert.tlp, alert.audience)
            needsAcknowledgement = alert.needsAcknowledgement
            let isMarked = alert.text.hasPrefix("LATE")
            let words = isMarked ? String(alert.text.drop { $0 != ":" }.dropFirst(2)) : alert.text
            // How much time is left, and how long a silence may last, are said as of when they are told.
            text = isCount || ["R10", "R12"].contains(alert.rule) ? "" : words
        }
    }

    /// Two streams of one incident, each in its own order, with entries that come late, amendments that come and
    /// go, and times in which nothing is published.
    private static func streams(_ seed: Int) throws -> [Teller] {
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
            try tell(&tellers, index, at: max(1, published - late), publishedAt: published, &seeded)
        }
        return tellers
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

    /// The alerts that stand when all has come, and all whose conditions ever held, by what was raised and not
    /// withdrawn.
    private static func standing(
        _ tellers: [Teller],
        _ order: (inout AlertEngine) -> [AlertStep]
    ) throws -> Set<Known> {
        var engine = AlertEngine(try Files.rules())
        var steps = order(&engine)
        for stream in [1, 2] { steps += engine.note(.live, of: Record.stream(stream), at: Teller.time(0)) }
        for stream in [1, 2] { steps += engine.wait(until: 40_000, stream: stream) }
        let holding = engine.existingAlerts
        let raised = Dictionary(
            steps.filter { $0.kind == .raised }.map { ($0.alert.id, $0.alert) },
            uniquingKeysWith: { $1 }
        )
        try #require(Set(raised.keys).isSuperset(of: holding))
        return Set(holding.compactMap { raised[$0] }.filter { $0.rule != "R22" }.map { Known($0) })
    }

    private static func times(_ tellers: [Teller]) -> [Record] {
        tellers.flatMap(\.records).sorted {
            ($0.header.publishedAt, $0.header.stream, $0.header.sequence)
                < ($1.header.publishedAt, $1.header.stream, $1.header.sequence)
        }
    }

    @Test(arguments: 0..<60) func theOrderOfStreamsChangesNoAlert(seed: Int) throws {
        let tellers = try Self.streams(seed)
        let expected = try Self.standing(tellers) { $0.fold(Self.times(tellers)) }
        try #require(expected.count > 3)
        // One after the other, as after an outage; and as they happen to come.
        let inTurn = try Self.standing(tellers) { $0.fold(tellers[0].records + tellers[1].records) }
        #expect(Self.difference(inTurn, expected) == [])
        let other = try Self.standing(tellers) { $0.fold(tellers[1].records + tellers[0].records) }
        #expect(Self.difference(other, expected) == [])
        for shuffle in 0..<4 {
            var seeded = Seeded(seed * 100 + shuffle)
            let mixed = try Self.standing(tellers) { engine in
                var rests = tellers.map { $0.records[...] }
                var steps: [AlertStep] = []
                while !rests.allSatisfy(\.isEmpty) {
                    let index = Int.random(in: 0..<2, using: &seeded)
                    steps += engine.fold(Array(rests[index].prefix(1)))
                    rests[index] = rests[index].dropFirst()
                    if Int.random(in: 0..<20, using: &seeded) == 0 {
                        steps += engine.note(
                            [.catchingUp, .cutOff, .live][Int.random(in: 0..<3, using: &seeded)],
                            of: Record.stream(Int.random(in: 1..<3, using: &seeded)),
                            at: Teller.time(0)
                        )
                    }
                }
                return steps
            }
            #expect(Self.difference(mixed, expected) == [])
        }
    }

    private static func difference(_ left: Set<Known>, _ right: Set<Known>) -> [String] {
        left.subtracting(right).map { "only here: \($0)" }.sorted()
            + right.subtracting(left).map { "only in order: \($0)" }.sorted()
    }
}

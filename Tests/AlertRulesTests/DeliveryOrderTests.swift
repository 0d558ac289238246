import AlertRules
import EventSchema
import Testing

/// Whatever the order in which streams are read, the same alerts exist once all has come.
@Suite struct DeliveryOrderTests {
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

    @Test(arguments: 0..<60) func theOrderOfStreamsChangesNoAlert(seed: Int) throws {
        let tellers = try RandomStreams.tellers(seed)
        let expected = try Self.standing(tellers) { $0.fold(RandomStreams.inOrder(tellers)) }
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

import AlertRules
import EventSchema
import Testing

/// What the language of rules takes, and what it says of what it does not take.
@Suite struct RuleLanguageTests {
    /// A number is the same however its digits are written, and a clock may be ahead.
    @Test(arguments: [
        ("{data.rounds: 007}", true), ("{data.rounds: 8}", false), ("{data.rounds: {not: 007}}", false),
        ("{ahead: {above: 5 s}}", true), ("{ahead: {above: 6 s}}", false),
    ])
    func aConditionMeansTheValue(condition: String, holds: Bool) throws {
        let text = """
            version: 1
            rules:
              - {id: C1, name: C, event: shots.fired, where: \(condition), severity: Severe, text: C}
            """
        var teller = Teller()
        try teller.tell("shots.fired", at: 106, publishedAt: 100, #"{"by":"subject","rounds":7}"#)
        let rules = try RuleBook(Array(text.utf8), file: "rules.yml")
        #expect(AlertEngine.steps(rules, teller.records).lines == (holds ? ["C1"] : []))
    }

    private func faults(_ rule: String) -> [RuleFault] {
        let text = "version: 1\nrules:\n  - {id: R, name: R, severity: Minor, text: T, \(rule)}\n"
        do throws(RuleFaults) {
            _ = try RuleBook(Array(text.utf8), file: "rules.yml")
            return []
        } catch {
            return error.faults
        }
    }

    private func rules(_ rule: String) throws -> RuleBook {
        try RuleBook(
            Array("version: 1\nrules:\n  - {id: R, name: R, severity: Minor, text: T, \(rule)}\n".utf8),
            file: "rules.yml"
        )
    }

    // MARK: - Values that a field cannot have

    @Test(arguments: [
        ("event: shots.fired, where: {data.hits: \"yes\"}", "rules[0].where.data.hits", "true, false"),
        ("event: shots.fired, where: {data.rounds: many}", "rules[0].where.data.rounds", "a number"),
        ("event: shots.fired, where: {data.rounds: [1, -2]}", "rules[0].where.data.rounds", "a number"),
        ("event: shots.fired, where: {data.by: {above: 2}}", "rules[0].where.data.by", "only a number"),
        ("event: shots.fired, where: {data.rounds: {above: few}}", "rules[0].where.data.rounds", "a number"),
        (
            "event: shots.fired, where: {data.by: nobody}", "rules[0].where.data.by",
            "subject, officer, unknown"
        ),
        (
            "event: shots.fired, where: {certainty: {not: Sure}}", "rules[0].where.certainty",
            "Observed, Likely"
        ),
        ("event: shots.fired, where: {amends: 7}", "rules[0].where.amends", "alerted"),
        (
            "event: shots.fired, where: {data.colour: red}", "rules[0].where.data.colour",
            "no such plain field"
        ),
        ("event: deadline.set, where: {data.due: soon}", "rules[0].where.data.due", "no such plain field"),
        ("event: any, where: {data.by: subject}", "rules[0].where.data.by", "no such plain field"),
        ("event: shots", "rules[0].event", "no type of event"),
        ("event: shots.fired, if: {class: SIEGE}", "rules[0].if.class", "BARICADE, HOSTAGE"),
        ("event: shots.fired, if: {phase: begun}", "rules[0].if.phase", "reported, containment"),
        ("event: shots.fired, if: {}", "rules[0].if", "{class: [HOSTAGE]}"),
        ("event: shots.fired, acknowledge: [5 min]", "rules[0].acknowledge", "only a clock has stages"),
        ("clock: deadline, after: 0 min, acknowledge: [5 min]", "rules[0].acknowledge", "no stage at 5 min"),
        ("clock: deadline, after: 0 min, where: {data.nature: mild}", "rules[0].where.data.nature", "threat"),
        ("clock: post, after: 4 h, where: {data.post: x}", "rules[0].where", "no one event starts"),
        ("clock: source silent, after: 90 s, if: {class: HOSTAGE}", "rules[0].if", "no incident"),
        ("clock: clock offset", "rules[0].above", "missing"),
        ("clock: clock offset, above: 2 s, after: 1 s", "rules[0].after", "this one has above"),
        ("clock: duration, above: 2 s, after: 1 h", "rules[0].above", "clock offset"),
        ("clock: sundial", "rules[0].clock", "scene silent"),
    ])
    func whatDoesNotFitIsAFaultWithItsPlace(rule: String, key: String, reason: String) throws {
        let fault = try #require(faults(rule).first, "no fault")
        #expect(faults(rule).count == 1)
        #expect(fault.key == key)
        #expect(fault.reason.contains(reason), "\(fault)")
        #expect(fault.line == 3 && (fault.column ?? 0) > 5)
    }

    @Test(arguments: [
        "event: shots.fired, where: {data.hits: true, data.rounds: [1, 2], data.by: {not: officer}}",
        "event: injury.reported, where: {data.count: {above: 2}}, if: {class: HOSTAGE, phase: [negotiation]}",
        "event: any, where: {sensitivity: [juvenile, victim], tlp: {not: [RED, AMBER+STRICT]}}",
        "clock: deadline, after: [-5 min, 0 min], acknowledge: [0 min], where: {data.nature: threat}",
        "clock: duty, after: 12 h, if: {phase: negotiation}",
        "clock: clock offset, above: 2 s",
        "clock: gap",
        "clock: publisher silent, after: 30 s",
        "clock: open items",
    ])
    func whatFitsIsTaken(rule: String) throws {
        #expect(faults(rule).isEmpty, "\(faults(rule))")
    }

    // MARK: - What it means

    @Test func anEventRuleMayAskForClassAndPhase() throws {
        let rules = try rules("event: shots.fired, if: {class: HOSTAGE, phase: negotiation}")
        var teller = Teller()
        try teller.declare(at: 0, class: "HOSTAGE")
        try teller.tell("shots.fired", at: 10, #"{"by":"subject"}"#)
        try teller.tell("incident.phase.changed", at: 20, #"{"from":"reported","to":"negotiation"}"#)
        try teller.tell("shots.fired", at: 30, #"{"by":"subject"}"#)
        try teller.tell("incident.reclassified", at: 40, #"{"fromClass":"HOSTAGE","toClass":"WELFARE"}"#)
        try teller.tell("shots.fired", at: 50, #"{"by":"subject"}"#)
        #expect(AlertEngine.steps(rules, teller.records).map(\.alert.cause) == [teller.ids[3]])
    }

    /// The class that an incident had is known only later.
    @Test func aStateThatIsLearntLateCounts() throws {
        let rules = try rules("event: shots.fired, if: {class: HOSTAGE}")
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("shots.fired", at: 30, #"{"by":"subject"}"#)
        try teller.tell(
            "incident.reclassified",
            at: 20,
            publishedAt: 60,
            #"{"fromClass":"BARICADE","toClass":"HOSTAGE"}"#
        )
        let steps = AlertEngine.steps(rules, teller.records)
        #expect(steps.map(\.alert.cause) == [teller.ids[1]])
        #expect(steps.first?.trigger == teller.ids[2])
    }

    @Test func aClockRuleMayAskForWhatStartedIt() throws {
        let rules = try rules(
            "clock: deadline, after: 0 min, where: {data.by: subject}, if: {phase: negotiation}"
        )
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("incident.phase.changed", at: 1, #"{"from":"reported","to":"negotiation"}"#)
        for (name, by) in [("DL1", "subject"), ("DL2", "police")] {
            let due = Teller.time(100).rfc3339
            try teller.tell(
                "deadline.set",
                at: 10,
                #"{"deadlineId":"\#(name)","due":"\#(due)","by":"\#(by)"}"#
            )
        }
        var engine = AlertEngine(rules)
        _ = engine.fold(teller.records)
        #expect(engine.wait(until: 200).map(\.alert.key) == ["EX-1 DL1"])
    }

    @Test func stagesAreAcknowledgedWhereTheRuleSays() throws {
        let rules = try rules("clock: deadline, after: [-5 min, 0 min], acknowledge: [0 min]")
        var teller = Teller()
        let due = Teller.time(1_000).rfc3339
        try teller.declare(at: 0)
        try teller.tell("deadline.set", at: 10, #"{"deadlineId":"DL1","due":"\#(due)","by":"subject"}"#)
        var engine = AlertEngine(rules)
        _ = engine.fold(teller.records)
        #expect(engine.wait(until: 1_000).map(\.alert.needsAcknowledgement) == [false, true])
    }

    @Test func aRuleAboutEveryTypeLooksAtLists() throws {
        let rules = try rules("event: any, where: {sensitivity: juvenile, tlp: {not: RED}}")
        var teller = Teller()
        let juvenile: JSONObject = ["sensitivity": .string("juvenile")]
        try teller.tell("log.entry", at: 0, #"{"text":"a note"}"#)
        try teller.tell("log.entry", at: 1, #"{"text":"a note"}"#, more: juvenile)
        teller.tlp = "RED"
        try teller.tell("log.entry", at: 2, #"{"text":"a note"}"#, more: juvenile)
        #expect(AlertEngine.steps(rules, teller.records).map(\.alert.cause) == [teller.ids[1]])
    }

    @Test func aKeyStaysQuietForAsLongAsItSays() throws {
        let rules = try rules("event: shots.fired, key: \"{incident}\", quiet: 5 min")
        var teller = Teller()
        for second in [0, 100, 299, 300, 400, 601] {
            try teller.tell("shots.fired", at: second, #"{"by":"subject"}"#)
        }
        #expect(
            AlertEngine.steps(rules, teller.records).map(\.alert.cause)
                == [teller.ids[0], teller.ids[3], teller.ids[5]]
        )
    }
}

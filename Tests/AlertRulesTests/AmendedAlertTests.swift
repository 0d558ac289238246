import AlertRules
import EventSchema
import Testing

/// What amendments do to alerts: what a rule looks at is what stands now.
@Suite struct AmendedAlertTests {
    private static func shots(_ teller: inout Teller, at second: Int, certainty: String = "Observed") throws {
        try teller.tell(
            "shots.fired",
            at: second,
            #"{"by":"subject","rounds":1}"#,
            more: ["certainty": .string(certainty)]
        )
    }

    private static func injury(_ teller: inout Teller, at second: Int, _ severity: String) throws {
        try teller.tell(
            "injury.reported",
            at: second,
            #"{"role":"officer","severity":"\#(severity)","cause":"subject"}"#
        )
    }

    @Test func aRetractedSurrenderEndsTheCallToHoldAndTellsWhoHeardIt() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("subject.surrendered", at: 60, #"{"subject":{"ref":"S1"}}"#)
        var engine = AlertEngine(try Files.rules())
        let first = engine.fold(teller.records)
        let told = try #require(first.raised("R25").first)
        let known = teller.records.count
        try teller.retract(teller.ids[1], at: 120)
        let steps = engine.fold(Array(teller.records[known...]))
        #expect(steps.lines == ["R22", "R25 over"])
        let notice = try #require(steps.raised("R22").first)
        #expect(notice.audience == told.audience)
        #expect(notice.severity == told.severity)
        #expect(notice.text.contains("R25") && notice.text.contains("retracted"))
    }

    @Test func whoHeardTheCallToHoldIsToldThoughItIsOverByThen() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("subject.surrendered", at: 60, #"{"subject":{"ref":"S1"}}"#)
        try teller.tell("subject.incustody", at: 90, #"{"subject":{"ref":"S1"},"force":"none"}"#)
        var engine = AlertEngine(try Files.rules())
        #expect(engine.fold(teller.records).lines == ["R25", "R25 over"])
        let known = teller.records.count
        try teller.retract(teller.ids[1], at: 120)
        #expect(engine.fold(Array(teller.records[known...])).lines == ["R22"])
    }

    @Test func aRetractedCustodyGivesTheShorterSilenceBack() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("subject.incustody", at: 60, #"{"subject":{"ref":"S1"},"force":"none"}"#)
        try teller.retract(teller.ids[1], at: 120)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(teller.records)
        #expect(engine.wait(until: 120 + 1 + 599).raised("R12").isEmpty)
        #expect(engine.wait(until: 120 + 1 + 600).raised("R12").count == 1)
    }

    @Test func whatIsCorrectedToMatterIsToldLate() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try Self.shots(&teller, at: 60, certainty: "Unlikely")
        try teller.correct(teller.ids[1], "/certainty", #""Observed""#, at: 300)
        let steps = AlertEngine.steps(try Files.rules(), teller.records)
        #expect(steps.lines == ["R01"])
        let alert = try #require(steps.first?.alert)
        #expect(alert.cause == teller.ids[1] && alert.isLate)
        #expect(alert.text.hasPrefix("LATE 4 min: ") && alert.text.hasSuffix("certainty Observed"))
        #expect(steps.first?.trigger == teller.ids[2])
    }

    @Test func aReclassificationCorrectedUpwardsIsTold() throws {
        var teller = Teller()
        try teller.declare(at: 0, class: "WELFARE")
        try teller.tell("incident.reclassified", at: 60, #"{"fromClass":"WELFARE","toClass":"BARICADE"}"#)
        try teller.correct(teller.ids[1], "/data/toClass", #""ACTSHOOT""#, at: 90)
        let steps = AlertEngine.steps(try Files.rules(), teller.records)
        #expect(steps.lines == ["R05"])
        #expect(steps.first?.alert.key == "EX-1 ACTSHOOT")
    }

    @Test func aMinorInjuryThatTurnsOutFatalIsAnOfficerDown() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try Self.injury(&teller, at: 60, "minor")
        try teller.correct(teller.ids[1], "/data/severity", #""fatal""#, at: 90)
        let steps = AlertEngine.steps(try Files.rules(), teller.records)
        #expect(steps.lines == ["R03", "R22", "R03 over", "R02"])
        let notice = try #require(steps.raised("R22").first)
        #expect(notice.text.contains("severity minor → fatal"))
        #expect(notice.audience == steps.raised("R03").first?.audience)
        #expect(steps.raised("R02").first?.text.contains("fatal") == true)
    }

    @Test func aRetractionThatComesBeforeItsTargetPagesNobody() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try Self.shots(&teller, at: 60)
        let target = teller.ids[1]
        var other = Teller()
        (other.stream, other.source) = (2, "neg1")
        try other.retract(target, at: 90)
        let steps = AlertEngine.steps(try Files.rules(), other.records + teller.records)
        #expect(steps.isEmpty)
    }

    @Test func aRetractionTakenBackTellsAnewUnderAnotherID() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try Self.shots(&teller, at: 60)
        try teller.retract(teller.ids[1], at: 70)
        try teller.retract(teller.ids[2], at: 80)
        let steps = AlertEngine.steps(try Files.rules(), teller.records)
        #expect(steps.lines == ["R01", "R22", "R01 over", "R22", "R22 over", "R01"])
        #expect(Set(steps.map(\.alert.id)).count == 4)
        #expect(steps.raised("R22").allSatisfy { $0.audience == ["command", "medics"] })
    }

    /// A correction that was taken back and stands again goes to those who were told, and to nobody else.
    @Test func aCorrectionThatStandsAgainGoesToThoseWhoWereTold() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try Self.injury(&teller, at: 60, "minor")
        try teller.correct(teller.ids[1], "/data/severity", #""serious""#, at: 90)
        try teller.retract(teller.ids[2], at: 100)
        try teller.retract(teller.ids[3], at: 110)
        let steps = AlertEngine.steps(try Files.rules(), teller.records)
        #expect(steps.raised("R22").allSatisfy { $0.audience == ["command", "medics"] })
        #expect(steps.raised("R22").allSatisfy { !$0.text.contains("?") })
        #expect(steps.raised("R02").count == 2)
        let raised = steps.filter { $0.kind == .raised }.map(\.alert.id)
        #expect(Set(raised).count == raised.count)
    }

    /// Nothing that happens would end such an alert, so that its ground's end does.
    @Test func anAlertWhoseGroundIsGoneStandsOpenNoLonger() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try Self.shots(&teller, at: 60)
        var engine = AlertEngine(try Files.rules())
        let told = try #require(engine.fold(teller.records).raised("R01").first)
        #expect(!told.resolvesItself)
        let known = teller.records.count
        try teller.retract(teller.ids[1], at: 120)
        let steps = engine.fold(Array(teller.records[known...]))
        #expect(steps.lines == ["R22", "R01 over"])
        #expect(steps.last?.alert.id == told.id && steps.last?.trigger == teller.ids[2])
        #expect(!engine.existingAlerts.contains(told.id))
    }

    /// The hours since a declaration stay told when the incident is closed, but not when it began later.
    @Test func whatIsToldForGoodEndsWhenItNeverWas() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(teller.records)
        #expect(engine.wait(until: 14_400).raised("R16").count == 1)
        let end = Teller.time(14_500).rfc3339
        try teller.tell("incident.closed", at: 14_500, #"{"outcome":"other","endedAt":"\#(end)"}"#)
        #expect(!engine.fold([teller.records[1]]).lines.contains("R16 over"))
        try teller.correct(teller.ids[0], "/time", "\"\(Teller.time(600).rfc3339)\"", at: 14_600)
        let steps = engine.fold([teller.records[2]])
        #expect(steps.lines.filter { $0 == "R16 over" }.count == 1)
        #expect(steps.raised("R22").count == 1)
    }

    /// One amendment of an event of which two rules told goes to all whom they told, where they told it.
    @Test func anAmendmentGoesToEveryoneWhoWasTold() throws {
        let rules = """
            version: 1
            destinations:
              - {name: a, kind: command, command: [/bin/true]}
              - {name: b, kind: command, command: [/bin/true]}
            rules:
              - {id: A, name: A, event: shots.fired, severity: Minor, audience: one, to: a, text: A}
              - {id: B, name: B, event: shots.fired, severity: Extreme, audience: two, to: b, text: B}
              - {id: N, name: N, event: record.retracted, where: {amends: alerted}, severity: target,
                 text: "{told} {changes}"}
            """
        var teller = Teller()
        try Self.shots(&teller, at: 0)
        try teller.retract(teller.ids[0], at: 10)
        let steps = AlertEngine.steps(try RuleBook(Array(rules.utf8), file: "r"), teller.records)
        let notice = try #require(steps.raised("N").first)
        #expect(notice.audience == ["one", "two"] && notice.destinations == ["a", "b"])
        #expect(notice.severity == .extreme && notice.text == "A, B retracted")
    }

    /// A deadline that was set at another time than was said: the warnings of the wrong time end, and those who
    /// had them are told.
    @Test func aCorrectedDeadlineWithdrawsTheWarningsOfTheWrongTime() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        let due = Teller.time(1_200).rfc3339
        try teller.tell(
            "deadline.set",
            at: 10,
            #"{"deadlineId":"DL1","due":"\#(due)","by":"subject"}"#
        )
        var engine = AlertEngine(try Files.rules())
        let first = engine.fold(teller.records) + engine.wait(until: 400)
        #expect(first.raised("R10").count == 1)
        let known = teller.records.count
        try teller.correct(teller.ids[1], "/data/due", "\"\(Teller.time(3_600).rfc3339)\"", at: 420)
        let steps = engine.fold(Array(teller.records[known...]))
        #expect(steps.lines == ["R22", "R10 over"])
        #expect(engine.wait(until: 2_600).raised("R10").isEmpty)
        #expect(engine.wait(until: 2_700).raised("R10").count == 1)
    }

    /// What is withheld is not said by alerts that come later.
    @Test func withheldFieldsAreNotTold() throws {
        var teller = Teller()
        try teller.tell(
            "record.redacted",
            at: 0,
            #"{"pointers":["/data/by"],"basis":"juvenile","visibleTo":"RED"}"#,
            more: ["amends": .string(Teller.id(2_000_001).description)]
        )
        var other = Teller()
        (other.stream, other.source) = (2, "tac1")
        try Self.shots(&other, at: 5)
        let steps = AlertEngine.steps(try Files.rules(), teller.records + other.records)
        #expect(steps.raised("R01").first?.text.contains("Shots fired by ? at") == true)
    }
}

import AlertRules
import EventSchema
import Testing

/// An alert may stand on more events than the one that started it: whoever was told is told when any of them is
/// amended away.
@Suite struct AmendedGroundTests {
    /// The steps that a teller's last record brings.
    private static func last(_ teller: Teller, _ engine: inout AlertEngine) -> [AlertStep] {
        engine.fold([teller.records[teller.records.count - 1]])
    }

    /// The ring is late because the incident is a barricade; that it is one another event says than the declaration,
    /// from which the clock counts.
    @Test func aClassThatIsTakenBackTellsWhoeverWasToldBecauseOfIt() throws {
        var teller = Teller()
        try teller.declare(at: 0, class: "WELFARE")
        try teller.tell("incident.reclassified", at: 60, #"{"fromClass":"WELFARE","toClass":"BARICADE"}"#)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(teller.records)
        let told = try #require(engine.wait(until: 900).raised("R17").first)
        #expect(told.cause == teller.ids[0])
        try teller.retract(teller.ids[1], at: 910)
        let steps = Self.last(teller, &engine).filter { $0.alert.rule != "R12" }
        #expect(steps.lines == ["R22", "R17 over"])
        let notice = try #require(steps.first?.alert)
        #expect(notice.audience == told.audience && notice.severity == told.severity)
        #expect(notice.text.hasPrefix("R17 is amended") && notice.text.hasSuffix("retracted"))
    }

    /// The same for a correction, and for its being taken back.
    @Test func aCorrectionThatIsTakenBackTellsWhoeverWasToldBecauseOfIt() throws {
        var teller = Teller()
        try teller.declare(at: 0, class: "WELFARE")
        try teller.tell("incident.reclassified", at: 60, #"{"fromClass":"WELFARE","toClass":"ROBBERY"}"#)
        try teller.correct(teller.ids[1], "/data/toClass", #""BARICADE""#, at: 90)
        var engine = AlertEngine(try Files.rules())
        #expect(engine.fold(teller.records).isEmpty)
        #expect(engine.wait(until: 900).raised("R17").count == 1)
        try teller.retract(teller.ids[2], at: 910)
        let steps = Self.last(teller, &engine)
        #expect(steps.lines.filter { $0.hasPrefix("R17") || $0 == "R22" } == ["R22", "R17 over"])
        // The correction stands again, and so does what it brought about.
        try teller.retract(teller.ids[3], at: 920)
        let again = Self.last(teller, &engine)
        #expect(again.raised("R17").count == 1)
        #expect(again.raised("R22").map(\.audience) == [["command"]])
    }

    /// Contact that was made earlier than was said: nobody was without it for so long.
    @Test func anEarlierEndTellsWhoeverWasToldOfTheWait() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        let contact = #"{"channel":"existingPhone","party":{"ref":"S1"}}"#
        try teller.tell("negotiation.contact.established", at: 3_000, contact)
        var engine = AlertEngine(try Files.rules())
        #expect(engine.fold(teller.records).raised("R09").count == 1)
        try teller.correct(teller.ids[1], "/time", "\"\(Teller.time(2_000).rfc3339)\"", at: 3_100)
        let notice = try #require(Self.last(teller, &engine).raised("R22").first)
        #expect(notice.text.hasPrefix("R09 is amended"))
        #expect(notice.audience == ["command", "negotiators"])
    }

    private static let rules = """
        version: 1
        rules:
          - {id: A, name: A, event: shots.fired, if: {class: HOSTAGE}, severity: Severe, audience: one, text: A}
          - {id: B, name: B, event: hostage.reported, where: {data.count: {above: hostages.held}}, severity: Minor,
             audience: two, text: B}
          - {id: Q, name: Q, event: shots.fired, key: same, severity: Minor, audience: three, text: Q}
          - {id: N, name: N, event: [record.retracted, record.corrected], where: {amends: alerted}, severity: target,
             text: "{told}"}
        """

    /// Rules about events ask for the class and for the hostages held as well.
    @Test func whatWasTakenAwayFromOtherEventsIsToldToo() throws {
        var teller = Teller()
        try teller.declare(at: 0, class: "WELFARE")
        try teller.tell("incident.reclassified", at: 10, #"{"fromClass":"WELFARE","toClass":"HOSTAGE"}"#)
        try teller.tell("hostage.reported", at: 20, #"{"count":2}"#)
        try teller.tell("shots.fired", at: 30, #"{"by":"subject"}"#)
        try teller.tell("hostage.reported", at: 40, #"{"count":3}"#)
        var engine = AlertEngine(try RuleBook(Array(Self.rules.utf8), file: "r"))
        #expect(engine.fold(teller.records).lines == ["B", "A", "Q", "B"])
        try teller.retract(teller.ids[1], at: 50)
        let first = Self.last(teller, &engine)
        #expect(first.lines == ["N", "A over"])
        #expect(first.first?.alert.audience == ["one"] && first.first?.alert.severity == .severe)
        // Three were reported where three were held: that was no news.
        try teller.correct(teller.ids[2], "/data/count", "3", at: 60)
        let second = Self.last(teller, &engine)
        #expect(second.lines == ["N", "B over"])
        #expect(second.first?.alert.audience == ["two"])
    }

    /// What only stays quiet, because an event that stands again tells the same, is not amended.
    @Test func whatStaysQuietIsNotAmended() throws {
        var teller = Teller()
        try teller.declare(at: 0, class: "WELFARE")
        try teller.tell("shots.fired", at: 10, #"{"by":"subject"}"#)
        try teller.retract(teller.ids[1], at: 20)
        try teller.tell("shots.fired", at: 30, #"{"by":"subject"}"#)
        var engine = AlertEngine(try RuleBook(Array(Self.rules.utf8), file: "r"))
        #expect(engine.fold(teller.records).lines == ["Q", "N", "Q over", "Q"])
        try teller.retract(teller.ids[2], at: 40)
        let steps = Self.last(teller, &engine)
        #expect(steps.lines == ["N", "N over", "Q over", "Q"])
        #expect(steps.first?.alert.text == "N")
    }

    /// An amendment is an entry as well: where that alone shows that there was no silence, nothing is amended.
    @Test func anEntryThatIsLearntLateIsNoAmendmentOfASilence() throws {
        var (first, second) = (Teller(), Teller())
        (second.stream, second.source) = (2, "neg1")
        try first.declare(at: 0)
        try first.tell("log.entry", at: 10, #"{"text":"a note"}"#)
        try second.retract(first.ids[1], at: 100)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(first.records)
        #expect(engine.wait(until: 700).raised("R12").count == 1)
        #expect(engine.fold(second.records).lines == ["R12 over"])
    }
}

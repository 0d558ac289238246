import AlertRules
import EventSchema
import Testing

/// Subjects, deadlines, requests, rings and evacuations: each clock stands on its own.
@Suite struct SceneAlertTests {
    private var engine: AlertEngine
    private var teller = Teller()

    init() throws {
        engine = AlertEngine(try Files.rules())
        try teller.declare(at: 0)
        try teller.tell("perimeter.changed", at: 1, #"{"ring":"inner","state":"established"}"#)
        _ = engine.fold(teller.records)
    }

    /// Tells more, and folds it.
    private mutating func then(_ body: (inout Teller) throws -> Void) throws -> [AlertStep] {
        let known = teller.records.count
        try body(&teller)
        return engine.fold(Array(teller.records[known...]))
    }

    private static func contact(_ subject: String) -> String {
        #"{"channel":"existingPhone","party":{"ref":"\#(subject)","role":"subject"}}"#
    }

    private static func custody(_ subject: String) -> String {
        #"{"subject":{"ref":"\#(subject)"},"force":"none"}"#
    }

    private func deadline(_ name: String, due second: Int) -> String {
        #"{"deadlineId":"\#(name)","due":"\#(Teller.time(second).rfc3339)","by":"subject"}"#
    }

    // MARK: - Several subjects

    @Test mutating func oneSubjectsCustodyEndsNeitherTheOthersTalkNorTheHoursOfTalk() throws {
        _ = try then {
            try $0.tell("negotiation.contact.established", at: 10, Self.contact("S1"))
            try $0.tell("negotiation.contact.established", at: 20, Self.contact("S2"))
            try $0.tell("subject.incustody", at: 30, Self.custody("S1"))
            try $0.tell("negotiation.contact.lost", at: 40, #"{"reason":"subjectHungUp"}"#)
        }
        // Fifteen minutes of silence as while talks last, not thirty as after custody; and S2 is not talked to.
        #expect(Set(engine.wait(until: 41 + 900).lines) == ["R08", "R12"])
    }

    @Test mutating func custodyOfTheOneWhoWasLostEndsTheLoss() throws {
        _ = try then {
            try $0.tell("negotiation.contact.established", at: 10, Self.contact("S1"))
            try $0.tell("subject.incustody", at: 20, Self.custody("S1"))
            try $0.tell("negotiation.contact.established", at: 30, Self.contact("S2"))
            try $0.tell("negotiation.contact.lost", at: 100, #"{"reason":"subjectHungUp"}"#)
            try $0.tell("subject.incustody", at: 700, Self.custody("S2"))
        }
        #expect(engine.wait(until: 100 + 1_000).raised("R08").isEmpty)
    }

    @Test mutating func aLossWithoutAContactBeforeItCounts() throws {
        _ = try then { try $0.tell("negotiation.contact.lost", at: 100, #"{"reason":"noResponse"}"#) }
        #expect(engine.wait(until: 1_000).raised("R08").count == 1)
    }

    @Test mutating func whoSurrendersIsHeldForUntilThatPersonIsInCustody() throws {
        let first = try then {
            try $0.tell("subject.observed", at: 5, #"{"subject":{"ref":"S2"},"observation":"at the window"}"#)
            try $0.tell("subject.surrendered", at: 10, #"{"subject":{"ref":"S1"}}"#)
            try $0.tell("subject.incustody", at: 20, Self.custody("S2"))
        }
        #expect(first.lines == ["R25"])
        #expect(
            try then { try $0.tell("subject.incustody", at: 30, Self.custody("S1")) }.lines == ["R25 over"]
        )
    }

    // MARK: - Rings

    @Test mutating func aBreachThatWasOverWhenItBecameKnownIsToldOnceAndLate() throws {
        let steps = try then {
            try $0.tell(
                "perimeter.breached",
                at: 300,
                publishedAt: 100 + 300,
                #"{"ring":"inner","direction":"in","party":"media","resolved":true}"#
            )
            try $0.tell(
                "perimeter.breached",
                at: 200,
                publishedAt: 401,
                #"{"ring":"inner","direction":"in","party":"media"}"#
            )
        }
        #expect(steps.lines == ["R07", "R07 over"])
        let alert = try #require(steps.first?.alert)
        #expect(alert.isLate && alert.text.hasPrefix("LATE 3 min: "))
    }

    @Test mutating func aSecondBreachIsAnotherAlert() throws {
        let breach = #"{"ring":"inner","direction":"in","party":"media"}"#
        let steps = try then {
            try $0.tell("perimeter.breached", at: 10, breach)
            try $0.tell("perimeter.changed", at: 20, #"{"ring":"inner","state":"established"}"#)
            try $0.tell("perimeter.breached", at: 30, breach)
        }
        #expect(steps.lines == ["R07", "R07 over", "R07"])
        #expect(Set(steps.raised("R07").map(\.id)).count == 2)
    }

    // MARK: - Deadlines

    @Test mutating func anExtensionWithoutATimeLeavesTheDeadlineOpenAndNothingOverdue() throws {
        let due = deadline("DL1", due: 100)
        _ = try then {
            try $0.tell("deadline.set", at: 10, due)
            try $0.tell("deadline.resolved", at: 90, #"{"deadlineId":"DL1","resolution":"extended"}"#)
        }
        #expect(engine.wait(until: 800).raised("R11").isEmpty)
    }

    @Test mutating func anExtensionRunsOnToItsNewTime() throws {
        let due = deadline("DL1", due: 100)
        let new = Teller.time(400).rfc3339
        _ = try then {
            try $0.tell("deadline.set", at: 10, due)
            try $0.tell(
                "deadline.resolved",
                at: 90,
                #"{"deadlineId":"DL1","resolution":"extended","newDue":"\#(new)"}"#
            )
        }
        #expect(engine.wait(until: 519).raised("R11").isEmpty)
        #expect(engine.wait(until: 520).raised("R11").count == 1)
    }

    @Test mutating func aResolutionIsNotUndoneByASettingThatSortsAfterIt() throws {
        let due = deadline("DL1", due: 400)
        let steps = try then {
            try $0.tell(
                "deadline.resolved",
                at: 95,
                publishedAt: 101,
                #"{"deadlineId":"DL1","resolution":"met"}"#
            )
            try $0.tell("deadline.set", at: 96, publishedAt: 102, due)
        }
        #expect((steps + engine.wait(until: 800)).allSatisfy { !["R10", "R11"].contains($0.alert.rule) })
    }

    @Test mutating func aNameThatIsUsedAgainIsAnotherDeadline() throws {
        let (first, second) = (deadline("DL1", due: 100), deadline("DL1", due: 2_000))
        _ = try then {
            try $0.tell("deadline.set", at: 10, first)
            try $0.tell("deadline.resolved", at: 90, #"{"deadlineId":"DL1","resolution":"met"}"#)
            try $0.tell("deadline.set", at: 200, second)
        }
        #expect(engine.wait(until: 2_120).raised("R11").count == 1)
    }

    // MARK: - Requests and evacuations

    @Test(arguments: [#""id":"AMB1","kind":"ambulanceALS""#, #""id":"AMB1""#])
    mutating func anArrivalThatNamesTheRequestFillsIt(resource: String) throws {
        let needed = Teller.time(600).rfc3339
        _ = try then {
            try $0.tell(
                "resource.requested",
                at: 10,
                #"{"needs":[{"kind":"ambulanceALS","quantity":1}],"neededBy":"\#(needed)"}"#
            )
            let request = $0.ids[2]
            try $0.tell(
                "resource.status.changed",
                at: 300,
                #"{"resources":[{\#(resource)}],"status":"Staging","answers":"\#(request)"}"#
            )
        }
        #expect(engine.wait(until: 700).raised("R14").isEmpty)
    }

    @Test mutating func onlyRealProgressIsProgress() throws {
        _ = try then {
            try $0.tell("protective.action.changed", at: 10, Self.evacuation(2, at: "EAST"))
            try $0.tell("protective.action.changed", at: 20, Self.evacuation(1, at: "WEST"))
            // Nothing new in the east; progress in the west.
            try $0.tell("protective.action.changed", at: 600, Self.evacuation(2, at: "EAST"))
            try $0.tell("protective.action.changed", at: 601, Self.evacuation(3, at: "WEST"))
        }
        let steps = engine.wait(until: 1_300).raised("R18")
        #expect(steps.map(\.key) == ["EX-1 EAST"])
    }

    private static func evacuation(_ done: Int, at place: String) -> String {
        """
        {"action":"Evacuate","state":"inProgress","structuresTotal":6,"structuresDone":\(done),\
        "location":{"label":"\(place)"}}
        """
    }

    // MARK: - Ids

    @Test mutating func aClassThatComesBackIsAnotherAlert() throws {
        var late = AlertEngine(try Files.rules())
        var teller = Teller()
        try teller.declare(at: 0)
        let first = late.fold(teller.records) + late.wait(until: 1_000)
        #expect(first.raised("R17").count == 1)
        let known = teller.records.count
        try teller.tell(
            "incident.reclassified",
            at: 1_010,
            #"{"fromClass":"BARICADE","toClass":"WELFARE"}"#
        )
        try teller.tell(
            "incident.reclassified",
            at: 1_020,
            #"{"fromClass":"WELFARE","toClass":"BARICADE"}"#
        )
        let steps = late.fold(Array(teller.records[known...])).filter { $0.alert.rule == "R17" }
        #expect(steps.lines == ["R17 over", "R17"])
        #expect(steps[0].alert.id == first.raised("R17")[0].id && steps[1].alert.id != steps[0].alert.id)
    }

    @Test(arguments: ["reopened", "declared again", "closure retracted"])
    mutating func whatAReopeningTakesUpIsAnotherAlert(how: String) throws {
        _ = try then { try $0.tell("negotiation.contact.lost", at: 10, #"{"reason":"noResponse"}"#) }
        let before = engine.wait(until: 1_000).raised("R08")
        let end = Teller.time(1_000).rfc3339
        let closing = try then {
            try $0.tell(
                "incident.closed",
                at: 1_000,
                #"{"outcome":"other","endedAt":"\#(end)"}"#
            )
        }
        #expect(closing.lines.contains("R08 over"))
        let steps = try then { teller in
            switch how {
            case "reopened":
                try teller.tell("incident.phase.changed", at: 1_100, #"{"from":"closed","to":"reopened"}"#)
            case "declared again": try teller.declare(at: 1_100)
            default: try teller.retract(teller.ids[3], at: 1_100)
            }
        }
        let after = steps.raised("R08")
        #expect(before.count == 1 && after.count == 1)
        #expect(before.map(\.id) != after.map(\.id))
    }

    @Test mutating func aSecondDeclarationIsToldOfByItself() throws {
        let steps = try then {
            try $0.declare(at: 400, class: "HOSTAGE")
            try $0.declare(at: 800, class: "HOSTAGE")
        }
        #expect(steps.raised("R05").count == 2)
        #expect(Set(steps.map(\.alert.id)).count == steps.count)
    }

    @Test mutating func nothingRunsInAClosedIncident() throws {
        let end = Teller.time(100).rfc3339
        _ = try then {
            try $0.tell("incident.closed", at: 100, #"{"outcome":"other","endedAt":"\#(end)"}"#)
            try $0.tell("negotiation.contact.lost", at: 110, #"{"reason":"noResponse"}"#)
            try $0.tell(
                "resource.status.changed",
                at: 120,
                #"{"resources":[{"id":"E1"}],"status":"Transporting"}"#
            )
        }
        #expect(engine.wait(until: 50_000).isEmpty)
    }

    @Test mutating func aClosureThatLeavesSomethingOpenIsToldUntilItIsPutRight() throws {
        let end = Teller.time(100).rfc3339
        let closing = try then {
            try $0.tell("hostage.reported", at: 10, #"{"count":1}"#)
            try $0.tell("incident.closed", at: 100, #"{"outcome":"other","endedAt":"\#(end)"}"#)
        }
        #expect(closing.raised("R26").count == 1)
        let released = try then {
            try $0.tell("hostage.released", at: 110, #"{"count":1,"manner":"released"}"#)
        }
        #expect(released.lines.contains("R26 over"))
    }

    /// Closing an incident with the worst alerts unacknowledged is told until people have acknowledged them.
    @Test(arguments: [false, true]) func aClosureWithUnacknowledgedAlertsIsTold(isRestarted: Bool) throws {
        let text = """
            version: 1
            rules:
              - {id: S1, name: Shots, event: shots.fired, severity: Extreme, acknowledge: true, text: Shots}
              - {id: S2, name: Note, event: log.entry, severity: Minor, acknowledge: true, text: A note}
              - id: C1
                name: Unacknowledged
                clock: unacknowledged
                severity: Severe
                text: "Closed at {since}, unacknowledged: {what}"
            """
        let rules = try RuleBook(Array(text.utf8), file: "rules.yml")
        var engine = AlertEngine(rules, isStored: true)
        var teller = Teller()
        try teller.declare(at: 0)
        for second in [10, 20] { try teller.tell("shots.fired", at: second, #"{"by":"subject"}"#) }
        try teller.tell("log.entry", at: 30, #"{"text":"a note"}"#)
        let steps = engine.fold(teller.records)
        let alerts = steps.filter { $0.alert.rule == "S1" }.map(\.alert.id)
        try #require(alerts.count == 2)

        func tell(_ tellMore: (inout Teller) throws -> Void) throws -> [AlertStep] {
            let count = teller.records.count
            try tellMore(&teller)
            return engine.fold(Array(teller.records[count...]))
        }
        func acknowledge(_ alert: EventID, at second: Int, action: String = "ack") throws -> [String] {
            try tell {
                try $0.tell(
                    "alert.acknowledged",
                    at: second,
                    #"{"alert":"\#(alert)","by":{"id":"b","role":"dispatcher"},"action":"\#(action)"}"#
                )
            }.lines
        }
        func close(at second: Int) throws -> [AlertStep] {
            let end = Teller.time(second).rfc3339
            return try tell {
                try $0.tell("incident.closed", at: second, #"{"outcome":"other","endedAt":"\#(end)"}"#)
            }
        }
        #expect(try acknowledge(alerts[0], at: 40) == [])
        if isRestarted {
            engine = try AlertEngine(rules, restoring: engine.takeSnapshot(sealingAfter: nil))
            _ = engine.note(.live, of: Record.stream(1), at: Teller.time(40))
        }
        let closing = try close(at: 100)
        #expect(closing.lines == ["C1"])
        #expect(closing.first?.alert.text.hasSuffix("unacknowledged: S1") == true)
        #expect(try acknowledge(alerts[1], at: 110, action: "snooze") == [])
        #expect(try acknowledge(alerts[1], at: 120, action: "clear") == ["C1 over"])
        // Taken up again with everything acknowledged, it closes in silence.
        #expect(try tell { try $0.declare(at: 200) }.isEmpty)
        #expect(try close(at: 300).isEmpty)
        // What comes to be told after the close waits as well, until it turns out never to have been.
        let late = try tell { try $0.tell("shots.fired", at: 290, publishedAt: 400, #"{"by":"subject"}"#) }
        #expect(late.lines == ["S1", "C1"])
        let shots = try #require(teller.ids.last)
        #expect(try tell { try $0.retract(shots, at: 410) }.lines == ["S1 over", "C1 over"])
        // What is told after a reopening says nothing of the closure before.
        #expect(try tell { try $0.declare(at: 500) }.isEmpty)
        #expect(try tell { try $0.tell("shots.fired", at: 510, #"{"by":"subject"}"#) }.lines == ["S1"])
        #expect(try tell { try $0.tell("log.entry", at: 520, #"{"text":"a note"}"#) }.lines == ["S2"])
    }

    /// A closure with nothing to acknowledge is not told of when something comes to be after a reopening.
    @Test func aClosureInGoodOrderIsNeverToldOf() throws {
        let text = """
            version: 1
            rules:
              - {id: S1, name: Shots, event: shots.fired, severity: Extreme, acknowledge: true, text: Shots}
              - {id: C1, name: Unacknowledged, clock: unacknowledged, severity: Severe, text: "{what}"}
            """
        var teller = Teller()
        try teller.declare(at: 0)
        let end = Teller.time(100).rfc3339
        try teller.tell("incident.closed", at: 100, #"{"outcome":"other","endedAt":"\#(end)"}"#)
        try teller.declare(at: 200)
        try teller.tell("shots.fired", at: 210, #"{"by":"subject"}"#)
        // Late, so that everything is worked out anew.
        try teller.tell("log.entry", at: 50, publishedAt: 220, #"{"text":"a note"}"#)
        var engine = AlertEngine(try RuleBook(Array(text.utf8), file: "rules.yml"))
        #expect(engine.fold(teller.records).lines == ["S1"])
    }
}

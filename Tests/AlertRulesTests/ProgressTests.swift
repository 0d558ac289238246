import AlertRules
import EventSchema
import Testing

/// Only more than ever before is progress of an evacuation, and only another time is another deadline.
@Suite struct ProgressTests {
    private static func evacuation(_ minute: Int, _ more: String, _ story: inout Story) throws {
        let data = #"{"action":"Evacuate",\#(more),"location":{"label":"EAST"}}"#
        try story.tell(minute, "protective.action.changed", data)
    }

    @Test func aCountThatFallsAndRisesAgainIsNoProgress() throws {
        var story = try Story()
        for (minute, done) in [(1, 3), (10, 2), (15, 3)] {
            try Self.evacuation(minute, #""state":"inProgress","structuresDone":\#(done)"#, &story)
        }
        #expect(try story.lines(of: "R18", until: 60) == ["raised 21"])
        try Self.evacuation(30, #""state":"inProgress","structuresDone":4"#, &story)
        #expect(try story.lines(of: "R18", until: 60) == ["raised 21", "resolved 30", "raised 50"])
    }

    @Test func aStateThatFallsBackIsNoProgress() throws {
        var story = try Story()
        for (minute, state) in [(1, "inProgress"), (10, "ordered"), (15, "inProgress")] {
            try Self.evacuation(minute, #""state":"\#(state)""#, &story)
        }
        #expect(try story.lines(of: "R18", until: 60) == ["raised 21"])
    }

    @Test func whatIsOrderedAnewBeginsAnew() throws {
        var story = try Story()
        try Self.evacuation(1, #""state":"inProgress","structuresDone":6"#, &story)
        try Self.evacuation(10, #""state":"completed""#, &story)
        try Self.evacuation(20, #""state":"ordered""#, &story)
        try Self.evacuation(30, #""state":"inProgress","structuresDone":1"#, &story)
        #expect(try story.lines(of: "R18", until: 49).isEmpty)
        #expect(try story.lines(of: "R18", until: 60) == ["raised 50"])
    }

    // MARK: - Deadlines

    @Test(arguments: ["met", "extended"])
    func aSecondEntryOfADeadlineUndoesNothing(resolution: String) throws {
        var story = try Story()
        try story.deadline(1, due: 30)
        try story.resolve(5, resolution, newDue: resolution == "extended" ? 60 : nil)
        try story.deadline(8, due: 30)
        let overdue = resolution == "extended" ? ["raised 62"] : []
        #expect(try story.lines(of: "R11", until: 90) == overdue)
    }

    @Test func aSecondEntryOfADeadlineIsNoOtherAlert() throws {
        var story = try Story()
        try story.deadline(1, due: 30)
        try story.deadline(20, due: 30)
        #expect(try story.lines(of: "R10", until: 29) == ["raised 15", "raised 25"])
    }

    @Test(arguments: [true, false]) func aConditionHoldsOfADeadlineAfterItsExtension(isThreat: Bool) throws {
        let text = """
            version: 1
            rules:
              - {id: DT, name: Threat, clock: deadline, after: 0 min, where: {data.nature: threat},
                 severity: Severe, text: "{what}"}
            """
        var story = try Story()
        try story.deadline(1, due: 30, #","nature":"\#(isThreat ? "threat" : "commitment")""#)
        try story.resolve(20, "extended", newDue: 40)
        let rules = try RuleBook(Array(text.utf8), file: "rules.yml")
        #expect(try story.lines(of: "DT", until: 60, rules: rules) == (isThreat ? ["raised 40"] : []))
    }
}

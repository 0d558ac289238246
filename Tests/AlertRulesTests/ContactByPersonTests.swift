import AlertRules
import EventSchema
import Testing

/// Contact is kept by person: what becomes of one subject ends neither talk with another nor its loss.
@Suite struct ContactByPersonTests {
    @Test func aLossAfterOneSubjectsCustodyIsTheOthers() throws {
        var story = try Story()
        try story.contact(1, "S1")
        try story.contact(5, "S2")
        try story.custody(6, "S2")
        try story.loss(7)
        #expect(try story.lines(of: "R08", until: 60) == ["raised 22"])
        #expect(try story.steps(of: "R08", until: 60).map(\.alert.key) == ["EX-1 S1"])
        try story.custody(30, "S1")
        #expect(try story.lines(of: "R08", until: 60) == ["raised 22", "resolved 30"])
    }

    @Test(arguments: ["custody", "surrender"])
    func aLossOfNobodyKnownLastsUntilNobodyIsAtLarge(how: String) throws {
        var story = try Story()
        try story.observe(1, "S1")
        try story.observe(1, "S2")
        try story.loss(7)
        if how == "custody" { try story.custody(8, "S1") } else { try story.surrender(8, "S1") }
        #expect(try story.lines(of: "R08", until: 30) == ["raised 22"])
        if how == "custody" { try story.custody(25, "S2") } else { try story.surrender(25, "S2") }
        #expect(try story.lines(of: "R08", until: 30) == ["raised 22", "resolved 25"])
    }

    @Test func twoLinesAreLostOneAfterTheOther() throws {
        var story = try Story()
        try story.contact(1, "S1")
        try story.contact(2, "S2")
        try story.loss(3)
        try story.loss(4)
        #expect(try story.steps(of: "R08", until: 30).map(\.alert.key) == ["EX-1 S2", "EX-1 S1"])
        try story.contact(25, "S2")
        #expect(try story.lines(of: "R08", until: 30) == ["raised 18", "raised 19", "resolved 25"])
    }

    @Test func aLossThatNamesItsChannelIsOfThatLine() throws {
        var story = try Story()
        try story.contact(1, "S1")
        let talk = #"{"channel":"throwPhone","party":{"ref":"S2","role":"subject"}}"#
        try story.tell(2, "negotiation.contact.established", talk)
        try story.tell(3, "negotiation.contact.lost", #"{"reason":"lineDropped","channel":"existingPhone"}"#)
        #expect(try story.steps(of: "R08", until: 30).map(\.alert.key) == ["EX-1 S1"])
    }
}

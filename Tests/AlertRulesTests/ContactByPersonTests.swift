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

    /// Talk with S1 over the existing phone and with S2 over a throw phone; then two sources report losses.
    private static func losses(_ reports: [(second: Int, channel: String?)]) throws -> Story {
        var story = try Story()
        try story.contact(1, "S1")
        let talk = #"{"channel":"throwPhone","party":{"ref":"S2","role":"subject"}}"#
        try story.tell(2, "negotiation.contact.established", talk)
        for report in reports {
            let channel = report.channel.map { #","channel":"\#($0)""# } ?? ""
            let data = #"{"reason":"lineDropped"\#(channel)}"#
            try story.teller.tell("negotiation.contact.lost", at: 180 + report.second, data)
        }
        return story
    }

    @Test(
        arguments: [
            (0, "existingPhone", 20, "existingPhone", ["S1"]),
            // However late the second report is, no open line has that channel.
            (0, "existingPhone", 300, "existingPhone", ["S1"]),
            (0, "existingPhone", 20, nil, ["S1"]),
            (0, nil, 20, "throwPhone", ["S2"]),
            (0, nil, 20, nil, ["S2"]),
            (0, "existingPhone", 31, nil, ["S1", "S2"]),
            (0, "existingPhone", 5, "throwPhone", ["S1", "S2"]),
        ] as [(Int, String?, Int, String?, [String])]
    )
    func aLossThatIsReportedTwiceIsOneLoss(
        first: Int,
        over: String?,
        second: Int,
        again: String?,
        lost: [String]
    ) throws {
        let story = try Self.losses([(first, over), (second, again)])
        #expect(try story.steps(of: "R08", until: 30).map(\.alert.key) == lost.map { "EX-1 \($0)" })
    }

    @Test func aSecondReportWithinAMomentLeavesAnotherLineOverTheSameChannel() throws {
        var story = try Story()
        try story.contact(1, "S1")
        try story.contact(2, "S2")
        for second in [180, 200] {
            let data = #"{"reason":"lineDropped","channel":"existingPhone"}"#
            try story.teller.tell("negotiation.contact.lost", at: second, data)
        }
        #expect(try story.steps(of: "R08", until: 30).map(\.alert.key) == ["EX-1 S2"])
    }

    @Test func whoSurrenderedIsNotLost() throws {
        var story = try Story()
        try story.contact(1, "S1")
        try story.surrender(5, "S1")
        try story.loss(6)
        #expect(try story.lines(of: "R08", until: 30).isEmpty)
        // Of another who is at large it is not known.
        try story.observe(31, "S2")
        try story.loss(32)
        #expect(try story.steps(of: "R08", until: 60).map(\.alert.key) == ["EX-1"])
    }
}

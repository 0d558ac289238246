import AlertRules
import EventSchema
import Testing

/// What is reported a second time while it goes on keeps its beginning and its alert.
@Suite struct SecondReportTests {
    @Test func aLossThatIsEnteredAgainKeepsItsBeginning() throws {
        var story = try Story()
        try story.contact(1, "S1")
        try story.loss(5)
        try story.loss(21)
        #expect(try story.lines(of: "R08", until: 60) == ["raised 20"])
        try story.contact(40, "S1")
        #expect(try story.lines(of: "R08", until: 60) == ["raised 20", "resolved 40"])
    }

    @Test func aLossThatIsEnteredTimeAndAgainIsToldOfAllTheSame() throws {
        var story = try Story()
        try story.contact(1, "S1")
        for minute in [5, 15, 25, 35] { try story.loss(minute) }
        #expect(try story.lines(of: "R08", until: 60) == ["raised 20"])
    }

    @Test func aSurrenderThatTwoSourcesReportIsOneAlert() throws {
        var story = try Story()
        try story.surrender(5, "S1")
        try story.surrender(6, "S1")
        #expect(try story.lines(of: "R25", until: 10) == ["raised 5"])
        try story.custody(20, "S1")
        #expect(try story.lines(of: "R25", until: 30) == ["raised 5", "resolved 20"])
    }

    @Test func aBreachThatIsReportedTwiceIsOneAlert() throws {
        var story = try Story()
        try story.breach(5, by: "media")
        try story.breach(6, by: "media")
        #expect(try story.lines(of: "R07", until: 10) == ["raised 5"])
        try story.breach(8, by: "media", isResolved: true)
        #expect(try story.lines(of: "R07", until: 10) == ["raised 5", "resolved 8"])
    }

    @Test func theEndOfOneBreachIsNotTheEndOfAnother() throws {
        var story = try Story()
        try story.breach(5, by: "media")
        try story.breach(6, by: "relative")
        try story.breach(8, by: "media", isResolved: true)
        #expect(try story.lines(of: "R07", until: 10) == ["raised 5"])
        // Of the only one that is left it is enough to say that it is over.
        try story.breach(9, by: "unknown", isResolved: true)
        #expect(try story.lines(of: "R07", until: 10) == ["raised 5", "resolved 9"])
    }

    @Test func whoIsUnknownAtFirstIsKnownLater() throws {
        for parties in [["unknown", "media"], ["media", "unknown"]] {
            var story = try Story()
            for party in parties { try story.breach(5, by: party) }
            try story.breach(8, by: "media", isResolved: true)
            #expect(try story.lines(of: "R07", until: 10) == ["raised 5", "resolved 8"], "\(parties)")
        }
    }

    @Test func anEndThatMayMeanOneBreachOnlyEndsThat() throws {
        var story = try Story()
        try story.breach(5, by: "media")
        try story.breach(6, by: "relative")
        // Which of two is over nobody can say.
        try story.breach(7, by: "unknown", isResolved: true)
        try story.breach(8, by: "relative", isResolved: true)
        #expect(try story.lines(of: "R07", until: 10) == ["raised 5"])
        let out = #"{"ring":"inner","direction":"out","party":"resident"}"#
        try story.tell(9, "perimeter.breached", out)
        try story.breach(10, by: "unknown", isResolved: true)
        #expect(try story.lines(of: "R07", until: 11) == ["raised 5"])
        try story.breach(11, by: "unknown", isResolved: true)
        #expect(try story.lines(of: "R07", until: 12) == ["raised 5", "resolved 11"])
    }
}

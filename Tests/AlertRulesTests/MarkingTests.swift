import AlertRules
import EventSchema
import Testing

/// An alert's marking is the narrowest of everything that its text, its key and its values come from.
@Suite struct MarkingTests {
    @Test func openItemsAreAsNarrowAsWhatToldOfThem() throws {
        for (deadline, count) in [("RED", "GREEN"), ("GREEN", "RED")] {
            var story = try Story()
            try story.tell(1, "hostage.reported", #"{"count":2}"#, tlp: count)
            try story.deadline(2, due: 300, tlp: deadline)
            try story.close(3, tlp: "GREEN")
            let alert = try #require(story.steps(of: "R26", until: 4).first?.alert)
            #expect(alert.tlp == .red && alert.text.contains("2 hostages, deadline DL1"))
        }
    }

    @Test func aLossIsAsNarrowAsTheContactThatNamesThePerson() throws {
        var story = try Story()
        try story.contact(1, "JUV-TOM", tlp: "RED")
        try story.loss(5, tlp: "GREEN")
        let alert = try #require(story.steps(of: "R08", until: 30).first?.alert)
        #expect(alert.tlp == .red && alert.key == "EX-1 JUV-TOM")
    }

    @Test func anExtensionIsAsNarrowAsTheDeadline() throws {
        var story = try Story()
        story.teller.tlp = "GREEN"
        try story.deadline(1, due: 30, tlp: "RED")
        try story.resolve(5, "extended", newDue: 60)
        let alerts = try story.steps(of: "R11", until: 90).map(\.alert)
        #expect(alerts.map(\.tlp) == [.red])
    }

    @Test func aNoticeIsAsNarrowAsTheValuesThatItNames() throws {
        var story = try Story()
        story.teller.tlp = "GREEN"
        try story.tell(1, "injury.reported", #"{"role":"bystander","severity":"serious","cause":"subject"}"#)
        let injury = try #require(story.teller.ids.last)
        story.teller.tlp = "RED"
        try story.teller.correct(injury, "/data/cause", #""officer""#, at: 120)
        story.teller.tlp = "GREEN"
        try story.teller.correct(injury, "/data/cause", #""accident""#, at: 180)
        let notices = try story.steps(of: "R22", until: 5).map(\.alert)
        #expect(notices.map(\.tlp) == [.red, .red])
        #expect(notices.last?.text.contains("cause officer → accident") == true)
    }

    @Test func whatWaitsForSomebodyIsAsNarrowAsItsAlerts() throws {
        let text = """
            version: 1
            rules:
              - {id: S1, name: Shots, event: shots.fired, severity: Extreme, acknowledge: true, text: Shots}
              - {id: C1, name: Unacknowledged, clock: unacknowledged, severity: Severe, text: "{what}"}
            """
        var story = try Story()
        try story.tell(1, "shots.fired", #"{"by":"subject"}"#, tlp: "RED")
        try story.close(3, tlp: "GREEN")
        let rules = try RuleBook(Array(text.utf8), file: "rules.yml")
        #expect(try story.steps(of: "C1", until: 4, rules: rules).map(\.alert.tlp) == [.red])
    }
}

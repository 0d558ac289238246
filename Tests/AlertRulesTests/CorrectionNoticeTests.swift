import AlertRules
import EventSchema
import IncidentState
import Testing

/// A correction that changes something is told with the values; one that changes nothing is not.
@Suite struct CorrectionNoticeTests {
    /// What the notice of one correction says after the rule's own words; `nil` when there is none.
    private static func notice(
        _ type: String,
        _ data: String,
        _ pointer: String,
        _ value: String,
        after minute: Int = 2
    ) throws -> String? {
        var story = try Story()
        try story.tell(1, type, data)
        try story.teller.correct(try #require(story.teller.ids.last), pointer, value, at: minute * 60)
        let text = try story.steps(of: "R22", until: minute + 1).first?.alert.text
        return text.map { String($0.split(separator: ": ", maxSplits: 1).last ?? "") }
    }

    @Test(arguments: [
        ("/tlp", #""RED""#), ("/subject", #""OTHER""#), ("/data/nonsense", "4"), ("/data/by", #""subject""#),
        ("/severity", #""Extreme""#),
    ])
    func whatChangesNothingIsNotTold(pointer: String, value: String) throws {
        #expect(try Self.notice("shots.fired", #"{"by":"subject"}"#, pointer, value) == nil)
    }

    @Test func whatChangesNothingIsNoCorrectionOfTheEvent() throws {
        for (pointer, value, isCorrected) in [
            ("/tlp", #""RED""#, false), ("/data/nonsense", "4", false), ("/data/count", "3", false),
            ("/data/count", "4", true),
        ] {
            var story = try Story()
            try story.tell(1, "hostage.reported", #"{"count":3}"#)
            let event = try #require(story.teller.ids.last)
            try story.teller.correct(event, pointer, value, at: 120)
            var book = IncidentBook()
            for record in story.teller.records { book.fold(record.header, record.bytes.span.bytes) }
            let incident = book.incident("EX-1")
            #expect((incident?.amendments[event] != nil) == isCorrected, "\(pointer) \(value)")
        }
    }

    private static func request() throws -> (story: Story, event: EventID) {
        var story = try Story()
        let needed = Teller.time(1_200).rfc3339
        let data = #"{"needs":[{"kind":"ambulanceALS","quantity":1}],"neededBy":"\#(needed)"}"#
        try story.tell(1, "resource.requested", data)
        return (story, try #require(story.teller.ids.last))
    }

    /// Of a request only its data is kept, without words and place.
    @Test(arguments: [
        ("/data/location/label", #""LOC-U""#, "location.label ? → LOC-U"),
        ("/severity", #""Unknown""#, "severity"), ("/severity", #""Minor""#, "severity ? → Minor"),
    ])
    func whatIsNotKeptIsToldWithoutItsFormerValue(pointer: String, value: String, told: String) throws {
        var (story, event) = try Self.request()
        let later = #"{"pointer":"/data/neededBy","value":"\#(Teller.time(3_600).rfc3339)"}"#
        let changes = #"[\#(later),{"pointer":"\#(pointer)","value":\#(value)}]"#
        try story.teller.tell(
            "record.corrected",
            at: 1_500,
            #"{"changes":\#(changes),"reason":"checked"}"#,
            more: ["amends": .string(event.description)]
        )
        let text = try story.steps(of: "R22", until: 26).first?.alert.text
        #expect(text?.hasSuffix(", \(told)") == true, "\(text ?? "")")
    }

    @Test(arguments: [
        ("/severity", #""Unknown""#, true), ("/certainty", #""Observed""#, true),
        ("/data/location", #"{"label":"a"}"#, true), ("/tlp", #""RED""#, false),
        ("/data/needs/0/quantity", "1", false), ("/data/needs/0/quantity", "2", true),
    ])
    func aCorrectionOfWhatIsNotKeptCountsAsAChange(pointer: String, value: String, counts: Bool) throws {
        var (story, event) = try Self.request()
        try story.teller.correct(event, pointer, value, at: 120)
        var book = IncidentBook()
        for record in story.teller.records { book.fold(record.header, record.bytes.span.bytes) }
        #expect(book.isChanged(event, by: try #require(story.teller.ids.last)) == counts)
    }

    @Test func aCorrectedTimeInTheDataIsToldWithItsValues() throws {
        let (first, second) = (Teller.time(1_200).rfc3339, Teller.time(3_600).rfc3339)
        let data = #"{"needs":[{"kind":"ambulanceALS","quantity":1}],"neededBy":"\#(first)"}"#
        let notice = try Self.notice(
            "resource.requested",
            data,
            "/data/neededBy",
            #""\#(second)""#,
            after: 25
        )
        #expect(notice == "neededBy \(first) → \(second)")
    }

    @Test func aNestedFieldIsToldWithItsValues() throws {
        let data = #"{"by":"subject","location":{"label":"LOC-T"}}"#
        let notice = try Self.notice("shots.fired", data, "/data/location/label", #""LOC-U""#)
        #expect(notice == "location.label LOC-T → LOC-U")
    }
}

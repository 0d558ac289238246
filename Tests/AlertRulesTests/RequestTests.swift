import AlertRules
import EventSchema
import Testing

/// A resource that names a request fills it, whatever it is, whichever entry comes first.
@Suite struct RequestTests {
    private static func request(at minute: Int, _ story: inout Story) throws -> EventID {
        let needed = Teller.time(1_200).rfc3339
        let needs = #"{"needs":[{"kind":"ambulanceALS","quantity":1}],"neededBy":"\#(needed)"}"#
        try story.tell(minute, "resource.requested", needs)
        return try #require(story.teller.ids.last)
    }

    private static func status(
        _ minute: Int,
        _ status: String,
        _ resource: String = #""id":"M1""#,
        answers: EventID?,
        _ story: inout Story
    ) throws {
        let answer = answers.map { #","answers":"\#($0)""# } ?? ""
        let data = #"{"resources":[{\#(resource)}],"status":"\#(status)"\#(answer)}"#
        try story.tell(minute, "resource.status.changed", data)
    }

    @Test func whatIsThereBeforeItsRequestIsEnteredFillsIt() throws {
        var story = try Story()
        // Two sources whose clocks differ: the arrival sorts before the request that it names.
        try Self.status(1, "Staging", answers: Teller.id(1_000_004), &story)
        #expect(try Self.request(at: 2, &story) == Teller.id(1_000_004))
        #expect(try story.lines(of: "R14", until: 60).isEmpty)
    }

    @Test func anotherKindThatNamesTheRequestFillsIt() throws {
        var story = try Story()
        let request = try Self.request(at: 1, &story)
        try Self.status(10, "Staging", #""id":"M1","kind":"ambulanceBLS""#, answers: request, &story)
        #expect(try story.lines(of: "R14", until: 60).isEmpty)
    }

    @Test func whoNamedTheRequestWhenSettingOutFillsItOnArrival() throws {
        var story = try Story()
        let request = try Self.request(at: 1, &story)
        try Self.status(5, "Dispatched", answers: request, &story)
        try Self.status(10, "OnScene", answers: nil, &story)
        #expect(try story.lines(of: "R14", until: 60).isEmpty)
    }

    @Test func whoOnlySetOutFillsNothing() throws {
        var story = try Story()
        let request = try Self.request(at: 1, &story)
        try Self.status(5, "Dispatched", answers: request, &story)
        #expect(try story.lines(of: "R14", until: 60) == ["raised 20"])
        // A unit that was cleared meanwhile does not answer it any more.
        try Self.status(25, "Cleared", answers: nil, &story)
        try Self.status(30, "OnScene", answers: nil, &story)
        #expect(try story.lines(of: "R14", until: 60) == ["raised 20"])
    }

    @Test func anotherKindTakesNoPlaceWhereSeveralAreMissing() throws {
        var story = try Story()
        let needed = Teller.time(1_200).rfc3339
        let needs = #"[{"kind":"ambulanceALS","quantity":1},{"kind":"engine","quantity":1}]"#
        try story.tell(1, "resource.requested", #"{"needs":\#(needs),"neededBy":"\#(needed)"}"#)
        let request = try #require(story.teller.ids.last)
        try Self.status(10, "Staging", #""id":"T1","kind":"truck""#, answers: request, &story)
        try Self.status(11, "Staging", #""id":"M1","kind":"ambulanceALS""#, answers: request, &story)
        #expect(try story.lines(of: "R14", until: 30) == ["raised 20"])
        // Where one kind is missing, it takes that place as soon as it is told of again.
        try Self.status(25, "OnScene", #""id":"T1""#, answers: request, &story)
        #expect(try story.lines(of: "R14", until: 30) == ["raised 20", "resolved 25"])
    }
}

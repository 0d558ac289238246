import AlertRules
import EventSchema
import Testing

/// One record does not move a stream's clock by hours, unless something else says that they have passed.
@Suite struct ClockLeapTests {
    private var teller = Teller()
    private var engine: AlertEngine

    init() throws {
        engine = AlertEngine(try Files.rules())
        try teller.beat(at: 0)
        try teller.declare(at: 1)
        let due = Teller.time(1_800).rfc3339
        try teller.tell("deadline.set", at: 20, #"{"deadlineId":"DL1","due":"\#(due)","by":"subject"}"#)
        try teller.tell("negotiation.contact.lost", at: 30, #"{"reason":"noResponse"}"#)
        #expect(engine.fold(teller.records).isEmpty)
    }

    private mutating func tell(at second: Int, publishedAt: Int, isSetBack: Bool = false) throws -> [String] {
        if isSetBack { teller.flags = [.playedClock, .clockSteppedBack] }
        try teller.tell("log.entry", at: second, publishedAt: publishedAt, #"{"text":"a note"}"#)
        return engine.fold([teller.records[teller.records.count - 1]]).lines
    }

    @Test mutating func aPublisherThatIsHoursAheadForOneCommitRaisesNothing() throws {
        for second in [60, 61] { #expect(try tell(at: second, publishedAt: 7_260).isEmpty) }
        #expect(try tell(at: 80, publishedAt: 81, isSetBack: true).isEmpty)
        // What is due comes when it is due.
        let steps = engine.wait(until: 1_000)
        #expect(steps.lines == ["R13", "R12", "R10", "R17", "R08"])
        #expect(steps.map(\.at) == [81 + 90, 81 + 600, 900, 901, 930].map { Teller.time($0) })
    }

    @Test(arguments: [true, false])
    mutating func heartbeatsAfterARecordThatWasHoursAheadRefuteIt(isSetBack: Bool) throws {
        for second in [60, 61] { #expect(try tell(at: second, publishedAt: 7_260).isEmpty) }
        for second in 62...80 { #expect(engine.wait(until: second).isEmpty) }
        // The set-back record comes from another source, which says nothing of when the first was heard.
        teller.source = "cp2"
        #expect(try tell(at: 80, publishedAt: 81, isSetBack: isSetBack).isEmpty)
        let steps = engine.wait(until: 1_000)
        #expect(steps.lines == ["R13", "R12", "R10", "R17", "R08"])
        #expect(steps.first?.at == Teller.time(62 + 90))
    }

    @Test mutating func aSecondRecordAheadDoesNotConfirmOneThatWasRefuted() throws {
        #expect(try tell(at: 60, publishedAt: 7_260).isEmpty)
        #expect(engine.wait(until: 62).isEmpty)
        #expect(try tell(at: 63, publishedAt: 7_263).isEmpty)
    }

    @Test mutating func aLaterRecordConfirmsThatTimeHasPassed() throws {
        #expect(try tell(at: 60, publishedAt: 7_260).isEmpty)
        let lines = try tell(at: 70, publishedAt: 7_270)
        #expect(Set(lines).isSuperset(of: ["R08", "R10", "R11", "R12", "R17"]))
    }

    @Test mutating func aHeartbeatConfirmsThatTimeHasPassed() throws {
        #expect(try tell(at: 60, publishedAt: 7_260).isEmpty)
        #expect(Set(engine.wait(until: 7_261).lines).isSuperset(of: ["R08", "R10", "R11", "R17"]))
    }

    @Test mutating func anEntryThatWasMadeJustBeforeIsBelieved() throws {
        #expect(Set(try tell(at: 7_259, publishedAt: 7_260)).isSuperset(of: ["R08", "R10", "R11", "R12"]))
    }

    @Test mutating func whatWasEnteredHoursBeforeIsLateAllTheSame() throws {
        try teller.tell("shots.fired", at: 60, publishedAt: 7_260, #"{"by":"subject"}"#)
        let alert = engine.fold([teller.records[teller.records.count - 1]]).raised("R01").first
        #expect(alert?.text.hasPrefix("LATE 2 h: ") == true)
    }

    @Test mutating func aRestartForgetsNoDoubt() throws {
        engine = AlertEngine(try Files.rules(), isStored: true)
        _ = engine.fold(teller.records)
        #expect(try tell(at: 60, publishedAt: 7_260).isEmpty)
        engine = try AlertEngine(Files.rules(), restoring: engine.takeSnapshot(sealingAfter: nil))
        _ = engine.note(.live, of: Record.stream(1), at: Teller.time(90))
        #expect(try tell(at: 80, publishedAt: 81, isSetBack: true).isEmpty)
    }
}

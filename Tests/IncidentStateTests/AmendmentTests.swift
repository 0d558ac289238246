import EventSchema
import IncidentState
import Testing

/// Amendments change what stands, never what was recorded.
@Suite struct AmendmentTests {
    private func teller() throws -> Teller {
        var teller = Teller()
        try teller.tell("incident.declared", at: 0, #"{"class":"ROBBERY","location":{"label":"LOC-T"}}"#)
        try teller.tell("hostage.reported", at: 60, #"{"count":4}"#)
        return teller
    }

    @Test func aCorrectedCountStands() throws {
        var teller = try teller()
        try teller.correct(2, at: 90, #"{"pointer":"/data/count","value":2}"#)
        let incident = try #require(try teller.incident())
        #expect(incident.hostages.held == 2)
        #expect(incident.hostages.firstReported == 4)
        #expect(incident.amendments[Teller.id(2)]?.isCorrected == true)
    }

    @Test func theCorrectionEnteredLastWins() throws {
        var teller = try teller()
        try teller.correct(2, at: 95, #"{"pointer":"/data/count","value":2}"#)
        try teller.correct(2, at: 90, #"{"pointer":"/data/count","value":1}"#)
        #expect(try teller.incident()?.hostages.held == 2)
    }

    @Test func aReplacedCorrectionDoesNotStand() throws {
        var teller = try teller()
        let juveniles = #"{"pointer":"/data/juveniles","value":1}"#
        try teller.correct(2, at: 90, #"\#(juveniles),{"pointer":"/data/count","value":9}"#)
        try teller.amend(
            "record.corrected",
            2,
            at: 91,
            #"{"changes":[\#(juveniles)],"reason":"r","supersedesCorrection":"\#(Teller.id(3))"}"#
        )
        #expect(try teller.incident()?.hostages.held == 4)
    }

    @Test func aCorrectionThatMakesNoEventChangesNothing() throws {
        for changes in [
            #"{"pointer":"/data/count","value":-1}"#, #"{"pointer":"/data/count"}"#,
            #"{"pointer":"/data/count/3","value":1}"#, #"{"pointer":"/time","value":"soon"}"#,
            #"{"pointer":"/type","value":"shots.fired"}"#,
        ] {
            var teller = try teller()
            try teller.correct(2, at: 90, changes)
            #expect(try teller.incident()?.hostages.held == 4, "\(changes)")
        }
    }

    @Test func aCorrectedTimeMovesTheEvent() throws {
        var teller = try teller()
        try teller.tell("incident.reclassified", at: 70, #"{"fromClass":"ROBBERY","toClass":"HOSTAGE"}"#)
        try teller.tell("incident.reclassified", at: 80, #"{"fromClass":"HOSTAGE","toClass":"ACTSHOOT"}"#)
        try teller.correct(4, at: 90, #"{"pointer":"/time","value":"\#(Teller.time(65).rfc3339)"}"#)
        #expect(try teller.incident()?.incidentClass == .hostage)
    }

    @Test func aRetractedEventIsCountedAndDoesNotStand() throws {
        var teller = try teller()
        try teller.retract(2, at: 90)
        let incident = try #require(try teller.incident())
        #expect(incident.hostages.held == 0)
        #expect(incident.recorded.count(of: "hostage.reported") == 1)
        #expect(incident.amended.count(of: "hostage.reported") == 0)
        #expect(incident.recorded.count(of: .escalation) == 2)
        #expect(incident.amended.count(of: .escalation) == 1)
        #expect(incident.amendments[Teller.id(2)]?.isRetracted == true)
    }

    @Test func aRetractedRetractionRestores() throws {
        var teller = try teller()
        try teller.retract(2, at: 90)
        try teller.retract(3, at: 91)
        #expect(try teller.incident()?.hostages.held == 4)
        try teller.retract(4, at: 92)
        #expect(try teller.incident()?.hostages.held == 0)
    }

    @Test func aRetractedCorrectionDoesNotStand() throws {
        var teller = try teller()
        try teller.correct(2, at: 90, #"{"pointer":"/data/count","value":2}"#)
        try teller.retract(3, at: 91)
        #expect(try teller.incident()?.hostages.held == 4)
    }

    @Test func anAmendmentBeforeItsTargetIsKeptPending() throws {
        var teller = Teller()
        try teller.correct(7, at: 10, #"{"pointer":"/data/count","value":2}"#)
        var book = IncidentBook(teller.records)
        #expect(book.states[Teller.incident]?.pendingAmendments == [Teller.id(1): Teller.id(7)])
        try teller.tell("hostage.reported", at: 5, id: 7, #"{"count":4}"#)
        book.fold(teller.records[1])
        #expect(book.states[Teller.incident]?.pendingAmendments == [:])
        #expect(book.states[Teller.incident]?.hostages.held == 2)
    }

    @Test func anAmendmentReachesAnotherIncidentsEvent() throws {
        var teller = try teller()
        try teller.tell(
            "record.retracted",
            at: 90,
            #"{"reason":"wrongIncident"}"#,
            more: ["amends": .string(Teller.id(2).description), "subject": .string("EX-2")]
        )
        #expect(try teller.incident()?.hostages.held == 0)
        #expect(try teller.incident()?.recorded.retractions == 0)
    }

    /// Longer chains and circles than anybody writes end all the same.
    @Test func retractionsMayRunInCircles() throws {
        var teller = try teller()
        try teller.retract(4, at: 90)
        try teller.retract(3, at: 91)
        try teller.retract(5, at: 92)
        for target in 5..<400 { try teller.retract(target, at: 100 + target) }
        #expect(try teller.incident()?.recorded.retractions == 398)
    }
}

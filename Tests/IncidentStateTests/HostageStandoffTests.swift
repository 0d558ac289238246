import EventSchema
import Testing

@testable import IncidentState

/// Scenario A: every figure of its oracle, from the fold alone.
@Suite struct HostageStandoffTests {
    private let incident: Incident

    init() throws {
        let book = IncidentBook(try Scenario.records(Scenario.standoff))
        incident = try #require(book.states["2025-0520-001"])
        #expect(book.incidents == [IncidentKey("2025-0520-001", .exercise)])
        #expect(book.unreadableCount == 0)
    }

    private func time(_ clock: String) throws -> Timestamp { try Timestamp(rfc3339: "2025-05-20T\(clock)Z") }

    @Test func eightyEventsOfThirtyFiveTypes() {
        #expect(incident.recorded.events == 80)
        #expect(incident.recorded.eventsByType.count == 35)
        #expect(incident.recorded.unknownTypeEvents == 0)
    }

    @Test func timesAreTheOracles() throws {
        #expect(try incident.declaredAt == time("14:06:48"))
        #expect(try incident.closedAt == time("20:31:30"))
        #expect(incident.seconds(to: incident.closedAt) == 23_082)
        #expect(incident.seconds(to: incident.commandAt) == 822)
        #expect(incident.seconds(to: incident.containmentAt) == 1_242)
        #expect(incident.seconds(to: incident.firstContactAt) == 3_082)
        #expect(incident.seconds(to: incident.custodyAt) == 19_457)
        #expect(try incident.surrenderedAt == time("19:29:15"))
        #expect(try incident.clearedAt == time("19:44:30"))
    }

    /// The last contact ends at the surrender, not at custody 110 s later.
    @Test func talkSecondsAreTheOracles() throws {
        let talk = try incident.negotiation.talkSeconds(at: time("23:00:00"))
        #expect(talk == [.existingPhone: 3_250, .throwPhone: 9_655])
        #expect(talk.values.reduce(0, +) == 12_905)
        #expect(!incident.negotiation.isOn)
        #expect(try incident.negotiation.endedAt == time("19:29:15"))
        #expect(incident.negotiation.lostReason == nil)
        #expect(incident.negotiation.riskTrend == .decrea)
    }

    @Test func contactsAreTheOracles() {
        let tally = incident.recorded
        #expect(tally.contactsEstablished.values.reduce(0, +) == 6)
        #expect(tally.contactsEstablished == [.existingPhone: 4, .throwPhone: 2])
        #expect(tally.contactsLost == 5)
        #expect(tally.contactsAttempted.values.reduce(0, +) == 3)
        #expect(tally.contactsAttempted == [.publicAddress: 2, .existingPhone: 1])
    }

    @Test func demandsAndDeadlinesAreTheOracles() throws {
        #expect(incident.recorded.demands == 3)
        #expect(incident.demands.keys.sorted() == ["D1", "D2", "D3"])
        #expect(incident.recorded.deadlines == 2)
        #expect(incident.recorded.deadlinesResolved == [.passedWithoutAction: 1, .met: 1])
        #expect(try incident.deadlines["DL1"]?.due == time("15:45:00"))
        #expect(incident.deadlines["DL1"]?.resolution == .passedWithoutAction)
        #expect(incident.deadlines["DL2"]?.nature == .commitment)
        #expect(incident.deadlines.values.allSatisfy { !$0.isOpen })
    }

    @Test func hostagesAreTheOracles() {
        #expect(incident.hostages.firstReported == 3)
        #expect(incident.hostages.reportedMax == 2)
        #expect(incident.hostages.freed == 2)
        #expect(incident.hostages.held == 0)
        #expect(incident.recorded.hostagesReleased == [.released: 2])
    }

    /// One round by nobody known was heard, and retracted; two by the subject stand.
    @Test func shotsAreTheOracles() {
        #expect(incident.recorded.shotsFired == 2)
        #expect(incident.recorded.shotsFired - incident.amended.shotsFired == 1)
        #expect(incident.recorded.rounds == [.unknown: 1, .subject: 2])
        #expect(incident.amended.rounds == [.subject: 2])
        #expect(incident.amended.rounds[.officer, default: 0] == 0)
    }

    /// The oracle calls the hostage's injury "prior to police"; event 68 has cause subject, before police
    /// arrived. Both are said: the cause, and that it was before.
    @Test func injuriesAndForceAreTheOracles() {
        let injuries = incident.amended.injuries
        #expect(injuries.values.reduce(0, +) == 2)
        #expect(injuries.keys.allSatisfy { $0.severity == .minor })
        #expect(injuries.keys.contains { $0.role == .officer && $0.cause == .accident && !$0.isBeforePolice })
        #expect(injuries.keys.contains { $0.role == .hostage && $0.cause == .subject && $0.isBeforePolice })
        #expect(incident.amended.force == [:])
        #expect(incident.amended.lessLethalRounds == [:])
        #expect(incident.amended.chemicalCanisters == [:])
    }

    @Test func amendmentsAreTheOracles() throws {
        #expect(incident.recorded.corrections == 1)
        #expect(incident.recorded.retractions == 1)
        #expect(incident.recorded.redactions == 1)
        #expect(incident.pendingAmendments.isEmpty)
        let marks = incident.amendments.values
        #expect(marks.count == 3)
        #expect(marks.count { $0.isCorrected } == 1)
        #expect(marks.count { $0.isRetracted } == 1)
        #expect(marks.count { $0.isRedacted } == 1)
    }

    @Test func trendsAreTheOracles() {
        #expect(incident.recorded.count(of: .escalation) == 20)
        #expect(incident.recorded.count(of: .deescalation) == 21)
        #expect(incident.recorded.count(of: .neutral) == 39)
        #expect(incident.amended.count(of: .escalation) == 19)
        #expect(incident.amended.count(of: .deescalation) == 21)
        #expect(incident.amended.count(of: .neutral) == 39)
    }

    @Test func sourcesMarkingsAndLagAreTheOracles() {
        #expect(incident.recorded.eventsBySource == ["cp1": 38, "neg1": 25, "tac1": 13, "disp": 4])
        #expect(
            incident.recorded.eventsByTLP
                == [.amber: 32, .amberStrict: 32, .red: 8, .green: 5, .clear: 3]
        )
        #expect(incident.publishLagMax == .seconds(740))
    }

    @Test func itEndsPeacefullyByNegotiation() {
        #expect(incident.outcome == .negotiatedSurrender)
        #expect(incident.isPeaceful == true)
        #expect(!incident.isOpen)
    }

    /// No row of the oracle, but what boards and rules read.
    @Test func theRestOfTheStateIsWhatTheTableTells() throws {
        #expect(incident.status == .exercise)
        #expect(incident.agency == "expd")
        #expect(incident.incidentClass == .baricade)
        #expect(incident.complexity == .type4)
        #expect(incident.phase == .closed)
        #expect(incident.commander == Commander(id: "duty.major", role: .incidentCommander))
        #expect(incident.threatLevel == .extreme)
        #expect(incident.perimeters[.inner]?.state == .adjusted)
        #expect(incident.perimeters[.inner]?.isEstablished == true)
        #expect(incident.perimeters[.outer]?.state == .released)
        #expect(incident.perimeters[.outer]?.posts == 3)
        let evacuation = try #require(incident.protections.first { $0.key.action == .evacuate }?.value)
        #expect(evacuation.state == .lifted)
        #expect(evacuation.structuresDone == 6 && evacuation.persons == 14)
        #expect(incident.resources["SWAT"]?.status == .cleared)
        #expect(incident.resources["SWAT"]?.kind == .swatTeam)
        let filled = incident.requests.values.compactMap(\.filledAt).sorted()
        #expect(try filled == [time("14:49:10"), time("16:13:20")])
        #expect(try incident.lastAuthored?.at == time("20:31:30"))
        #expect(incident.lastAuthored?.type == "incident.closed")
    }
}

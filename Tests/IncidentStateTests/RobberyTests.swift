import EventSchema
import Testing

@testable import IncidentState

/// Scenario B: every figure of its oracle, from the fold alone.
@Suite struct RobberyTests {
    private let incident: Incident

    init() throws {
        let book = IncidentBook(try Scenario.records(Scenario.robbery))
        incident = try #require(book.states["2025-0603-001"])
    }

    @Test func timesAreTheOracles() {
        #expect(incident.recorded.events == 26)
        #expect(incident.seconds(to: incident.closedAt) == 4_730)
        #expect(incident.seconds(to: incident.commandAt) == 350)
        #expect(incident.seconds(to: incident.firstContactAt) == 750)
        #expect(incident.seconds(to: incident.custodyAt) == 1_900)
    }

    @Test func theInnerRingIsNeverEstablished() {
        #expect(incident.containmentAt == nil)
        #expect(incident.perimeters[.inner]?.state == .partial)
        #expect(incident.perimeters[.inner]?.isEstablished == false)
    }

    @Test func talkAndDeadlinesAreTheOracles() throws {
        let closedAt = try #require(incident.closedAt)
        #expect(incident.negotiation.talkSeconds(at: closedAt) == [.existingPhone: 815])
        #expect(incident.recorded.deadlines == 1)
        #expect(incident.recorded.deadlinesResolved == [.passedWithAction: 1])
        #expect(incident.recorded.demands == 1)
    }

    @Test func hostagesAreTheOracles() {
        #expect(incident.hostages.firstReported == 4)
        #expect(incident.recorded.hostagesReleased == [.released: 1, .rescued: 3])
        #expect(incident.hostages.held == 0)
    }

    @Test func harmAndForceAreTheOracles() {
        #expect(incident.amended.rounds == [.subject: 3])
        #expect(incident.amended.lessLethalRounds == [.impact40mm: 1])
        #expect(incident.amended.force == [.physicalControl: 1])
        #expect(incident.amended.injuries.values.reduce(0, +) == 2)
        #expect(incident.amended.injuries.filter { $0.key.isSerious }.values.reduce(0, +) == 1)
    }

    @Test func trendsAreTheOracles() {
        #expect(incident.recorded.count(of: .escalation) == 16)
        #expect(incident.recorded.count(of: .deescalation) == 6)
        #expect(incident.recorded.count(of: .neutral) == 4)
        #expect(incident.amended == incident.recorded)
    }

    @Test func itEndsInARescueThatIsNotPeaceful() {
        #expect(incident.outcome == .hostageRescue)
        #expect(incident.isPeaceful == false)
    }

    /// SWAT and negotiators were asked for by 09:40 and never came.
    @Test func theRequestIsNeverFilled() {
        #expect(incident.requests.count == 1)
        #expect(incident.requests.values.allSatisfy { $0.filledAt == nil && $0.arrived.isEmpty })
    }
}

import IncidentMeasures
import Testing

/// Scenario B: the figures of its oracle, from the measures alone.
@Suite struct RobberyTests {
    private let samples: Samples

    init() throws {
        samples = Samples(IncidentMeasures(try Scenario.records(Scenario.robbery)))
    }

    @Test func itEndsInARescueAndNotPeacefully() {
        #expect(samples.counted("incidents_total") == [["ROBBERY", "expd"]: 1])
        #expect(samples.counted("incident_outcomes_total") == [["hostageRescue", "false"]: 1])
        #expect(samples.histogram("incident_duration_seconds", "ACTSHOOT", "hostageRescue")?.sum == 4_730)
    }

    @Test func timesAreTheOracles() {
        #expect(samples.histogram("time_to_command_seconds", "HOSTAGE")?.sum == 350)
        #expect(samples.histogram("time_to_first_contact_seconds", "HOSTAGE")?.sum == 750)
        #expect(samples.histogram("time_to_custody_seconds", "ACTSHOOT", "hostageRescue")?.sum == 1_900)
        #expect(samples.histogram("time_to_containment_seconds", "HOSTAGE")?.count == 0)
    }

    @Test func whatHappenedIsTheOracles() {
        #expect(samples.counted("negotiation_talk_seconds_total") == [["existingPhone"]: 815])
        #expect(samples.counted("deadlines_total") == [["passedWithAction"]: 1])
        #expect(samples.counted("hostages_released_total") == [["released"]: 1, ["rescued"]: 3])
        #expect(samples.counted("shots_fired_rounds_total") == [["subject"]: 3])
        #expect(samples.counted("less_lethal_rounds_total") == [["impact40mm"]: 1])
        #expect(samples.counted("force_applications_total") == [["physicalControl"]: 1])
        #expect(
            samples.counted("injuries_total") == [
                ["hostage", "serious", "subject"]: 1, ["subject", "minor", "lessLethal"]: 1,
            ]
        )
        #expect(samples.sum("escalations_total") == 16)
        #expect(samples.sum("deescalations_total") == 6)
    }
}

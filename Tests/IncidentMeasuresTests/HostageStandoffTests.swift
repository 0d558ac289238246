import EventSchema
import IncidentMeasures
import Testing

/// Scenario A: the figures of its oracle, from the measures alone.
@Suite struct HostageStandoffTests {
    private let samples: Samples
    private var measures: IncidentMeasures

    init() throws {
        measures = IncidentMeasures(try Scenario.records(Scenario.standoff))
        samples = Samples(measures)
    }

    @Test func oneIncidentEndsPeacefully() {
        #expect(samples.counted("incidents_total") == [["DVA", "expd"]: 1])
        #expect(samples.counted("incident_outcomes_total") == [["negotiatedSurrender", "true"]: 1])
        #expect(samples.counted("incident_active") == [:])
        #expect(
            samples.histogram("incident_duration_seconds", "BARICADE", "negotiatedSurrender")?.sum == 23_082
        )
    }

    /// Each under the class that the incident had when the time was first known.
    @Test func timesAreTheOracles() {
        #expect(samples.histogram("time_to_command_seconds", "BARICADE")?.sum == 822)
        #expect(samples.histogram("time_to_containment_seconds", "HOSTAGE")?.sum == 1_242)
        #expect(samples.histogram("time_to_first_contact_seconds", "HOSTAGE")?.sum == 3_082)
        let custody = samples.histogram("time_to_custody_seconds", "BARICADE", "negotiatedSurrender")
        #expect(custody?.sum == 19_457)
        #expect(custody?.count == 1)
    }

    @Test func talkAndContactsAreTheOracles() {
        #expect(
            samples.counted("negotiation_talk_seconds_total") == [
                ["existingPhone"]: 3_250, ["throwPhone"]: 9_655,
            ]
        )
        #expect(
            samples.counted("negotiation_contacts_total") == [
                ["existingPhone", "established"]: 4, ["throwPhone", "established"]: 2,
                ["publicAddress", "attempted"]: 2, ["existingPhone", "attempted"]: 1,
            ]
        )
        #expect(samples.number("negotiation_contacts_lost_total") == 5)
        #expect(samples.number("demands_total") == 3)
        #expect(samples.counted("deadlines_total") == [["passedWithoutAction"]: 1, ["met"]: 1])
    }

    @Test func harmIsTheOracles() {
        #expect(samples.counted("hostages_released_total") == [["released"]: 2])
        #expect(
            samples.counted("injuries_total") == [
                ["officer", "minor", "accident"]: 1, ["hostage", "minor", "subject"]: 1,
            ]
        )
        #expect(samples.counted("shots_fired_rounds_total") == [["subject"]: 2, ["unknown"]: 1])
        for name in ["force_applications_total", "less_lethal_rounds_total", "chemical_canisters_total"] {
            #expect(samples.counted(name) == [:])
        }
    }

    @Test func amendmentsAndTrendsAreTheOracles() {
        #expect(
            samples.counted("records_amended_total") == [["corrected"]: 1, ["retracted"]: 1, ["redacted"]: 1]
        )
        #expect(samples.sum("escalations_total") == 20)
        #expect(samples.sum("deescalations_total") == 21)
    }

    @Test func eventsAndSourcesAreTheOracles() {
        #expect(
            samples.counted("source_events_total") == [["cp1"]: 38, ["neg1"]: 25, ["tac1"]: 13, ["disp"]: 4]
        )
        let events = samples.counted("events_total")
        let authored = events.filter { $0.key[0] != "source.heartbeat" }
        #expect(authored.values.reduce(0, +) == 80)
        #expect(authored.count == 35)
        #expect(events.keys.allSatisfy { $0[1] == "Exercise" })
        let lag = samples.histogram("publish_lag_seconds", "tac1")
        #expect(lag?.count == 13)
        // Two of 740 and 351 s after the link was back.
        #expect(lag?.counts == [0, 0, 11, 0, 0, 2, 0])
    }

    @Test func resourcesThatWereAskedForCame() {
        let fill = samples.histogram("resource_request_fill_seconds", "ambulanceALS")
        #expect(fill?.count == 1)
        #expect(fill?.sum == 380)
    }

    /// Closed at 20:31:30, and nothing later is in the stream.
    @Test func itIsStillShownWhileItsStreamTellsOfNothingLater() {
        let id = "2025-0520-001"
        #expect(samples.number("hostages_held", id) == 0)
        #expect(samples.number("incident_phase", id, "closed") == 1)
        #expect(samples.number("incident_phase", id, "negotiation") == 0)
        #expect(samples.number("incident_info", id, "BARICADE", "Exercise", "expd") == 1)
        #expect(samples.number("incident_opened_timestamp_seconds", id) == 1_747_750_008)
        #expect(samples.number("deadline_due_timestamp_seconds", id) == nil)
    }

    @Test mutating func theYearIsSummedUpForOneStatus() throws {
        let exercises = measures.summary(year: 2025, status: .exercise).document
        #expect(exercises["callOuts"] == .number("1"))
        guard case .object(let peaceful)? = exercises["peaceful"] else {
            Issue.record("no share")
            return
        }
        #expect(peaceful["share"] == .number("1.0"))
        #expect(peaceful["definition"] == .string(YearSummary.peacefulDefinition))
        let real = measures.summary(year: 2025, status: .actual).document
        #expect(real["callOuts"] == .number("0"))
        guard case .object(let others)? = real["otherStatuses"] else {
            Issue.record("no other statuses")
            return
        }
        #expect(others["Exercise"] == .number("1"))
        #expect(measures.summary(year: 2024, status: .exercise).document["callOuts"] == .number("0"))
    }
}

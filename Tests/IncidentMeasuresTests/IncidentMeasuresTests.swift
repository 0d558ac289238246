import EventSchema
import IncidentMeasures
import Testing

@Suite struct IncidentMeasuresTests {
    /// So that the first increment is seen as one.
    @Test func seriesOfClosedVocabulariesStandAtNothing() {
        let samples = Samples(IncidentMeasures())
        #expect(samples.number("shots_fired_rounds_total", "officer") == 0)
        #expect(samples.number("events_total", "shots.fired", "Actual") == 0)
        #expect(samples.number("injuries_total", "officer", "fatal", "subject") == 0)
        #expect(samples.number("incident_outcomes_total", "disengaged", "true") == 0)
        #expect(samples.number("negotiation_talk_seconds_total", "throwPhone") == 0)
        #expect(samples.number("incident_active", "HOSTAGE") == 0)
        #expect(samples.number("escalations_total", "shots.fired") == 0)
        #expect(samples.number("escalations_total", "incident.closed") == nil)
        #expect(samples.histogram("time_to_first_contact_seconds", "BARICADE")?.count == 0)
        #expect(samples.histogram("incident_duration_seconds", "HOSTAGE", "escaped")?.count == 0)
    }

    @Test func everySampleIsOfTheCatalogue() throws {
        let names = Set(MeasuredFamily.all.map(\.name))
        #expect(names.count == MeasuredFamily.all.count)
        var measures = IncidentMeasures(try Scenario.records(Scenario.standoff).dropLast(200))
        let samples = measures.samples()
        #expect(Set(samples.keys).isSubset(of: names))
        for family in MeasuredFamily.all {
            let series = samples[family.name] ?? []
            #expect(series.count <= family.seriesCountMax, "\(family.name)")
            #expect(series.allSatisfy { $0.labels.count == family.labels.count }, "\(family.name)")
            #expect(Set(series.map(\.labels)).count == series.count, "\(family.name)")
        }
    }

    @Test func anIncidentLeavesAnHourAfterItsClose() throws {
        var teller = Teller()
        try teller.tell("incident.declared", at: 0, Teller.declared)
        try teller.tell(
            "incident.closed",
            at: 600,
            #"{"outcome":"disengaged","endedAt":"2025-05-20T14:16:40Z"}"#
        )
        try teller.tell("log.entry", at: 600 + 3_598, incident: "EX-2", #"{"text":"quiet"}"#)
        let before = Samples(IncidentMeasures(teller.records))
        #expect(before.number("incident_info", "EX-1", "BARICADE", "Exercise", "expd") == 1)
        #expect(before.number("incident_active", "BARICADE") == 0)
        try teller.tell("log.entry", at: 600 + 3_600, incident: "EX-2", #"{"text":"quiet"}"#)
        let after = Samples(IncidentMeasures(teller.records))
        #expect(after.number("incident_info", "EX-1", "BARICADE", "Exercise", "expd") == nil)
        #expect(after.number("hostages_held", "EX-1") == nil)
        #expect(after.number("hostages_held", "EX-2") == 0)
        #expect(after.number("incident_outcomes_total", "disengaged", "true") == 1)
    }

    /// Another stream's clock says nothing of this one's incidents.
    @Test func eachStreamHasItsClock() throws {
        var teller = Teller()
        try teller.tell("incident.declared", at: 0, Teller.declared)
        try teller.tell(
            "incident.closed",
            at: 600,
            #"{"outcome":"disengaged","endedAt":"2025-05-20T14:16:40Z"}"#
        )
        var other = Teller(stream: StreamID(high: 0x4000, low: 1 << 63 | 2))
        try other.tell("log.entry", at: 86_400, id: 900, incident: "EX-2", #"{"text":"quiet"}"#)
        let samples = Samples(IncidentMeasures(teller.records + other.records))
        #expect(samples.number("hostages_held", "EX-1") == 0)
    }

    @Test func beyondFiftyIncidentsTheOldestComeTogether() throws {
        var teller = Teller()
        for number in 1...53 {
            let incident = "EX-\(number)"
            try teller.tell("incident.declared", at: number, incident: incident, Teller.declared)
            try teller.tell("hostage.reported", at: number, incident: incident, #"{"count":2}"#)
        }
        let samples = Samples(IncidentMeasures(teller.records))
        #expect(samples.seriesCount("hostages_held") == 51)
        #expect(samples.number("hostages_held", "_other") == 6)
        #expect(samples.number("hostages_held", "EX-3") == nil)
        #expect(samples.number("hostages_held", "EX-4") == 2)
        #expect(samples.number("incident_opened_timestamp_seconds", "_other") == Teller.time(1).seconds)
        #expect(samples.number("incident_active", "BARICADE") == 53)
        #expect(samples.seriesCount("incident_info") == 50)
    }

    @Test func wordsThatNobodyDefinedShareASeries() throws {
        var teller = Teller()
        try teller.tell("shots.fired", at: 1, #"{"by":"neighbour","rounds":2}"#)
        try teller.tell("shots.fired", at: 2, #"{"by":"passer-by","rounds":3}"#)
        try teller.tell("news.told", at: 3)
        let samples = Samples(IncidentMeasures(teller.records))
        #expect(samples.counted("shots_fired_rounds_total") == [["_other"]: 5])
        #expect(samples.number("events_total", "_other", "Exercise") == 1)
    }

    @Test func beyondFiftySourcesTheRestComesTogether() throws {
        var teller = Teller()
        for number in 1...55 {
            try teller.tell("log.entry", at: number, source: "node-\(number)", #"{"text":"here"}"#)
        }
        let samples = Samples(IncidentMeasures(teller.records))
        #expect(samples.seriesCount("source_events_total") == 51)
        #expect(samples.number("source_events_total", "_other") == 5)
        #expect(samples.number("source_last_seen_timestamp_seconds", "node-7") == Teller.time(8).seconds)
    }

    /// Retracted talk was counted, and stays so; the report on the year leaves it out.
    @Test func whatWasCountedIsNotTakenBack() throws {
        var teller = Teller()
        try teller.tell("incident.declared", at: 0, Teller.declared)
        try teller.tell("negotiation.contact.established", at: 100, Teller.contact)
        try teller.tell("negotiation.contact.lost", at: 160, #"{"reason":"planned"}"#)
        try teller.tell("shots.fired", at: 170, #"{"by":"subject","rounds":1}"#)
        var measures = IncidentMeasures(teller.records)
        let before = Samples(measures)
        #expect(before.number("negotiation_talk_seconds_total", "existingPhone") == 60)
        let known = teller.records.count
        try teller.retract(2, at: 200)
        try teller.retract(4, at: 201)
        measures.fold(teller.records[known...])
        let after = Samples(measures)
        #expect(after.number("negotiation_talk_seconds_total", "existingPhone") == 60)
        #expect(after.number("shots_fired_rounds_total", "subject") == 1)
        #expect(after.number("records_amended_total", "retracted") == 2)
        #expect(after.histogram("time_to_first_contact_seconds", "BARICADE")?.sum == 100)
        let year = measures.summary(year: 2025, status: .exercise).document
        #expect(
            year["rounds"]
                == .object(["subject": .number("0"), "officer": .number("0"), "unknown": .number("0")])
        )
    }

    @Test func gaugesTellThePresent() throws {
        var teller = Teller()
        try teller.tell("incident.declared", at: 0, Teller.declared)
        try teller.tell("negotiation.contact.established", at: 100, Teller.contact)
        try teller.tell(
            "deadline.set",
            at: 110,
            #"{"deadlineId":"D2","due":"\#(Teller.time(900).rfc3339)","by":"subject"}"#
        )
        try teller.tell(
            "deadline.set",
            at: 120,
            #"{"deadlineId":"D1","due":"\#(Teller.time(700).rfc3339)","by":"subject"}"#
        )
        try teller.tell(
            "protective.action.changed",
            at: 130,
            #"{"action":"Evacuate","state":"inProgress","structuresDone":4,"persons":9}"#
        )
        try teller.tell(
            "resource.status.changed",
            at: 140,
            #"{"resources":[{"id":"A1","kind":"ambulanceALS","quantity":2}],"status":"Staging"}"#
        )
        try teller.tell("hostage.reported", at: 150, #"{"count":3}"#)
        let during = Samples(IncidentMeasures(teller.records))
        #expect(during.number("deadline_due_timestamp_seconds", "EX-1") == Teller.time(700).seconds)
        #expect(during.number("persons_evacuated") == 9)
        #expect(during.number("structures_evacuated") == 4)
        #expect(during.number("resources", "ambulanceALS", "Staging") == 2)
        #expect(during.number("hostages_held", "EX-1") == 3)
        // Published a second after it was observed.
        #expect(during.number("personnel_on_post_seconds", "primaryNegotiator") == 51)
        #expect(during.number("incident_phase", "EX-1", "reported") == 1)
        #expect(during.number("negotiation_last_contact_timestamp_seconds") == Teller.time(100).seconds)
        try teller.tell("deadline.resolved", at: 160, #"{"deadlineId":"D1","resolution":"withdrawn"}"#)
        try teller.tell("protective.action.changed", at: 170, #"{"action":"AllClear","state":"lifted"}"#)
        let later = Samples(IncidentMeasures(teller.records))
        #expect(later.number("deadline_due_timestamp_seconds", "EX-1") == Teller.time(900).seconds)
        #expect(later.number("persons_evacuated") == 0)
    }

    @Test func whatCannotBeReadIsCounted() throws {
        let record = try Record(
            [0xFF, 0xFF],
            stream: Teller.stream,
            sequence: 1,
            publishedAt: Teller.time(0)
        )
        let samples = Samples(IncidentMeasures([record]))
        #expect(samples.number("records_folded_total") == 1)
        #expect(samples.number("records_unreadable_total") == 1)
    }
}

extension Timestamp {
    fileprivate var seconds: Double { Double(nanoseconds) / 1e9 }
}

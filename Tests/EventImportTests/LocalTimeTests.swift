import EventImport
import EventSchema
import Testing

/// Times as feeds write them become points in time, or are told.
@Suite struct LocalTimeTests {
    private func results(_ times: String, _ text: String, near: String = "") throws -> [ImportResult] {
        let mapping = try MappingSamples.mapping(
            MappingSamples.head + """
                times: \(times)
                events:
                  - {event: log.entry, key: "{id}", time: "{at | time t}", data: {text: x}}
                """
        )
        var engine = ImportEngine(mapping)
        return engine.take(try MappingSamples.row(1, #"{"id":"a","at":"\#(text)","near":"\#(near)"}"#))
    }

    @Test(arguments: [
        (
            #"{zone: America/Los_Angeles, formats: {t: "yyyy-MM-dd HH:mm:ss.S 'UTC'"}}"#,
            "2018-01-19 08:21:41.000000 UTC", "2018-01-19T16:21:41.000Z"
        ),
        (
            #"{zone: America/New_York, formats: {t: ["yyyy-MM-dd'T'HH:mm:ss.S", "yyyy-MM-dd'T'HH:mm:ss"]}}"#,
            "2025-11-29T00:06:40", "2025-11-29T05:06:40.000Z"
        ),
        (
            #"{zone: America/New_York, formats: {t: ["yyyy-MM-dd'T'HH:mm:ss.S", "yyyy-MM-dd'T'HH:mm:ss"]}}"#,
            "2025-11-29T00:06:40.25", "2025-11-29T05:06:40.250Z"
        ),
        (#"{formats: {t: "yyyy-MM-dd H:mm:ss X"}}"#, "2024-01-01 6:43:14 +01:00", "2024-01-01T05:43:14.000Z"),
        (#"{zone: UTC, formats: {t: "M/d/yy h:mm a"}}"#, "7/4/25 12:05 AM", "2025-07-04T00:05:00.000Z"),
        (#"{zone: UTC, formats: {t: "M/d/yy h:mm a"}}"#, "7/4/25 12:05 pm", "2025-07-04T12:05:00.000Z"),
        (
            #"{formats: {t: {patterns: "yyyy-MM-dd'T'HH:mm:ss'+11:00'", zone: UTC}}}"#,
            "2019-12-02T05:49:00+11:00", "2019-12-02T05:49:00.000Z"
        ),
        // The night in which clocks are set forward, and the one in which they are set back.
        (
            #"{zone: Europe/Stockholm, formats: {t: "yyyy-MM-dd HH:mm"}}"#, "2024-03-31 01:59",
            "2024-03-31T00:59:00.000Z"
        ),
        (
            #"{zone: Europe/Stockholm, formats: {t: "yyyy-MM-dd HH:mm"}}"#, "2024-03-31 03:00",
            "2024-03-31T01:00:00.000Z"
        ),
        (
            #"{zone: Europe/Stockholm, formats: {t: "yyyy-MM-dd HH:mm"}}"#, "2024-10-27 03:00",
            "2024-10-27T02:00:00.000Z"
        ),
    ])
    func areRead(_ times: String, _ text: String, _ expected: String) throws {
        let results = try results(times, text)
        #expect(results.events.map(\.event.outline.observedAt) == [try Timestamp(rfc3339: expected)])
        #expect(results.notes == [])
    }

    @Test(arguments: [
        ("ambiguous: earlier", "2024-10-27 02:30", "2024-10-27T00:30:00.000Z" as String?),
        ("ambiguous: later", "2024-10-27 02:30", "2024-10-27T01:30:00.000Z"),
        ("ambiguous: refuse", "2024-10-27 02:30", nil),
        ("skipped: later", "2024-03-31 02:30", "2024-03-31T01:30:00.000Z"),
        ("skipped: earlier", "2024-03-31 02:30", "2024-03-31T00:30:00.000Z"),
        ("skipped: refuse", "2024-03-31 02:30", nil),
    ])
    func whatClocksShowedTwiceOrNeverIsTold(_ choice: String, _ text: String, _ expected: String?) throws {
        let results = try results(
            #"{zone: Europe/Stockholm, \#(choice), formats: {t: "yyyy-MM-dd HH:mm"}}"#,
            text
        )
        #expect(results.events.map(\.event.outline.observedAt.rfc3339) == (expected.map { [$0] } ?? []))
        #expect(results.notes.count == (expected == nil ? 0 : 1))
        #expect(results.faults.count == (expected == nil ? 1 : 0))
    }

    @Test(arguments: [
        ("31 december 23.50", "2024-01-01T00:10:00+01:00", "2023-12-31T22:50:00.000Z"),
        ("01 januari 00.11", "2024-01-01T06:43:14+01:00", "2023-12-31T23:11:00.000Z"),
        ("29 februari 12.00", "2025-01-10T00:00:00Z", "2024-02-29T11:00:00.000Z"),
        ("27 oktober 02.30", "2024-10-27T01:40:00Z", "2024-10-27T01:30:00.000Z"),
        ("27 oktober 02.30", "2024-10-27T00:20:00Z", "2024-10-27T00:30:00.000Z"),
    ])
    func aTimeNearbyGivesTheYearAndDecides(_ text: String, _ near: String, _ expected: String) throws {
        let times =
            #"{zone: Europe/Stockholm, near: "{near | time}", months: [januari, februari, mars, april, "#
            + #"maj, juni, juli, augusti, september, oktober, november, december], formats: {t: "d MMMM HH.mm"}}"#
        let results = try results(times, text, near: near)
        #expect(results.events.map(\.event.outline.observedAt.rfc3339) == [expected])
        #expect(results.notes == [])
    }

    @Test(arguments: [
        ("2025-02-30 10:00", "a day that does not exist"),
        ("2025-02-03 24:00", "allowed is a time of the form"),
        ("2025-02-03", "allowed is a time of the form"), ("", "time is missing"),
    ])
    func whatIsNoTimeIsAFault(_ text: String, _ reason: String) throws {
        let results = try results(#"{zone: UTC, formats: {t: "yyyy-MM-dd HH:mm"}}"#, text)
        #expect(results.events.isEmpty)
        #expect(results.faults.first?.reason.contains(reason) == true, "\(results.faults)")
    }
}

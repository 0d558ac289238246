import EventSchema
import Testing

@Suite struct TimeTextTests {
    @Test(arguments: [
        ("2025-05-20T14:06:48Z", "2025-05-20T14:06:48.000Z"),
        ("2025-05-20t14:06:48z", "2025-05-20T14:06:48.000Z"),
        ("2025-05-20T09:06:48-05:00", "2025-05-20T14:06:48.000Z"),
        ("2025-05-20T23:36:48.25+09:30", "2025-05-20T14:06:48.250Z"),
        ("2025-05-20T14:06:48-00:00", "2025-05-20T14:06:48.000Z"),
        ("2025-05-20T14:06:48.123456Z", "2025-05-20T14:06:48.123456Z"),
        ("2025-05-20T14:06:48.000000001Z", "2025-05-20T14:06:48.000000001Z"),
        ("2025-05-20T14:06:48.1000000000000Z", "2025-05-20T14:06:48.100Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
        ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("2017-01-01T08:59:60.5+09:00", "2017-01-01T00:00:00.500Z"),
        ("1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z"),
        ("2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z"),
    ])
    func reads(text: String, as utc: String) throws {
        #expect(try Timestamp(rfc3339: text).rfc3339 == utc)
    }

    @Test(arguments: [
        ("2025-05-20T14:06:48", TimeTextProblem.zone),
        ("2025-05-20T14:06:48.5", .zone),
        ("2025-05-20", .form),
        ("2025-05-20 14:06:48Z", .form),
        ("2025-5-20T14:06:48Z", .form),
        ("2025-13-20T14:06:48Z", .form),
        ("2025-02-29T14:06:48Z", .form),
        ("1900-02-29T14:06:48Z", .form),
        ("2025-00-20T14:06:48Z", .form),
        ("2025-05-00T14:06:48Z", .form),
        ("2025-05-20T24:00:00Z", .form),
        ("2025-05-20T14:60:48Z", .form),
        ("2025-05-20T14:06:61Z", .form),
        ("2025-05-20T14:06:60Z", .form),
        ("2025-05-20T14:06:48.Z", .form),
        ("2025-05-20T14:06:48+05", .form),
        ("2025-05-20T14:06:48+24:00", .form),
        ("2025-05-20T14:06:48ZZ", .form),
        ("2025-05-20T14:06:48." + String(repeating: "0", count: 60) + "Z", .form),
        ("+025-05-20T14:06:48Z", .form),
        ("", .form),
        ("2025-05-20T14:06:48.1234567891Z", .precision),
        ("0000-01-01T00:00:00Z", .range),
        ("1600-01-01T00:00:00Z", .range),
        ("9999-12-31T23:59:59Z", .range),
        ("2262-04-11T23:47:16.854775808Z", .range),
        ("1677-09-21T00:12:43.145224191Z", .range),
    ])
    func refuses(text: String, because problem: TimeTextProblem) {
        #expect(throws: problem) { try Timestamp(rfc3339: text) }
    }

    @Test func everyDayOfFourCenturiesComesBack() throws {
        var nanoseconds = Int64(-9_223_200_000) * 1_000_000_000
        while nanoseconds < 9_223_200_000 * 1_000_000_000 {
            let time = Timestamp(nanoseconds: nanoseconds)
            guard try Timestamp(rfc3339: time.rfc3339) == time else {
                Issue.record("\(time.rfc3339) does not come back")
                return
            }
            nanoseconds += 86_400 * 1_000_000_000 * 3 + 1_001
        }
    }

    @Test func knowsPublishedInstants() throws {
        #expect(try Timestamp(rfc3339: "1970-01-01T00:00:00Z").nanoseconds == 0)
        #expect(try Timestamp(rfc3339: "2001-09-09T01:46:40Z").nanoseconds == 1_000_000_000_000_000_000)
        #expect(try Timestamp(rfc3339: "2038-01-19T03:14:08Z").nanoseconds == 2_147_483_648_000_000_000)
    }
}

import Testing

@testable import EventSchema

@Suite struct TimestampTests {
    @Test(arguments: [
        (Int64(0), Int64(0), Int64(0)),
        (1, 5, 1_000_000_005),
        (-1, 999_999_999, -1),
        (-1, 0, -1_000_000_000),
        (9_223_372_036, 854_775_807, .max),
        (-9_223_372_037, 145_224_192, .min),
    ])
    func joinsSecondsAndNanoseconds(seconds: Int64, nanoseconds: Int64, total: Int64) throws {
        let time = try #require(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(time.nanoseconds == total)
        #expect(time.parts == (seconds, nanoseconds))
    }

    @Test(arguments: [
        (Int64(0), Int64(-1)), (0, 1_000_000_000), (9_223_372_036, 854_775_808),
        (-9_223_372_037, 145_224_191),
        (.max, 0), (.min, 0),
    ])
    func refusesWhatItCannotHold(seconds: Int64, nanoseconds: Int64) {
        #expect(Timestamp(seconds: seconds, nanoseconds: nanoseconds) == nil)
    }

    @Test(arguments: [
        (Int64.max, Int64(0), Int64.max), (.min, 0, .min), (9_223_372_036, 854_775_808, .max),
        (1, 5, 1_000_000_005),
    ])
    func theEndsOfTimeAreNeverLeft(seconds: Int64, nanoseconds: Int64, total: Int64) {
        #expect(Timestamp(clampingSeconds: seconds, nanoseconds: nanoseconds).nanoseconds == total)
    }

    @Test(arguments: [
        (Int64(5), Int64(3), Int64(2)), (3, 5, -2), (.max, -1, .max), (.min, 1, .min), (0, .min, .max),
        (-1, .max, .min),
        (.max, .max, 0), (.min, .max, .min), (.max, .min, .max), (-2, .max, .min),
    ])
    func differencesHaveEnds(later: Int64, earlier: Int64, difference: Int64) {
        let (later, earlier) = (Timestamp(nanoseconds: later), Timestamp(nanoseconds: earlier))
        #expect(later.nanoseconds(since: earlier) == difference)
    }

    @Test(arguments: [
        (Int64(5), Int64(-7), Int64(-2)), (.max, 1, .max), (.min, -1, .min), (.min, .max, -1),
    ])
    func advancingStopsAtTheEnds(start: Int64, count: Int64, end: Int64) {
        #expect(Timestamp(nanoseconds: start).advanced(byNanoseconds: count).nanoseconds == end)
    }

    @Test func nowIsAfterThisWasWritten() {
        #expect(Timestamp.now > Timestamp(nanoseconds: 1_747_751_940_000_000_000))
    }
}

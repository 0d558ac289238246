import EventSchema
import Testing

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

    @Test func nowIsAfterThisWasWritten() {
        #expect(Timestamp.now > Timestamp(nanoseconds: 1_747_751_940_000_000_000))
    }
}

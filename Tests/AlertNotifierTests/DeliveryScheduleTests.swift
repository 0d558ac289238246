import AlertStore
import EventSchema
import Testing

@testable import AlertNotifier

@Suite struct DeliveryScheduleTests {
    private static let now = Timestamp(nanoseconds: 1_747_750_000_000_000_000)
    private static let later = Timestamp(nanoseconds: now.nanoseconds + 86_400_000_000_000)

    private func pause(
        after attempts: Int,
        _ answer: DeliveryAnswer = .failed("HTTP 503", retryAfterSeconds: nil),
        random: Double = 0
    ) throws -> Double {
        let outcome = DeliverySchedule.outcome(
            of: answer,
            attempts: attempts,
            expiresAt: Self.later,
            now: Self.now,
            random: random
        )
        guard case .retry(let next, _) = outcome else { throw NoRetry(outcome: outcome) }
        return Double(next.nanoseconds - Self.now.nanoseconds) / 1e9
    }

    private struct NoRetry: Error {
        let outcome: DeliveryOutcome
    }

    @Test func attemptsComeAtTheTimesThatArePromised() throws {
        var (time, times) = (0.0, [0.0])
        for attempts in 1...9 {
            time += try pause(after: attempts)
            times.append(time)
        }
        #expect(times == [0, 1, 2, 5, 10, 20, 30, 90, 150, 210])
    }

    @Test func pausesDifferByATenth() throws {
        #expect(try pause(after: 8, random: 1) == 66)
        #expect(try pause(after: 8, random: -1) == 54)
    }

    @Test(arguments: [(3, 3), (0, 1), (-5, 1), (60, 60), (61, 60), (Int.max, 60)])
    func aDestinationMayAskForAPause(seconds: Int, expected: Int) throws {
        #expect(try pause(after: 1, .failed("HTTP 429", retryAfterSeconds: seconds)) == Double(expected))
    }

    @Test func nothingIsTriedAfterItExpires() {
        func outcome(_ seconds: Int64) -> DeliveryOutcome {
            DeliverySchedule.outcome(
                of: .failed("HTTP 503", retryAfterSeconds: nil),
                attempts: 1,
                expiresAt: Timestamp(nanoseconds: Self.now.nanoseconds + seconds * 1_000_000_000),
                now: Self.now,
                random: 0
            )
        }
        #expect(outcome(0) == .dead(answer: "expired after 1 attempts; the last: HTTP 503"))
        let next = Timestamp(nanoseconds: Self.now.nanoseconds + 1_000_000_000)
        #expect(outcome(1) == .retry(at: next, answer: "HTTP 503"))
    }

    @Test(arguments: [200, 201, 204, 299])
    func aSuccessIsADelivery(status: Int) {
        #expect(DeliveryAnswer(status: status, retryAfter: nil) == .taken("HTTP \(status)"))
    }

    @Test(arguments: [301, 302, 307, 400, 401, 403, 404, 405, 410, 413, 422])
    func whatWillNeverBeTakenIsNotTriedAgain(status: Int) {
        #expect(DeliveryAnswer(status: status, retryAfter: "1") == .refused("HTTP \(status)"))
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504, 599])
    func whatMayBeTakenLaterIsTriedAgain(status: Int) {
        let text = "HTTP \(status)"
        #expect(DeliveryAnswer(status: status, retryAfter: nil) == .failed(text, retryAfterSeconds: nil))
        #expect(DeliveryAnswer(status: status, retryAfter: "7") == .failed(text, retryAfterSeconds: 7))
        // A date, which the field may also hold, changes nothing.
        let date = DeliveryAnswer(status: status, retryAfter: "Wed, 21 Oct 2015 07:28:00 GMT")
        #expect(date == .failed(text, retryAfterSeconds: nil))
    }
}

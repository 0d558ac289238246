import AlertStore
import EventSchema

/// When a delivery is tried again.
enum DeliverySchedule {
    /// Seconds from the first attempt to the next ones; afterwards ``steadySeconds`` pass between two.
    static let offsets = [0, 1, 2, 5, 10, 20, 30]
    /// Seconds between two attempts in the long run.
    static let steadySeconds = 60
    /// The longest wait that a destination may ask for, in seconds.
    static let retryAfterSecondsMax = 60
    /// The part of a pause by which it is longer or shorter at random.
    static let jitter = 0.1

    /// What comes of an answer.
    ///
    /// - Parameters:
    ///   - attempts: How many were made, this one included.
    ///   - expiresAt: After this time nothing is tried.
    ///   - now: This machine's clock.
    ///   - random: From -1 to 1, by which pauses differ.
    static func outcome(
        of answer: DeliveryAnswer,
        attempts: Int,
        expiresAt: Timestamp,
        now: Timestamp,
        random: Double
    ) -> DeliveryOutcome {
        switch answer {
        case .taken(let text): return .delivered(answer: text)
        case .refused(let text): return .dead(answer: text)
        case .failed(let text, let retryAfterSeconds):
            let asked = min(max(retryAfterSeconds ?? 0, 0), retryAfterSecondsMax)
            let own = Double(pauseSeconds(after: attempts)) * (1 + jitter * random)
            let pause = Int64(max(Double(asked), own) * 1_000_000_000)
            let next = now.advanced(byNanoseconds: pause)
            guard next <= expiresAt else {
                return .dead(answer: "expired after \(attempts) attempts; the last: \(text)")
            }
            return .retry(at: next, answer: text)
        }
    }

    /// The seconds between the attempt with this number, from 1, and the next.
    static func pauseSeconds(after attempts: Int) -> Int {
        guard attempts >= 1, attempts < offsets.count else { return steadySeconds }
        return offsets[attempts] - offsets[attempts - 1]
    }
}

/// When a consumer writes down what it has folded.
///
/// Rarely enough that it costs at most a twentieth of the time, however large the state; often enough that a
/// restart folds little again.
public struct SnapshotSchedule: Sendable {
    /// The shortest pause between two snapshots.
    public static let pauseMin = Duration.seconds(5)
    /// How many times as long as it took to write one the pause is at least.
    private static let shareDivisor = 20

    private var due: ContinuousClock.Instant

    /// The first one is due after the shortest pause.
    public init(now: ContinuousClock.Instant = .now) {
        due = now + Self.pauseMin
    }

    /// Whether one is to be written.
    public func isDue(at now: ContinuousClock.Instant = .now) -> Bool { now >= due }

    /// Notes that one was written.
    ///
    /// - Parameter begun: When it was begun.
    public mutating func noteWritten(
        since begun: ContinuousClock.Instant,
        now: ContinuousClock.Instant = .now
    ) {
        due = now + max(Self.pauseMin, begun.duration(to: now) * Self.shareDivisor)
    }
}

/// When a consumer writes down what it has folded.
///
/// Every event is written once, whenever that is; what is written again each time is small. So it is written
/// often, which leaves little to fold again after a kill, and rests for longer when it took long.
public struct SnapshotSchedule: Sendable {
    /// The shortest pause between two snapshots, and the longest.
    public static let pauses = Duration.seconds(1)...Duration.seconds(60)
    /// How many times as long as it took to write one the pause is.
    private static let pauseFactor = 20
    /// How many events may wait; then they are written at once, so that no snapshot gets large.
    public static let unsavedCountMax = 20_000

    private var due: ContinuousClock.Instant

    /// The first one is due after the shortest pause.
    public init(now: ContinuousClock.Instant = .now) {
        due = now + Self.pauses.lowerBound
    }

    /// Whether one is to be written.
    ///
    /// - Parameter unsavedCount: How many events are not written yet.
    public func isDue(unsavedCount: Int, at now: ContinuousClock.Instant = .now) -> Bool {
        now >= due || unsavedCount >= Self.unsavedCountMax
    }

    /// Notes that one was written.
    ///
    /// - Parameter begun: When it was begun.
    public mutating func noteWritten(
        since begun: ContinuousClock.Instant,
        now: ContinuousClock.Instant = .now
    ) {
        let pause = begun.duration(to: now) * Self.pauseFactor
        due = now + min(max(Self.pauses.lowerBound, pause), Self.pauses.upperBound)
    }
}

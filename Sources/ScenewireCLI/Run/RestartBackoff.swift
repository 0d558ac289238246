/// How long a service that has ended by itself waits until it is started again.
struct RestartBackoff: Sendable {
    /// The pauses of one end after the other; the last one is for all that follow.
    static let pauses: [Duration] = [1, 2, 5, 10, 30, 60].map { .seconds($0) }
    /// A service that has run for so long begins with the first pause again.
    static let steadyAfter = Duration.seconds(60)

    private var endCount = 0

    /// The pause after a service has ended that had run for `duration`.
    mutating func pause(afterRunning duration: Duration) -> Duration {
        if duration >= Self.steadyAfter { endCount = 0 }
        defer { endCount += 1 }
        return Self.pauses[min(endCount, Self.pauses.count - 1)]
    }
}

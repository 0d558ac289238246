import EventBus

/// Decides how much is offered at once, and how long the agent waits after it came to nothing.
struct SourcePace: Equatable {
    /// The most entries that the next request offers.
    private(set) var countMax = SourceLimits.batchCountMax
    private var pause = BusLimits.retryPause.lowerBound

    /// The publisher has taken what was offered, or refused it for good.
    mutating func wentWell() {
        self = SourcePace()
    }

    /// There was no answer.
    ///
    /// - Returns: How long to wait.
    mutating func cameToNothing() -> Duration {
        defer { pause = min(pause * 2, BusLimits.retryPause.upperBound) }
        return pause
    }

    /// The publisher takes nothing for now: until it does, one entry at a time finds that out as well.
    ///
    /// - Returns: How long to wait.
    mutating func wasPutOff() -> Duration {
        countMax = 1
        return cameToNothing()
    }
}

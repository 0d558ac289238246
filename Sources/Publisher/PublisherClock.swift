import EventSchema

/// Gives published-at: the wall clock's time, or a player's.
struct PublisherClock: Sendable {
    /// A step back below this is hidden by repeating the last time: NTP makes such steps all the time.
    static let stepMax: Int64 = 1_000_000_000

    /// Whether a player sets the time.
    let isPlayed: Bool
    /// The time given last.
    private(set) var last: Timestamp

    /// - Parameter last: The head record's published-at.
    init(isPlayed: Bool, last: Timestamp) {
        self.isPlayed = isPlayed
        self.last = last
    }

    /// The time of the next commit, and what its records say of it.
    ///
    /// - Parameter source: What the wall clock or the player says.
    mutating func advance(to source: Timestamp) -> (time: Timestamp, flags: RecordHeader.Flags) {
        var flags: RecordHeader.Flags = isPlayed ? [.playedClock] : []
        if source >= last {
            last = source
        } else if isStep(back: source) {
            // A real step is the truth; repeating the old time for an hour would not be.
            flags.insert(.clockSteppedBack)
            last = source
        }
        return (last, flags)
    }

    private func isStep(back source: Timestamp) -> Bool {
        // A player may say anything; the difference of two extremes does not fit.
        let (step, isOverflow) = last.nanoseconds.subtractingReportingOverflow(source.nanoseconds)
        return isOverflow || step >= Self.stepMax
    }

    /// The publisher's time: what the player said last, or the wall clock's, which may have gone back.
    var now: Timestamp { isPlayed ? last : .now }
}

import Glibc

/// A beat that does not drift: every stroke at its intended time, however long earlier ones took.
enum Beat {
    /// Strikes `count` times on the calling thread, which must be one of its own.
    static func keep(
        start: ContinuousClock.Instant,
        interval: Duration,
        count: Int,
        _ strike: (Int) -> Void
    ) {
        for index in 0..<count {
            let wait = start + interval * index - .now
            if wait > .zero { usleep(UInt32(wait.inSeconds * 1e6)) }
            strike(index)
        }
    }
}

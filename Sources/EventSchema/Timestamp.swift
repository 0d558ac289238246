import Glibc

/// A point in time: nanoseconds since the Unix epoch, UTC, from the year 1678 to 2262.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Negative before 1970; leap seconds are not counted, as in POSIX.
    public let nanoseconds: Int64

    /// - Parameter nanoseconds: Since 1970-01-01T00:00:00Z.
    @inlinable
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// This machine's wall clock.
    public static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Self(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

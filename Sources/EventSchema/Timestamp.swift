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

    /// - Parameters:
    ///   - seconds: Since 1970-01-01T00:00:00Z.
    ///   - nanoseconds: 0 to 999,999,999 after that second, also before 1970.
    /// - Returns: `nil` when the nanoseconds are out of range or the time is not between 1678 and 2262.
    public init?(seconds: Int64, nanoseconds: Int64) {
        guard (0...999_999_999).contains(nanoseconds) else { return nil }
        // In the first half second of the range the whole seconds alone lie below it.
        let (whole, borrowed) =
            seconds < 0 ? (seconds + 1, nanoseconds - 1_000_000_000) : (seconds, nanoseconds)
        let (product, overflows) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, exceeds) = product.addingReportingOverflow(borrowed)
        guard !overflows, !exceeds else { return nil }
        self.nanoseconds = sum
    }

    /// This machine's wall clock.
    public static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Self(clampingSeconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    /// The same as ``init(seconds:nanoseconds:)``, or the end of time that is nearer.
    ///
    /// - Precondition: The nanoseconds are in range.
    init(clampingSeconds seconds: Int64, nanoseconds: Int64) {
        self =
            Self(seconds: seconds, nanoseconds: nanoseconds) ?? Self(nanoseconds: seconds < 0 ? .min : .max)
    }

    /// The times that a machine's clock can show: anything else is a clock that was never set, or set wrong.
    ///
    /// It ends in the year 2100, some years before seconds in 32 bits do.
    public static let plausible = Self(nanoseconds: 0)..<Self(nanoseconds: 4_102_444_800_000_000_000)

    /// The nanoseconds from `earlier` to this time, negative when it is later; at most as many as 64 bits hold.
    ///
    /// Times come from others and may be centuries apart, so they are never simply subtracted.
    public func nanoseconds(since earlier: Self) -> Int64 {
        let (difference, isBeyond) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return isBeyond ? (self < earlier ? .min : .max) : difference
    }

    /// The time so many nanoseconds later, or the end of time on the way there.
    public func advanced(byNanoseconds count: Int64) -> Self {
        let (sum, isBeyond) = nanoseconds.addingReportingOverflow(count)
        return Self(nanoseconds: isBeyond ? (count < 0 ? .min : .max) : sum)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

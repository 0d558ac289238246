import Glibc

/// This machine's wall clock, as far as a start depends on it.
enum MachineClock {
    /// What a clock can show, in seconds since 1970: it ends in 2100, some years before seconds in 32 bits do.
    static let plausible = 0..<4_102_444_800

    /// Checks that the clock was not set centuries wrong.
    ///
    /// Epochs of streams and sources are seconds of a start, and can only rise: one from such a clock could not be
    /// taken back.
    static func check(_ seconds: Int = time(nil)) throws(ClockError) {
        guard plausible.contains(seconds) else { throw ClockError(seconds: seconds) }
    }
}

/// A clock that shows a time that cannot be.
struct ClockError: ProcessExitError, CustomStringConvertible {
    let seconds: Int

    var description: String {
        "this machine's clock is \(seconds) seconds after 1970, which cannot be; set it and start again"
    }

    var processExit: ProcessExit { .badConfiguration }
}

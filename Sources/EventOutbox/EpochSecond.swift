import EventSchema
import Glibc

/// Keeps two numberings of a source that begin within one second from giving the same numbers.
///
/// An epoch is named after the second in which it begins, and a backup that is restored twice knows nothing of the
/// first time. So an epoch gives its first number only when its second is over: whatever begins after a number was
/// given, begins in a later second.
package enum EpochSecond {
    /// An epoch may be one second ahead, when two began in one. One further ahead was made by another clock, and is not
    /// waited for.
    private static let waitNanosecondsMax: Int64 = 2_000_000_000

    /// Waits until the second of `epoch` is over, at most two seconds; it blocks.
    package static func waitForEnd(of epoch: UInt32) {
        guard let end = Timestamp(seconds: Int64(epoch) + 1, nanoseconds: 0) else { return }
        while case let rest = end.nanoseconds(since: .now), rest > 0, rest <= waitNanosecondsMax {
            usleep(UInt32(rest / 1_000) + 1)
        }
    }
}

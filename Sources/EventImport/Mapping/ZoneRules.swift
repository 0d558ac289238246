import EventSchema
import Foundation

/// The local time of one zone, from Foundation's copy of the IANA time zone database.
struct ZoneRules: Sendable {
    /// The zone's name, such as `America/Los_Angeles`.
    let name: String
    private let zone: TimeZone

    /// - Returns: `nil` when there is no zone of that name.
    init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        (self.name, self.zone) = (name, zone)
    }

    /// What a local time can mean.
    enum Meaning: Equatable {
        /// One offset, in seconds east of UTC.
        case one(Int)
        /// The clock was set back and showed it twice: the offset before, and after.
        case two(Int, Int)
        /// The clock was set forward and never showed it: the offset before, and after.
        case none(Int, Int)
    }

    /// The offsets that are possible for a local time.
    ///
    /// - Parameter seconds: The local time as if it were UTC, in seconds since 1970.
    func meaning(ofLocal seconds: Int64) -> Meaning {
        // No zone changes twice within two days.
        let before = offset(at: seconds - 86_400)
        let after = offset(at: seconds + 86_400)
        if before == after { return .one(before) }
        let isBefore = offset(at: seconds - Int64(before)) == before
        let isAfter = offset(at: seconds - Int64(after)) == after
        return switch (isBefore, isAfter) {
        case (true, true): .two(before, after)
        case (true, false): .one(before)
        case (false, true): .one(after)
        case (false, false): .none(before, after)
        }
    }

    private func offset(at seconds: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
}

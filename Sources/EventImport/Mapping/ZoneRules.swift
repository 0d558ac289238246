import EventSchema
import Foundation

/// The local time of one zone, from Foundation's copy of the IANA time zone database.
struct ZoneRules: Sendable {
    /// The zone's name, such as `America/Los_Angeles`.
    let name: String
    private let zone: TimeZone
    /// From which second on, since 1970 and UTC, which offset holds: in order, for the seconds in ``listed``.
    ///
    /// Records are full of times, and Foundation takes up to a microsecond for each.
    private let offsets: [(start: Int64, offset: Int)]

    /// The years 1970 to 2099, in seconds since 1970.
    private static let listed: Range<Int64> = 0..<4_102_444_800
    /// How far apart the offsets are looked at, in seconds: no zone has changed twice within six days.
    private static let step: Int64 = 5 * 86_400

    /// - Returns: `nil` when there is no zone of that name.
    init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        (self.name, self.zone) = (name, zone)
        var offsets = [(start: Self.listed.lowerBound, offset: zone.offset(at: Self.listed.lowerBound))]
        for start in stride(from: Self.listed.lowerBound, to: Self.listed.upperBound, by: Int(Self.step)) {
            let (old, new) = (offsets[offsets.count - 1].offset, zone.offset(at: start + Self.step))
            guard new != old else { continue }
            var (last, first) = (start, start + Self.step)
            while first - last > 1 {
                let middle = (last + first) / 2
                if zone.offset(at: middle) == old { last = middle } else { first = middle }
            }
            offsets.append((first, new))
        }
        self.offsets = offsets
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

    /// The offset at a time, in seconds east of UTC.
    func offset(at seconds: Int64) -> Int {
        guard Self.listed.contains(seconds) else { return zone.offset(at: seconds) }
        var (low, high) = (0, offsets.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offsets[middle].start <= seconds { low = middle } else { high = middle }
        }
        return offsets[low].offset
    }
}

extension TimeZone {
    fileprivate func offset(at seconds: Int64) -> Int {
        secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
}

import EventSchema

/// Which sequence numbers of one stream have been seen, as ranges: a stream that is followed in order needs one.
struct SequenceSet: Codable, Equatable, Sendable {
    private var ranges: [ClosedRange<UInt64>] = []

    /// How many numbers are in the set.
    var count: UInt64 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) + 1 } }

    /// - Returns: False when the number was in the set.
    mutating func insert(_ sequence: SequenceNumber) -> Bool {
        insert(sequence.value...sequence.value)
    }

    /// Adds everything that another set has.
    mutating func formUnion(_ other: Self) {
        for range in other.ranges { _ = insert(range) }
    }

    /// - Returns: False when the whole range was in the set.
    private mutating func insert(_ range: ClosedRange<UInt64>) -> Bool {
        let start = place(of: range.lowerBound)
        if start < ranges.count, ranges[start].contains(range.lowerBound),
            ranges[start].contains(range.upperBound)
        {
            return false
        }
        var end = start
        var union = range
        while end < ranges.count {
            let next = ranges[end]
            guard next.lowerBound == 0 || next.lowerBound - 1 <= union.upperBound else { break }
            union = min(union.lowerBound, next.lowerBound)...max(union.upperBound, next.upperBound)
            end += 1
        }
        ranges.replaceSubrange(start..<end, with: CollectionOfOne(union))
        return true
    }

    /// The first range that ends at or right before `value`, or later.
    private func place(of value: UInt64) -> Int {
        var low = 0
        var high = ranges.count
        // In order, the last range is the one.
        if let last = ranges.last, last.lowerBound <= value { low = high - 1 }
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value, value - ranges[middle].upperBound > 1 {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

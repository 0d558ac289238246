import EventSchema

/// The values of labels, which come from closed sets.
enum Label {
    /// What stands for every value beyond a limit or outside a vocabulary.
    static let other = "_other"
}

extension Vocabulary {
    /// The word, if the schema defines it; anything else an author wrote would make series without end.
    var label: String { Self.known.contains(self) ? word : Label.other }

    /// Every value that the label has.
    static var labels: [String] { known.map(\.word) }
}

extension Dictionary where Key: Vocabulary, Value == Int {
    /// One sample for every word of the vocabulary, at 0 where nothing was counted, and one for unknown words
    /// once there are any.
    var samples: [MeasuredSample] {
        counts(byLabel: \.label, of: Key.labels).map { MeasuredSample($1, [$0]) }
    }

    /// The counts by label, for every word of the vocabulary.
    func counts(byLabel label: (Key) -> String, of labels: [String]) -> [String: Int] {
        var counts = Dictionary<String, Int>(labels.map { ($0, 0) }) { first, _ in first }
        for (key, count) in self { counts[label(key), default: 0] += count }
        return counts
    }

    /// Adds what another one counted, `sign` times.
    mutating func add(_ other: Self, _ sign: Int) {
        for (key, count) in other { self[key, default: 0] += sign * count }
    }
}

extension Timestamp {
    /// In seconds since 1970, as Prometheus has times.
    var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The span from this time to a later one, in seconds.
    func seconds(to end: Timestamp) -> Double { end.seconds - seconds }
}

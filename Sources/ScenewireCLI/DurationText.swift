import ArgumentParser

/// Lengths of time as people type them: `90`, `90s`, `1h30m`, `250ms`, `2d`.
enum DurationText {
    /// The longest, ten years.
    static let secondsMax: Double = 10 * 366 * 86_400

    private static let units: [(name: String, nanoseconds: Double)] = [
        ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9), ("d", 86_400e9),
    ]

    /// - Returns: Nanoseconds, not negative; `nil` for anything else. A number without a unit is seconds.
    static func nanoseconds(_ text: some StringProtocol) -> Int64? {
        var rest = text[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            // Without a unit only a number that stands alone is seconds: 1h30 could mean either.
            let isAlone = digits.count == text.count
            guard let number = Double(digits),
                let unit = units.first(where: { $0.name == name || isAlone && $0.name == "s" })
            else { return nil }
            total += number * unit.nanoseconds
        }
        return total <= secondsMax * 1e9 ? Int64(total) : nil
    }
}

/// A length of time on the command line.
struct DurationArgument: ExpressibleByArgument {
    let nanoseconds: Int64

    var duration: Duration { .nanoseconds(nanoseconds) }

    init?(argument: String) {
        guard let nanoseconds = DurationText.nanoseconds(argument) else { return nil }
        self.nanoseconds = nanoseconds
    }
}

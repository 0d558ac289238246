import Foundation

/// Durations of many single steps.
struct Durations {
    private(set) var seconds: [Double] = []

    mutating func append(_ duration: Duration) {
        seconds.append(duration.inSeconds)
    }

    mutating func append(contentsOf other: Durations) {
        seconds += other.seconds
    }

    /// For example `p50 0.11 ms, p99 0.40 ms, p99.9 1.2 ms`.
    var summary: String {
        let sorted = seconds.sorted()
        guard let last = sorted.last else { return "nothing measured" }
        let parts = [(0.5, "p50"), (0.99, "p99"), (0.999, "p99.9")].map { quantile, name in
            let value = sorted[min(sorted.count - 1, Int(Double(sorted.count) * quantile))]
            return "\(name) \(Self.milliseconds(value))"
        }
        return (parts + ["max \(Self.milliseconds(last))"]).joined(separator: ", ") + " ms"
    }

    private static func milliseconds(_ seconds: Double) -> String {
        String(format: "%.3f", seconds * 1_000)
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

/// For example `412,000`.
func perSecond(_ count: Int, _ time: Duration) -> String {
    let rounded = Int((Double(count) / time.inSeconds / 1_000).rounded()) * 1_000
    return rounded.formatted(.number.locale(Locale(identifier: "en_US")))
}

/// Runs `body` over and over for about half a second and gives the time of one run.
func costOfOne(_ body: () throws -> Void) rethrows -> Duration {
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(500)
    let start = clock.now
    var runs = 0
    while clock.now < end {
        for _ in 0..<1_000 { try body() }
        runs += 1_000
    }
    return (clock.now - start) / runs
}

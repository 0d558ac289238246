import CoreMetrics
import Synchronization

/// One series of a histogram, whether made as a timer or as a recorder that aggregates.
final class HistogramSeries: RecorderHandler, TimerHandler {
    /// What was recorded until one moment.
    struct Snapshot {
        /// How many observations fell into each bucket alone, the one without bound last.
        var counts: [UInt64]
        var sum: Double
    }

    let key: SeriesKey
    let bounds: [Double]
    private let state: Mutex<Snapshot>

    init(key: SeriesKey, bounds: [Double]) {
        self.key = key
        self.bounds = bounds
        state = Mutex(Snapshot(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
    }

    var snapshot: Snapshot {
        // Element by element: sharing the storage would make the next observation copy it.
        state.withLock { Snapshot(counts: $0.counts.map { $0 }, sum: $0.sum) }
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    /// Observes one value.
    ///
    /// A negative one, such as a delay measured across two clocks, counts as zero, because the sum must
    /// not fall; what is not a number is no observation.
    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let value = max(value, 0)
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1e9)
    }
}

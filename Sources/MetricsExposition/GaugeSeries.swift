import CoreMetrics
import Synchronization

/// One series of a gauge, whether made as a meter or as a recorder that does not aggregate.
final class GaugeSeries: MeterHandler, RecorderHandler {
    let key: SeriesKey
    private let bits = Atomic<UInt64>(0)

    init(key: SeriesKey) {
        self.key = key
    }

    var value: Double {
        Double(bitPattern: bits.load(ordering: .relaxed))
    }

    func set(_ value: Int64) {
        set(Double(value))
    }

    func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        bits.add(amount)
    }

    func decrement(by amount: Double) {
        bits.add(-amount)
    }

    func record(_ value: Int64) {
        set(value)
    }

    func record(_ value: Double) {
        set(value)
    }
}

import CoreMetrics
import Synchronization

/// One series of a counter, of whole or fractional amounts.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler {
    let key: SeriesKey
    // Apart, so that the common whole amounts cost one atomic addition and stay exact beyond 2^53.
    private let whole = Atomic<Int64>(0)
    private let fractionBits = Atomic<UInt64>(0)

    init(key: SeriesKey) {
        self.key = key
    }

    var value: Double {
        Double(wholeValue) + fractionValue
    }

    var wholeValue: Int64 {
        whole.load(ordering: .relaxed)
    }

    var fractionValue: Double {
        Double(bitPattern: fractionBits.load(ordering: .relaxed))
    }

    func increment(by amount: Int64) {
        precondition(amount >= 0, "a counter does not fall: \(key.family)")
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        precondition(amount >= 0 && amount.isFinite, "a counter does not fall: \(key.family)")
        fractionBits.add(amount)
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fractionBits.store(0, ordering: .relaxed)
    }
}

extension Atomic<UInt64> {
    /// Adds to the floating-point number whose bits are stored.
    func add(_ amount: Double) {
        var bits = load(ordering: .relaxed)
        while true {
            let sum = Double(bitPattern: bits) + amount
            let (isExchanged, current) = weakCompareExchange(
                expected: bits,
                desired: sum.bitPattern,
                ordering: .relaxed
            )
            guard !isExchanged else { return }
            bits = current
        }
    }
}

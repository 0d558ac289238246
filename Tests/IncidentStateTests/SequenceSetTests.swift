import EventSchema
import Testing

@testable import IncidentState

@Suite struct SequenceSetTests {
    @Test func takesEachNumberOnceInAnyOrder() {
        for seed in 0..<50 {
            var seeded = Seeded(seed)
            var set = SequenceSet()
            var seen: Set<UInt64> = []
            for _ in 0..<300 {
                let number = UInt64.random(in: 1...100, using: &seeded)
                let isNew = set.insert(SequenceNumber(number))
                #expect(isNew == seen.insert(number).inserted)
                #expect(set.count == UInt64(seen.count))
            }
        }
    }

    @Test func aUnionHasWhatEitherHas() {
        for seed in 0..<50 {
            var seeded = Seeded(seed)
            var (left, right, both) = (SequenceSet(), SequenceSet(), SequenceSet())
            for _ in 0..<60 {
                let number = SequenceNumber(UInt64.random(in: 1...100, using: &seeded))
                if Bool.random(using: &seeded) { _ = left.insert(number) } else { _ = right.insert(number) }
                _ = both.insert(number)
            }
            left.formUnion(right)
            #expect(left == both)
        }
    }

    /// No record has the last number, but its bytes can say so.
    @Test func theLastNumberIsANumber() {
        var set = SequenceSet()
        let inserted = [UInt64.max, .max, .max - 1, 0].map { set.insert(SequenceNumber($0)) }
        #expect(inserted == [true, false, true, true])
        #expect(set.count == 3)
    }
}

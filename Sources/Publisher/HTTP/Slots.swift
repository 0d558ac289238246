import Synchronization

/// Places of which there are only so many, such as those for open streams.
final class Slots: Sendable {
    /// One place, given back when nobody holds it any more.
    final class Slot: Sendable {
        private let slots: Slots

        fileprivate init(_ slots: Slots) {
            self.slots = slots
        }

        deinit {
            slots.taken.withLock { $0 -= 1 }
        }
    }

    /// How many there are.
    let countMax: Int

    private let taken = Mutex(0)

    init(countMax: Int) {
        self.countMax = countMax
    }

    /// How many are taken.
    var count: Int { taken.withLock { $0 } }

    /// - Returns: `nil` when all are taken.
    func take() -> Slot? {
        let isFree = taken.withLock { taken in
            guard taken < countMax else { return false }
            taken += 1
            return true
        }
        return isFree ? Slot(self) : nil
    }
}

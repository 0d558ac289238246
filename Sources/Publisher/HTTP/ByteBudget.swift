import Synchronization

/// Memory that all requests share.
final class ByteBudget: Sendable {
    /// A part of it, given back when nobody holds it any more.
    final class Share: Sendable {
        private let budget: ByteBudget
        private let byteCount = Mutex(0)

        fileprivate init(_ budget: ByteBudget) {
            self.budget = budget
        }

        /// - Returns: `false`, and the share is as before, when so much is not left.
        func grow(by more: Int) -> Bool {
            guard budget.take(more) else { return false }
            byteCount.withLock { $0 += more }
            return true
        }

        deinit {
            budget.giveBack(byteCount.withLock { $0 })
        }
    }

    /// How much there is.
    let byteCountMax: Int

    private let taken = Mutex(0)

    init(byteCountMax: Int) {
        self.byteCountMax = byteCountMax
    }

    /// A share of nothing as yet.
    func share() -> Share { Share(self) }

    private func take(_ byteCount: Int) -> Bool {
        taken.withLock { taken in
            guard taken + byteCount <= byteCountMax else { return false }
            taken += byteCount
            return true
        }
    }

    private func giveBack(_ byteCount: Int) {
        taken.withLock { $0 -= byteCount }
    }
}

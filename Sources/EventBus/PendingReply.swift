import Synchronization

/// The one reply that a request may have.
///
/// A request is under way until it is answered, or until its handler has let go of this without an answer, as one does
/// that fails.
final class PendingReply: Sendable {
    private let isDue = Atomic(true)
    private let settle: @Sendable (OutgoingReply?) -> Void

    /// - Parameter settle: Called exactly once, from any thread: with the reply, or with `nil` when there will be none.
    init(_ settle: @escaping @Sendable (OutgoingReply?) -> Void) {
        self.settle = settle
    }

    deinit {
        if isDue.load(ordering: .acquiring) { settle(nil) }
    }

    /// Answers the request; a second answer is left out.
    func send(_ reply: OutgoingReply) {
        guard isDue.exchange(false, ordering: .acquiringAndReleasing) else { return }
        settle(reply)
    }
}

import EventBus
import ServiceHTTP
import Synchronization

/// Somebody who waits for the sequencer's answer over HTTP, and hears also when there will be none.
///
/// The sequencer lets go of what it can no longer record, when the disk has failed; a request must not wait
/// for that for ever.
final class WaitingAuthor: Sendable {
    typealias Answer = Result<BusPublished, HTTPProblem>

    private let continuation: Mutex<CheckedContinuation<Answer, Never>?>

    init(_ continuation: CheckedContinuation<Answer, Never>) {
        self.continuation = Mutex(continuation)
    }

    /// Passes the answer on; only the first one counts. Any thread may call it.
    func hear(_ answer: Answer) {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }?
        .resume(returning: answer)
    }

    deinit {
        hear(.failure(HTTPProblem(.stopping, "the publisher ended before it answered; publish again")))
    }
}

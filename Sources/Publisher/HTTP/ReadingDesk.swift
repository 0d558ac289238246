import Dispatch
import EventJournal
import ServiceHTTP
import Synchronization

/// Runs what reads the journal for HTTP, on a thread of its own, so that a cold disk holds up neither the
/// cooperative pool nor the replay of consumers.
final class ReadingDesk: Sendable {
    /// Jobs that may wait; beyond it the client is told to come back later.
    static let jobsWaitingMax = 256

    private let queue = DispatchQueue(label: "scenewire.reading")
    private let waiting = Mutex(0)

    /// Runs a job and returns what it gives.
    ///
    /// - Throws: What the job throws, ``HTTPProblem/Kind/overloaded`` when too many wait, and
    ///   ``HTTPProblem/Kind/unreadable`` for an error of the journal.
    func run<Answer: Sendable>(_ job: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        let isTaken = waiting.withLock { waiting in
            guard waiting < Self.jobsWaitingMax else { return false }
            waiting += 1
            return true
        }
        guard isTaken else {
            throw HTTPProblem(.overloaded, "\(Self.jobsWaitingMax) questions about the past wait already")
        }
        do {
            return try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    self.waiting.withLock { $0 -= 1 }
                    continuation.resume(with: Result { try job() })
                }
            }
        } catch let error as JournalError {
            throw HTTPProblem(.unreadable, "the journal cannot be read: \(error)")
        }
    }
}

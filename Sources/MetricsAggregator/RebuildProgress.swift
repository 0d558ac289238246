import ConsumerRuntime
import EventSchema
import ServiceRuntime
import Synchronization

/// The progress of folding what the publishers had recorded when the process started.
///
/// Until it is complete the numbers are too low, and a counter that rises to its value while it is scraped would
/// look like a flood of events, so the process holds them back. Once complete, it stays so.
final class RebuildProgress: Sendable {
    /// The name under which it reports to ``Readiness``.
    static let check = "rebuild"

    private struct Part {
        let publisher: FollowedPublisher
        /// The head when the publisher first answered; `nil` until then.
        var head: SequenceNumber?
        var folded = SequenceNumber.zero

        var isDone: Bool { head.map { folded >= $0 } ?? false }

        var progress: String {
            guard let head else { return "\(publisher) has not answered yet" }
            return "\(folded) of \(head) records of \(publisher)"
        }
    }

    private struct State {
        var parts: [Part]
        var isComplete = false

        var fault: String? {
            guard !isComplete else { return nil }
            let missing = parts.filter { !$0.isDone }.map(\.progress)
            return "rebuilding from the stream: "
                + (missing.isEmpty ? "done" : missing.joined(separator: "; "))
        }
    }

    private let state: Mutex<State>
    private let readiness: Readiness

    init(publishers: [FollowedPublisher], readiness: Readiness) {
        state = Mutex(State(parts: publishers.map { Part(publisher: $0) }))
        self.readiness = readiness
        readiness.fail(Self.check, because: fault ?? "")
    }

    /// What is missing, as a sentence for people; `nil` when it is complete.
    var fault: String? { state.withLock(\.fault) }

    /// The publisher has answered for the first time; later answers change nothing.
    func begin(_ publisher: FollowedPublisher, head: SequenceNumber) {
        change(publisher) { $0.head = $0.head ?? head }
    }

    /// Everything up to `sequence` was folded.
    func advance(_ publisher: FollowedPublisher, through sequence: SequenceNumber) {
        change(publisher) { $0.folded = max($0.folded, sequence) }
    }

    /// Completes it when everything was folded.
    ///
    /// - Returns: Whether this call has completed it.
    func complete() -> Bool {
        state.withLock { state in
            guard !state.isComplete, state.parts.allSatisfy(\.isDone) else { return false }
            state.isComplete = true
            // Inside the lock, so that another publisher's progress cannot be reported after it.
            readiness.pass(Self.check)
            return true
        }
    }

    private func change(_ publisher: FollowedPublisher, _ change: (inout Part) -> Void) {
        state.withLock { state in
            for index in state.parts.indices where state.parts[index].publisher == publisher {
                change(&state.parts[index])
            }
            if let fault = state.fault { readiness.fail(Self.check, because: fault) }
        }
    }
}

import ConsumerRuntime
import EventSchema
import ServiceRuntime
import Synchronization

/// How far the streams were folded that had been recorded when the process started.
///
/// Until all of them are, the numbers are too low, and a counter that races from nothing to its value would
/// look like a flood of events; so they are held back. Once ended, it does not begin again.
final class Rebuild: Sendable {
    /// The name under which it reports to ``Readiness``.
    static let check = "rebuild"

    private struct Part {
        let publisher: FollowedPublisher
        /// The head when the publisher first answered; `nil` until then.
        var head: SequenceNumber?
        var folded = SequenceNumber.zero

        var isDone: Bool { head.map { folded >= $0 } ?? false }

        var progress: String {
            guard let head else { return "\(publisher) has not been heard yet" }
            return "\(folded) of \(head) records of \(publisher)"
        }
    }

    private struct State {
        var parts: [Part]
        var isOver = false
    }

    private let state: Mutex<State>
    private let readiness: Readiness

    init(publishers: [FollowedPublisher], readiness: Readiness) {
        state = Mutex(State(parts: publishers.map { Part(publisher: $0) }))
        self.readiness = readiness
        readiness.fail(Self.check, because: fault ?? "")
    }

    /// What is missing, for people; `nil` when nothing is.
    var fault: String? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            let missing = state.parts.filter { !$0.isDone }.map(\.progress)
            return "rebuilding from the stream: "
                + (missing.isEmpty ? "done" : missing.joined(separator: "; "))
        }
    }

    /// The publisher has answered for the first time; later answers change nothing.
    func begin(_ publisher: FollowedPublisher, head: SequenceNumber) {
        change(publisher) { $0.head = $0.head ?? head }
    }

    /// Everything up to `sequence` was folded.
    func advance(_ publisher: FollowedPublisher, through sequence: SequenceNumber) {
        change(publisher) { $0.folded = max($0.folded, sequence) }
    }

    /// Ends it when everything was folded.
    ///
    /// - Returns: Whether this call has ended it.
    func end() -> Bool {
        let isEnding = state.withLock { state in
            guard !state.isOver, state.parts.allSatisfy(\.isDone) else { return false }
            state.isOver = true
            return true
        }
        if isEnding { readiness.pass(Self.check) }
        return isEnding
    }

    private func change(_ publisher: FollowedPublisher, _ change: (inout Part) -> Void) {
        state.withLock { state in
            for index in state.parts.indices where state.parts[index].publisher == publisher {
                change(&state.parts[index])
            }
        }
        if let fault { readiness.fail(Self.check, because: fault) }
    }
}

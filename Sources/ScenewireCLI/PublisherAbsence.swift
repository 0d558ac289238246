import EventBus
import EventSchema

/// What is said when events have no receipt because nobody listens.
struct PublisherAbsence: Sendable {
    let endpoint: String
    /// Whether somebody listened when the command began: then what was sent may be recorded.
    let wasThere: Bool
    /// The event that flags made, which only the same ids and times make again.
    var flags: ValidEvent?

    /// - Parameters:
    ///   - ids: The events without a receipt.
    ///   - isFirst: Whether nothing was answered before.
    /// - Returns: `nil` when the error is another one.
    func failure(_ error: any Error, _ ids: [EventID], isFirst: Bool) async -> CommandFailure? {
        switch error {
        case is NobodyListens: break
        // The time was given, and it is over.
        case BusError.noReply where await !ListenerWatch.isTaken(endpoint): break
        default: return nil
        }
        let nobody = NobodyListens(endpoint: endpoint)
        let names =
            ids.first.map { ids.count == 1 ? "event \($0)" : "\(ids.count) events from \($0) on" } ?? ""
        let fate = isFirst && !wasThere ? "so nothing was recorded" : "so that there is no receipt"
        return CommandFailure(
            "\(nobody), \(fate) (\(names))",
            nobody.processExit,
            advice: nobody.advice(isPublishing: true) + again(ids)
        )
    }

    /// How the same event is offered again, which is never recorded twice.
    private func again(_ ids: [EventID]) -> [String] {
        guard let outline = flags?.outline else {
            return ["offer it again:    the same documents; those with an id are never recorded twice"]
        }
        return [
            "offer it again:    add --id \(outline.id) --observed-at \(outline.observedAt.rfc3339) "
                + "--recorded-at \(outline.recordedAt.rfc3339)"
        ]
    }
}

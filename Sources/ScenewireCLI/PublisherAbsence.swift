import EventBus
import EventSchema

/// What is said when events have no receipt because nobody listens.
struct PublisherAbsence: Sendable {
    let endpoint: String
    /// What was sent over it may be recorded, though nobody is there any more to say so.
    let connection: PublishingConnection
    /// The event that flags made, which only the same ids and times make again.
    var flags: ValidEvent?

    /// - Parameter ids: The events without a receipt.
    /// - Returns: `nil` when the error is another one.
    func failure(_ error: any Error, _ ids: [EventID]) async -> CommandFailure? {
        switch error {
        case is NobodyListens: break
        // The time was given, and it is over.
        case BusError.noReply where await ListenerWatch.look(endpoint) == .nobody: break
        default: return nil
        }
        let nobody = NobodyListens(endpoint: endpoint)
        let names =
            ids.first.map { ids.count == 1 ? "event \($0)" : "\(ids.count) events from \($0) on" } ?? ""
        let fate =
            connection.hasSent
            ? " any more; no receipt: what was sent may or may not be recorded" : ", so nothing was recorded"
        return CommandFailure(
            "\(nobody)\(fate) (\(names))",
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
                + "--recorded-at \(outline.recordedAt.rfc3339) --source-epoch \(outline.sourceEpoch) "
                + "--source-sequence \(outline.sourceSequence)"
        ]
    }
}

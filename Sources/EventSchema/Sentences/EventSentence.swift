/// What an event says, as one sentence of plain English for everyone who reads events.
///
/// Terminal, board, alerts and tables use this one text, so that the same event reads the same everywhere.
public enum EventSentence {
    /// Says what happened in the words of a command post, such as `2 shots by subject into the ceiling, LOC-T`.
    ///
    /// Free text and the narrative stand at the end, in full and as they came: whoever shows the sentence cuts
    /// it and makes its control characters safe. What comes before is about 120 characters at most. Times are
    /// UTC. Words that the schema does not know stay as they are. Any thread may call it.
    ///
    /// - Returns: The sentence without a full stop of its own; the type's name when the type is unknown, or when the payload of a
    ///   damaged event holds nothing.
    public static func text(of event: Event) -> String {
        let whatHappened = event.payload.map { sentence(of: $0, event) } ?? Sentence(event.type)
        let text = whatHappened.saying(narrative: event.narrative).text
        return text.isEmpty ? event.type : text
    }

    /// The sentence without the texts of people: the type's name and what happened, for a search beside
    /// ``writtenText(of:)``.
    ///
    /// - Returns: Nothing for what software made, which nobody searches for by its words.
    public static func searchText(of event: Event) -> String {
        guard SchemaTable.event(event.type)?.category != .system else { return "" }
        let head = event.payload.map { sentence(of: $0, event).head } ?? ""
        return [event.type, head].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    // One line a type: the compiler sees that none is missing.
    private static func sentence(of payload: Event.OneOf_Payload, _ event: Event) -> Sentence {
        switch payload {
        case .incidentDeclared(let payload): sentence(of: payload, event)
        case .incidentReclassified(let payload): sentence(of: payload)
        case .incidentPhaseChanged(let payload): sentence(of: payload)
        case .incidentClosed(let payload): sentence(of: payload, event)
        case .incidentLinked(let payload): sentence(of: payload)
        case .commandEstablished(let payload): sentence(of: payload, event)
        case .commandTransferred(let payload): sentence(of: payload)
        case .decisionRecorded(let payload): sentence(of: payload, event)
        case .resourceRequested(let payload): sentence(of: payload, event)
        case .resourceStatusChanged(let payload): sentence(of: payload)
        case .personnelRelieved(let payload): sentence(of: payload)
        case .perimeterChanged(let payload): sentence(of: payload)
        case .perimeterBreached(let payload): sentence(of: payload, event)
        case .protectiveActionChanged(let payload): sentence(of: payload)
        case .publicInformationReleased(let payload): sentence(of: payload)
        case .subjectObserved(let payload): sentence(of: payload, event)
        case .threatAssessed(let payload): sentence(of: payload)
        case .hostageReported(let payload): sentence(of: payload)
        case .hostageReleased(let payload): sentence(of: payload)
        case .injuryReported(let payload): sentence(of: payload)
        case .shotsFired(let payload): sentence(of: payload, event)
        case .negotiationContactAttempted(let payload): sentence(of: payload)
        case .negotiationContactEstablished(let payload): sentence(of: payload)
        case .negotiationContactLost(let payload): sentence(of: payload, event)
        case .demandMade(let payload): sentence(of: payload)
        case .deadlineSet(let payload): sentence(of: payload, event)
        case .deadlineResolved(let payload): sentence(of: payload, event)
        case .negotiationProgressAssessed(let payload): sentence(of: payload)
        case .deliveryMade(let payload): sentence(of: payload)
        case .tacticalActionExecuted(let payload): sentence(of: payload)
        case .lesslethalDeployed(let payload): sentence(of: payload)
        case .chemicalagentDeployed(let payload): sentence(of: payload, event)
        case .forceUsed(let payload): sentence(of: payload)
        case .subjectSurrendered(let payload): sentence(of: payload)
        case .subjectIncustody(let payload): sentence(of: payload)
        case .sceneCleared(let payload): sentence(of: payload)
        case .statusReported(let payload): sentence(of: payload, event)
        case .logEntry(let payload): sentence(of: payload)
        case .recordCorrected(let payload): sentence(of: payload)
        case .recordRetracted(let payload): sentence(of: payload)
        case .recordRedacted(let payload): sentence(of: payload, event)
        case .externalRecord(let payload): sentence(of: payload)
        case .recordErased(let payload): sentence(of: payload)
        case .sourceHeartbeat(let payload): sentence(of: payload, event)
        case .alertRaised(let payload): sentence(of: payload)
        case .alertDelivered(let payload): sentence(of: payload)
        case .alertFailed(let payload): sentence(of: payload)
        case .alertAcknowledged(let payload): sentence(of: payload, event)
        case .alertEscalated(let payload): sentence(of: payload)
        case .alertSilenced(let payload): sentence(of: payload, event)
        case .alertResolved(let payload): sentence(of: payload)
        case .archiveCheckpoint(let payload): sentence(of: payload)
        }
    }
}

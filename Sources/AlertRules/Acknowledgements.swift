import EventSchema
import IncidentState

/// What people said of alerts, as the bus says it: whoever tells of alerts publishes their answers.
extension AlertEngine {
    private static let payloadNumber = SchemaTable.event("alert.acknowledged")?.number

    /// Notes that an alert was acknowledged, and ends what waited for it.
    ///
    /// - Returns: `nil` when the record says no such thing, or no rule asks.
    mutating func acknowledge(
        _ outline: EventOutline,
        _ event: RawSpan,
        of stream: StreamID,
        at time: Timestamp
    ) -> [AlertStep]? {
        guard rules.readsAcknowledgements, outline.payloadNumber == Self.payloadNumber,
            let event = try? Event(eventBytes: event.withUnsafeBytes { Array($0) }),
            case .alertAcknowledged(let payload)? = event.payload,
            payload.action == AcknowledgementAction.ack.word,
            let alert = EventID(payload.alert)
        else { return nil }
        let key = IncidentKey(event.incident, outline.status)
        let scope = Scope.incident(key)
        guard !event.incident.isEmpty, !book.sealed.contains(key) else { return nil }
        // It may come before what it is about, which another stream tells.
        alerts[scope, default: ScopeAlerts()].acknowledge(alert, at: time)
        unsaved.insert(key)
        times.note(scope, on: stream)
        guard book.read(key, { _ in true }) == true else { return [] }
        return decide(incident: key, at: times.now(of: scope) ?? time, news: outline.id).steps
    }
}

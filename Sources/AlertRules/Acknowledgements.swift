public import EventSchema
import IncidentState

/// A record that says that a person has taken care of an alert.
public struct AcknowledgementRecord: Sendable {
    private static let payloadNumber = SchemaTable.event("alert.acknowledged")?.number
    /// What a person may have done so that nobody else need see to it.
    private static let actions = [AcknowledgementAction.ack.word, AcknowledgementAction.clear.word]

    /// The alert.
    public let alert: EventID
    /// What the person said.
    public let payload: AlertAcknowledged

    /// - Returns: `nil` when the event says no such thing.
    public init?(_ outline: EventOutline, _ event: RawSpan) {
        guard outline.payloadNumber == Self.payloadNumber, let event = try? outline.typeAndPayload(of: event),
            case .alertAcknowledged(let payload)? = event.payload, Self.actions.contains(payload.action),
            let alert = EventID(payload.alert)
        else { return nil }
        (self.alert, self.payload) = (alert, payload)
    }
}

/// Acknowledgements that come before what they are about, as when another stream tells that; the oldest are
/// forgotten.
struct EarlyAcknowledgements: Codable, Sendable {
    private static let countMax = 1_000

    private var times: [EventID: Timestamp] = [:]
    private var order: [EventID] = []

    subscript(alert: EventID) -> Timestamp? { times[alert] }

    mutating func insert(_ alert: EventID, at time: Timestamp) {
        guard times[alert] == nil else { return }
        times[alert] = time
        order.append(alert)
        if order.count > Self.countMax { times[order.removeFirst()] = nil }
    }
}

/// What people said of alerts, as the bus says it: whoever tells of alerts publishes their answers.
extension AlertEngine {
    /// Notes that an alert was acknowledged, and ends what waited for it.
    mutating func acknowledge(
        _ outline: EventOutline,
        _ event: RawSpan,
        of stream: StreamID,
        at time: Timestamp
    ) -> [AlertStep] {
        guard rules.readsAcknowledgements, let record = AcknowledgementRecord(outline, event) else {
            return []
        }
        // People answer seldom, so that it is looked for among all.
        guard let scope = alerts.first(where: { $1.hasTold(record.alert) })?.key else {
            early.insert(record.alert, at: time)
            return []
        }
        alerts[scope]?.acknowledge(record.alert, at: time)
        guard let key = scope.incident else { return [] }
        return decide(incident: key, at: times.now(of: scope) ?? time, news: outline.id).steps
    }
}

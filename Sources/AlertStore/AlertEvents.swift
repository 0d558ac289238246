import AlertRules
import EventSchema

/// Makes the bus events that say what became of an alert.
///
/// They inherit the alert's incident, agency, status and marking, so that those about an exercise are
/// themselves part of it.
struct AlertEvents {
    /// The longest reason, in Unicode scalars, as the schema has it.
    static let reasonLengthMax = 1_000

    let source: String
    let epoch: UInt32

    func raised(_ alert: StoredAlert) -> Event {
        var event = event("alert.raised", id: alert.id, about: alert, at: alert.raisedAt)
        event.severity = alert.severity.word
        event.urgency = alert.severity <= .severe ? Urgency.immediate.word : Urgency.expected.word
        event.payload = .alertRaised(
            .with {
                $0.rule = alert.rule
                $0.key = alert.key
                $0.text = alert.text
                $0.causes = alert.cause.map { [$0.data] } ?? []
                $0.audience = alert.audience
                if alert.isLate { $0.late = true }
                if alert.needsAcknowledgement { $0.acknowledgementRequired = true }
            }
        )
        return event
    }

    func resolved(_ alert: StoredAlert, at time: Timestamp, cause: EventID?) -> Event {
        let id = EventID.derived(from: "scenewire alert.resolved", "\(alert.id)")
        var event = event("alert.resolved", id: id, about: alert, at: time)
        event.payload = .alertResolved(
            .with {
                $0.alert = alert.id.data
                if let cause { $0.cause = cause.data }
            }
        )
        return event
    }

    func acknowledged(_ alert: StoredAlert, _ acknowledgement: Acknowledgement, at time: Timestamp) -> Event {
        let id = EventID.derived(from: "scenewire alert.acknowledged", "\(alert.id)", acknowledgement.by)
        var event = event("alert.acknowledged", id: id, about: alert, at: time)
        let author = Author.with {
            $0.id = acknowledgement.by
            $0.role = acknowledgement.role.word
        }
        event.author = author
        event.payload = .alertAcknowledged(
            .with {
                $0.alert = alert.id.data
                $0.by = author
                $0.action = "ack"
                if let note = acknowledgement.note { $0.note = note }
            }
        )
        return event
    }

    func delivered(
        _ delivery: StoredDelivery,
        of alert: StoredAlert,
        at time: Timestamp,
        latencyMilliseconds: UInt32
    ) -> Event {
        let id = id("scenewire alert.delivered", delivery)
        var event = event("alert.delivered", id: id, about: alert, at: time)
        event.payload = .alertDelivered(
            .with {
                $0.alert = alert.id.data
                $0.channel = delivery.destination
                $0.attempts = UInt32(clamping: delivery.attempts)
                $0.latencyMs = latencyMilliseconds
            }
        )
        return event
    }

    func failed(_ delivery: StoredDelivery, of alert: StoredAlert, at time: Timestamp, reason: String)
        -> Event
    {
        let id = id("scenewire alert.failed", delivery)
        var event = event("alert.failed", id: id, about: alert, at: time)
        event.payload = .alertFailed(
            .with {
                $0.alert = alert.id.data
                $0.channel = delivery.destination
                if delivery.attempts > 0 { $0.attempts = UInt32(clamping: delivery.attempts) }
                $0.reason = String(reason.unicodeScalars.prefix(Self.reasonLengthMax))
                $0.gaveUp = true
            }
        )
        return event
    }

    /// Two notifiers may have destinations of one name; what they deliver is not the same event.
    private func id(_ kind: String, _ delivery: StoredDelivery) -> EventID {
        .derived(from: kind, source, "\(delivery.id)", "\(delivery.round)")
    }

    private func event(_ type: String, id: EventID, about alert: StoredAlert, at time: Timestamp) -> Event {
        .with {
            $0.id = id.data
            $0.type = type
            $0.agency = alert.agency
            $0.incident = alert.incident ?? ""
            $0.status = alert.status.word
            $0.source = source
            $0.sourceEpoch = epoch
            $0.observedAt = time.protobuf
            $0.recordedAt = time.protobuf
            $0.author = .with {
                $0.id = source
                $0.role = Role.automation.word
            }
            $0.severity = (SchemaTable.event(type)?.severity ?? .unknown).word
            $0.urgency = Urgency.unknown.word
            $0.certainty = Certainty.observed.word
            $0.tlp = alert.tlp.word
        }
    }
}

extension Severity {
    /// Whether it is as bad as another or worse; the vocabulary goes from bad to harmless.
    static func <= (left: Self, right: Self) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) <= (allCases.firstIndex(of: right) ?? 0)
    }
}

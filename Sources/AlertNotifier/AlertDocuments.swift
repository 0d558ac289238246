import AlertStore
import EventSchema

/// Alerts, steps and deliveries as JSON; docs/alerts.md has the members.
enum AlertDocuments {
    static func alert(_ alert: StoredAlert) -> JSONObject {
        var document: JSONObject = [
            "id": .string(alert.id.description),
            "number": .number("\(alert.number)"),
            "state": .string(alert.state.rawValue),
            "rule": .string(alert.rule),
            "title": .string(alert.title),
            "key": .string(alert.key),
            "severity": .string(alert.severity.word),
            "status": .string(alert.status.word),
            "tlp": .string(alert.tlp.word),
            "agency": .string(alert.agency),
            "text": .string(alert.text),
            "audience": .array(alert.audience.map { .string($0) }),
            "raisedAt": .string(alert.raisedAt.rfc3339),
            "isLate": .bool(alert.isLate),
            "needsAcknowledgement": .bool(alert.needsAcknowledgement),
            "resolvesItself": .bool(alert.resolvesItself),
            "isHistory": .bool(alert.isHistory),
            "stream": .string(alert.stream.description),
        ]
        document["incident"] = alert.incident.map { .string($0) }
        document["cause"] = alert.cause.map { .string($0.description) }
        document["acknowledgedAt"] = alert.acknowledgedAt.map { .string($0.rfc3339) }
        document["resolvedAt"] = alert.resolvedAt.map { .string($0.rfc3339) }
        return document
    }

    static func step(_ step: StoredStep) -> JSONObject {
        var document: JSONObject = [
            "kind": .string(step.kind.rawValue), "at": .string(step.at.rfc3339),
        ]
        document["cause"] = step.cause.map { .string($0.description) }
        document["by"] = step.by.map { .string($0) }
        document["role"] = step.role.map { .string($0) }
        document["note"] = step.note.map { .string($0) }
        return document
    }

    static func delivery(_ delivery: StoredDelivery) -> JSONObject {
        var document: JSONObject = [
            "id": .string(delivery.id.description),
            "alert": .string(delivery.alert.description),
            "step": .string(delivery.step.rawValue),
            "destination": .string(delivery.destination),
            "state": .string(delivery.state.rawValue),
            "attempts": .number("\(delivery.attempts)"),
            "createdAt": .string(delivery.createdAt.rfc3339),
            "expiresAt": .string(delivery.expiresAt.rfc3339),
        ]
        if delivery.state == .pending {
            document["nextAttemptAt"] = .string(delivery.nextAttemptAt.rfc3339)
        }
        document["finishedAt"] = delivery.finishedAt.map { .string($0.rfc3339) }
        document["answer"] = delivery.answer.map { .string($0) }
        return document
    }

    /// What a webhook and a command get: an event in the form of Standard Webhooks.
    static func message(_ due: DueDelivery) -> [UInt8] {
        var data = alert(due.alert)
        data["delivery"] = .string(due.delivery.id.description)
        let document: JSONObject = [
            "type": .string("alert.\(due.delivery.step.rawValue)"),
            "timestamp": .string(due.at.rfc3339),
            "data": .object(data),
        ]
        return JSONValue.object(document).text
    }
}

import AlertStore
import EventSchema

/// Prometheus' Alertmanager, by its API version 2.
///
/// One alert a request, since a batch with one bad alert is refused though the others are taken.
struct AlertmanagerSender: AlertRefresher {
    /// The URL of the API.
    let url: String
    let poster: HTTPPoster

    /// - Parameter base: The server's URL, with or without a slash at its end.
    init(base: String, poster: HTTPPoster) {
        url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/api/v2/alerts"
        self.poster = poster
    }

    func send(_ due: DueDelivery, at now: Timestamp) async -> DeliveryAnswer {
        await post(due.alert, endsAt: due.delivery.step == .raised ? nil : due.at, now)
    }

    func refresh(_ alert: StoredAlert, at now: Timestamp) async -> DeliveryAnswer {
        await post(alert, endsAt: nil, now)
    }

    private func post(_ alert: StoredAlert, endsAt: Timestamp?, _ now: Timestamp) async -> DeliveryAnswer {
        let document = Self.document(of: alert, endsAt: endsAt, now: now)
        return await poster.post(JSONValue.array([.object(document)]).text, to: url, headers: [])
    }

    /// - Parameters:
    ///   - endsAt: When it ended, by the stream's clock; `nil` while it lasts.
    ///   - now: This machine's clock, after which nothing can have begun or ended.
    static func document(of alert: StoredAlert, endsAt: Timestamp?, now: Timestamp) -> JSONObject {
        let startsAt = min(alert.raisedAt, now)
        // What does not end by itself ends here when its deliveries expire; without a time Alertmanager ends it
        // some minutes after it was last told.
        let end = endsAt.map { max(startsAt, min($0, now)) } ?? (alert.resolvesItself ? nil : alert.expiresAt)
        var labels: JSONObject = [
            "alertname": .string(alert.title), "rule": .string(alert.rule),
            "alert_id": .string(alert.id.description), "severity": .string(alert.severity.word.lowercased()),
            "status": .string(alert.status.word), "agency": .string(alert.agency),
        ]
        labels["incident"] = alert.incident.map { .string($0) }
        var document: JSONObject = [
            "labels": .object(labels),
            "annotations": .object([
                "summary": .string(alert.text), "audience": .string(alert.audience.joined(separator: ", ")),
            ]),
            "startsAt": .string(startsAt.rfc3339),
        ]
        document["endsAt"] = end.map { .string($0.rfc3339) }
        return document
    }
}

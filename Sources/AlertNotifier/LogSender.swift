import AlertStore
import EventSchema
import Logging

/// The notifier's own log: one line an alert.
struct LogSender: AlertSender {
    let logger: Logger

    func send(_ due: DueDelivery, at now: Timestamp) async -> DeliveryAnswer {
        let alert = due.alert
        logger.notice(
            "Alert",
            metadata: [
                LogKey.alertStep: "\(due.delivery.step.rawValue)", LogKey.alert: "\(alert.id)",
                LogKey.rule: "\(alert.rule)", LogKey.severity: "\(alert.severity.word)",
                LogKey.status: "\(alert.status.word)", LogKey.incident: "\(alert.incident ?? "-")",
                LogKey.alertText: "\(alert.text)",
            ]
        )
        return .taken("logged")
    }
}

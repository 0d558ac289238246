import AlertStore
import EventSchema

/// Brings alerts to one destination, one attempt at a time.
protocol AlertSender: Sendable {
    /// Makes one attempt; it returns within the destination's own limit, and early when it is cancelled.
    ///
    /// - Parameter now: This machine's clock.
    func send(_ due: DueDelivery, at now: Timestamp) async -> DeliveryAnswer
}

/// A destination that forgets an alert unless it is told again and again that it is still there.
protocol AlertRefresher: AlertSender {
    /// Tells the destination that an alert is still there.
    ///
    /// - Parameter now: This machine's clock.
    func refresh(_ alert: StoredAlert, at now: Timestamp) async -> DeliveryAnswer
}

import EventBus
import EventSchema

/// Offers events until each is recorded, or refused for good, or time is up.
struct Offering: Sendable {
    let connection: PublishingConnection
    let playedAt: Timestamp?
    /// How long one request's events are offered, with all repetitions.
    let patience: Duration
    /// Notices that nobody is there to take them, until the first answer; `nil` to wait as long as for an answer.
    var watch: ListenerWatch?

    /// - Parameter events: At most what one request carries.
    /// - Returns: One result each, in their order.
    /// - Throws: ``BusError`` when there is no answer, which leaves open what is recorded.
    func offer(_ events: [ValidEvent]) async throws -> [PublishResult] {
        let deadline = ContinuousClock.now + patience
        var results = [PublishResult?](repeating: nil, count: events.count)
        var pending = Array(events.indices)
        var pause = BusLimits.retryPause.lowerBound
        while true {
            let rest = deadline - .now
            do {
                let answers = try await publish(parcel(pending.map { events[$0] }), timeout: max(rest, .zero))
                for (index, answer) in zip(pending, answers) { results[index] = answer }
            } catch BusError.noReply(let endpoint, _) {
                throw BusError.noReply(endpoint: endpoint, after: patience)
            } catch BusError.overloaded(let detail) {
                guard deadline - .now > pause else {
                    guard results.contains(where: { $0 == nil }) else { return results.compactMap { $0 } }
                    throw BusError.overloaded(detail)
                }
            }
            pending = pending.filter { index in
                guard case .refused(let refusal)? = results[index] else { return results[index] == nil }
                return refusal.reason.mayPass
            }
            // Whoever has no result yet was offered to a publisher with too much to do, and there is time.
            let isAnswered = !results.contains { $0 == nil }
            if pending.isEmpty || isAnswered && deadline - .now <= pause { return results.compactMap { $0 } }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, BusLimits.retryPause.upperBound)
        }
    }

    /// The publisher's last record.
    ///
    /// - Throws: ``BusError`` when there is no answer.
    func head() async throws -> SequenceNumber {
        try await watching { SequenceNumber(try await connection.status(timeout: patience).head) }
    }

    private func publish(_ parcel: EventParcel, timeout: Duration) async throws -> [PublishResult] {
        try await watching { try await connection.publish(parcel, playedAt: playedAt, timeout: timeout) }
    }

    private func watching<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        guard let watch else { return try await body() }
        return try await watch.guarding(
            isAnswered: { connection.hasHeard },
            close: connection.close,
            body
        )
    }

    private func parcel(_ events: [ValidEvent]) -> EventParcel {
        var parcel = EventParcel()
        for event in events {
            let isTaken = parcel.append(event.bytes)
            precondition(isTaken, "the events fit into one request")
        }
        return parcel
    }
}

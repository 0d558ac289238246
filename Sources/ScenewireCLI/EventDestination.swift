import EventBus
import EventOutbox
import EventSchema

/// Where events go: to a publisher, or into an outbox.
protocol EventDestination: Sendable {
    /// Takes what one request to a publisher may carry.
    ///
    /// - Returns: One result each, in their order.
    /// - Throws: When there is no answer, which leaves open what became of the events.
    func take(_ events: [ValidEvent]) async throws -> [OfferResult]
}

/// What became of one event at its destination.
enum OfferResult: Equatable, Sendable {
    /// What a publisher said.
    case published(PublishResult)
    /// What an outbox said.
    case stored(StoreResult)

    /// Whether the event was not there before.
    var isNew: Bool {
        switch self {
        case .published(.recorded), .stored(.queued): true
        case .published(.refused), .published(.duplicate), .stored(.refused), .stored(.known): false
        }
    }

    /// Whether the event is nowhere.
    var isRefused: Bool {
        switch self {
        case .published(.refused), .stored(.refused): true
        case .published(.recorded), .published(.duplicate), .stored(.queued), .stored(.known): false
        }
    }
}

extension Offering: EventDestination {
    func take(_ events: [ValidEvent]) async throws -> [OfferResult] {
        try await offer(events).map(OfferResult.published)
    }
}

import ConsumerRuntime
import ServiceRuntime

/// What an operator can set of the metrics aggregator.
///
/// - `publishers` (list of `LIVE REQUESTS`): whom to follow.
struct MetricsSettings: Sendable {
    static let defaults = ["publishers": FollowedPublisher.standard]

    let publishers: [FollowedPublisher]

    /// - Throws: When a key is missing or malformed, or an address is not on this machine.
    init(reading settings: Settings) throws(SettingsError) {
        publishers = try settings.requiredPublishers("publishers")
    }
}

import ConsumerRuntime
import ServiceRuntime
import SystemPackage

/// What an operator can set of the metrics aggregator.
///
/// - `data` (path): the directory of `measures.sqlite`; without one each start folds the streams again.
/// - `publishers` (list of `LIVE REQUESTS`): whom to follow; else the publisher of `live.endpoint` and
///   `requests.endpoint`.
struct MetricsSettings: Sendable {
    static let defaults = FollowedPublisher.defaults.merging(["data": ""]) { $1 }

    let data: FilePath?
    let publishers: [FollowedPublisher]

    /// - Throws: When a key is missing or malformed, or an address is not on this machine.
    init(reading settings: Settings) throws(SettingsError) {
        data = try settings.optionalPath("data")
        publishers = try settings.requiredPublishers("publishers")
    }
}

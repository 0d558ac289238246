import ConsumerRuntime
import ServiceRuntime
import StateStore
import SystemPackage

/// What an operator can set of the metrics aggregator.
///
/// - `data` (path): the directory of `measures.sqlite`; without one each start folds the streams again.
/// - `publishers` (list of `LIVE REQUESTS`): whom to follow; else the publisher of `live.endpoint` and
///   `requests.endpoint`.
/// - `state.sealAfterHours` (1 to 876,000): with `data`, how long after an incident was closed, with nothing entered
///   since, its events leave memory.
struct MetricsSettings: Sendable {
    static let defaults = FollowedPublisher.defaults.merging([
        "data": "", "state.sealAfterHours": SealingAge.standardHours,
    ]) { $1 }

    let data: FilePath?
    let publishers: [FollowedPublisher]
    let sealingAge: Duration

    /// - Throws: When a key is missing or malformed, or an address is not on this machine.
    init(reading settings: Settings) throws(SettingsError) {
        data = try settings.optionalPath("data")
        publishers = try settings.requiredPublishers("publishers")
        sealingAge = try settings.requiredDuration("state.sealAfterHours", in: SealingAge.hours)
    }
}

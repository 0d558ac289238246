import ConsumerRuntime
import ServiceRuntime
import SystemPackage

/// What an operator can set of the archiver.
///
/// - `data` (path): the directory of `archive.sqlite`; it has no default, so that nobody archives into a
///   place by accident.
/// - `publishers` (list of `LIVE REQUESTS`): whom to follow; else the publisher of `live.endpoint` and
///   `requests.endpoint`.
struct ArchiverSettings: Sendable {
    static let keysWithoutDefault: Set = ["data"]
    static let defaults = FollowedPublisher.defaults

    let data: FilePath
    let publishers: [FollowedPublisher]

    /// - Throws: When a key is missing or malformed, or an address is not on this machine.
    init(reading settings: Settings) throws(SettingsError) {
        data = try settings.requiredPath("data")
        publishers = try settings.requiredPublishers("publishers")
    }
}

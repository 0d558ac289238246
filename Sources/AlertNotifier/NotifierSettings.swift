import ConsumerRuntime
import EventSchema
import ServiceRuntime
import StateStore
import SystemPackage

/// What an operator can set of the notifier.
///
/// - `data` (path): the directory of `alerts.sqlite`.
/// - `rules` (path): the file of rules and destinations.
/// - `publishers` (list of `LIVE REQUESTS`): whom to follow; else the publisher of `live.endpoint` and
///   `requests.endpoint`.
/// - `alerts.source` (text): the source of the events that it publishes; two notifiers of one stream need two.
/// - `state.sealAfterHours` (1 to 876,000): how long after an incident was closed, with nothing entered since,
///   its events leave memory.
struct NotifierSettings: Sendable {
    static let keysWithoutDefault: Set = ["data", "rules"]
    static let defaults = FollowedPublisher.defaults.merging([
        "alerts.source": "notifier", "state.sealAfterHours": SealingAge.standardHours,
    ]) { $1 }
    /// The longest source, in bytes, as the schema has it.
    static let sourceByteCountMax = 64

    let data: FilePath
    let rules: FilePath
    let publishers: [FollowedPublisher]
    let source: String
    let sealingAge: Duration

    /// - Throws: When a key is missing or malformed, or an address is not on this machine.
    init(reading settings: Settings) throws(SettingsError) {
        data = try settings.requiredPath("data")
        rules = try settings.requiredPath("rules")
        publishers = try settings.requiredPublishers("publishers")
        source = try settings.requiredText("alerts.source", byteCountMax: Self.sourceByteCountMax)
        sealingAge = try settings.requiredDuration("state.sealAfterHours", in: SealingAge.hours)
        let isSource = source.utf8.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: index > 0 && "._-".utf8.contains(byte)
            }
        }
        guard isSource else {
            throw settings.invalid("alerts.source", source, allowed: "[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
        }
    }
}

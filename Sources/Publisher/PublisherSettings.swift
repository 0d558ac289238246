import EventBus
import EventJournal
import EventSchema
import ServiceRuntime
import SystemPackage

/// What an operator can set of the publisher.
///
/// - `data` (path): the journal's directory; it has no default, so that nobody records into a place by
///   accident.
/// - `live.endpoint`, `requests.endpoint` (ZeroMQ endpoints on this machine).
/// - `clock` (`wall` or `played`).
/// - `journal.segmentMegabytes` (int, 2 to 1,024).
/// - `journal.scrubMegabytesPerSecond` (int, 0 to 1,000): how fast sealed segments are checked in the
///   background; 0 leaves them alone.
/// - `memory.limitMegabytes` (int, 0 to 1,000,000, at least 64 unless it is 0): beyond so much memory in use, who sends most is hung up
///   on, and then everybody; 0 sets no limit.
/// - `retention.gigabytes` (int, 0 to 1,000,000), `retention.days` (int, 0 to 100,000): what is older or
///   more is removed; 0 keeps everything.
/// - `retention.heldBy` (list of consumers' names): nothing is removed that one of them has not stored.
struct PublisherSettings: Sendable {
    enum ClockKind: String, CaseIterable, Sendable {
        case wall, played
    }

    static let keysWithoutDefault: Set = ["data"]
    static let defaults = [
        "live.endpoint": "tcp://127.0.0.1:5556",
        "requests.endpoint": "tcp://127.0.0.1:5557",
        "clock": "wall",
        "memory.limitMegabytes": "1024",
        "journal.segmentMegabytes": "64",
        "journal.scrubMegabytesPerSecond": "8",
        "retention.gigabytes": "0",
        "retention.days": "0",
        "retention.heldBy": "",
    ]

    private static let mebibyte = 1024 * 1024

    let data: FilePath
    let liveEndpoint: String
    let requestsEndpoint: String
    let clock: ClockKind
    let memoryByteCount: Int?
    let segmentByteCount: Int
    let scrubBytesPerSecond: Int
    let retentionByteCount: Int?
    let retentionAge: Duration?
    let heldBy: [String]

    /// - Throws: When a key is missing, malformed or out of range, or an address is not on this machine.
    init(reading settings: Settings) throws(SettingsError) {
        data = try settings.requiredPath("data")
        liveEndpoint = try settings.requiredLocalEndpoint("live.endpoint")
        requestsEndpoint = try settings.requiredLocalEndpoint("requests.endpoint")
        clock = try settings.requiredWord("clock", as: ClockKind.self)
        let memory = try settings.requiredInt("memory.limitMegabytes", in: 0...1_000_000)
        memoryByteCount = memory == 0 ? nil : max(memory, 64) * Self.mebibyte
        segmentByteCount = try settings.requiredInt("journal.segmentMegabytes", in: 2...1_024) * Self.mebibyte
        scrubBytesPerSecond =
            try settings.requiredInt("journal.scrubMegabytesPerSecond", in: 0...1_000) * Self.mebibyte
        let gigabytes = try settings.requiredInt("retention.gigabytes", in: 0...1_000_000)
        retentionByteCount = gigabytes == 0 ? nil : gigabytes * 1_000_000_000
        let days = try settings.requiredInt("retention.days", in: 0...100_000)
        retentionAge = days == 0 ? nil : .seconds(days * 86_400)
        heldBy = try settings.requiredList("retention.heldBy", countMax: ConsumerRegistry.countMax)
    }

    /// - Parameter heldThrough: The smallest cursor of the consumers that hold the journal.
    func journalOptions(
        heldThrough: @escaping @Sendable () -> SequenceNumber?,
        troubleFound: @escaping @Sendable (JournalError) -> Void
    ) -> JournalOptions {
        var options = JournalOptions()
        options.segmentByteCount = segmentByteCount
        options.scrubBytesPerSecond = scrubBytesPerSecond
        options.troubleFound = troubleFound
        if retentionByteCount != nil || retentionAge != nil {
            options.retention = JournalRetention(
                byteCountMax: retentionByteCount,
                age: retentionAge,
                heldThrough: heldThrough
            )
        }
        return options
    }
}

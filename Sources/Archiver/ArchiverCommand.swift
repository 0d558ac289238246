import ArgumentParser
import ConsumerRuntime
import ServiceRuntime

/// `scenewire-archiver`: flags, wiring, and nothing else.
@main
struct ArchiverCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-archiver",
        abstract: "Keeps every record of the publishers that it follows, byte for byte.",
        discussion: """
            The archive is DIR/archive.sqlite; `scenewire query`, `scenewire export` and `scenewire archive` \
            read it, also while this runs. HTTP is on 127.0.0.1:8081.

            \(settingsHelp)

            Exit codes: 0 stopped as asked, 1 failed, for example on a full disk, 2 wrong usage, 4 the \
            archive is damaged, 69 the archive or an address is in use, 77 not permitted, 78 a wrong setting.
            """,
        version: ScenewireVersion.current
    )

    static let process = ProcessDescription(
        name: "scenewire-archiver",
        httpPort: 8081,
        defaults: ArchiverSettings.defaults,
        keysWithoutDefault: ArchiverSettings.keysWithoutDefault,
        metrics: ArchiverMetrics.descriptions + ConsumerMetrics.descriptions,
        checks: ArchiverWiring.checks
    )

    @Option(help: "The archive's directory; made when it is not there.")
    var data: String?

    @OptionGroup var following: FollowingOptions

    @OptionGroup var common: ServiceOptions

    var flags: [String: String?] { ["data": data, "publishers": following.publisher] }

    static func plan(in process: ServiceProcess) throws -> ServicePlan {
        try ArchiverWiring(ArchiverSettings(reading: process.settings), in: process).plan()
    }
}

import ArgumentParser
import ServiceRuntime

/// `scenewire-publisher`: flags, wiring, and nothing else.
@main
struct PublisherCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-publisher",
        abstract: "Records incident events durably and broadcasts them.",
        discussion: """
            HTTP is on 127.0.0.1:8080, with events below /v1.

            \(settingsHelp)

            Exit codes: 0 stopped as asked, 1 failed, 2 wrong usage, 4 the journal is damaged, 69 an \
            address or the journal is in use, 78 a wrong setting.
            """,
        version: ScenewireVersion.current
    )

    static let process = ProcessDescription(
        name: "scenewire-publisher",
        httpPort: 8080,
        defaults: PublisherSettings.defaults,
        keysWithoutDefault: PublisherSettings.keysWithoutDefault,
        metrics: PublisherMetrics.descriptions + HTTPInterface.metrics,
        checks: PublisherWiring.checks
    )

    @Option(help: "The journal's directory; made when it is not there.")
    var data: String?

    @Option(help: "Where subscribers connect (default: tcp://127.0.0.1:5556).")
    var live: String?

    @Option(help: "Where requests are answered (default: tcp://127.0.0.1:5557).")
    var requests: String?

    @Option(help: "wall, or played: a player tells the time, and nothing is Actual (default: wall).")
    var clock: String?

    @OptionGroup var common: ServiceOptions

    var flags: [String: String?] {
        ["data": data, "live.endpoint": live, "requests.endpoint": requests, "clock": clock]
    }

    static func plan(in process: ServiceProcess) throws -> ServicePlan {
        try PublisherWiring(PublisherSettings(reading: process.settings), in: process).plan()
    }
}

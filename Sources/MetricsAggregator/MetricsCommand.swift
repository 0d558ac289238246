import ArgumentParser
import ConsumerRuntime
import ServiceRuntime

/// `scenewire-metrics`: flags, wiring, and nothing else.
@main
struct MetricsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-metrics",
        abstract:
            "Makes measures of the incidents that its publishers tell of, for Prometheus and for reports.",
        discussion: """
            Nothing is kept on disk: each start folds the streams from their first records, and until that is \
            done /metrics and the API answer 503 with how far it has come. HTTP is on 127.0.0.1:8083.

            \(settingsHelp)

            Exit codes: 0 stopped as asked, 1 failed, 2 wrong usage, 69 an address is in use, 77 not \
            permitted, 78 a wrong setting.
            """,
        version: ScenewireVersion.current
    )

    static let process = ProcessDescription(
        name: "scenewire-metrics",
        httpPort: 8083,
        defaults: MetricsSettings.defaults,
        metrics: ConsumerMetrics.descriptions + APIRoutes.metrics,
        checks: [Rebuild.check, FeedStandings.check]
    )

    @OptionGroup var following: FollowingOptions

    @OptionGroup var common: ServiceOptions

    var flags: [String: String?] { ["publishers": following.publisher] }

    static func plan(in process: ServiceProcess) throws -> ServicePlan {
        MetricsWiring(try MetricsSettings(reading: process.settings), in: process).plan()
    }
}

import ArgumentParser
import ConsumerRuntime
import ServiceRuntime

/// `scenewire-metrics`: flags, wiring, and nothing else.
@main
struct MetricsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-metrics",
        abstract:
            "Measures the incidents in its publishers' streams, for Prometheus and for reports.",
        discussion: """
            With a directory it goes on where it had come to; without one, each start folds the streams from \
            their first records. Until everything is folded, /metrics and the API answer 503 with the \
            progress. HTTP is on 127.0.0.1:8083.

            \(settingsHelp)

            Exit codes: 0 stopped as asked, 1 failed, 2 wrong usage, 4 another program's file, 69 an address \
            or the directory is in use, 77 not permitted, 78 a wrong setting.
            """,
        version: ScenewireVersion.current
    )

    static let process = ProcessDescription(
        name: "scenewire-metrics",
        httpPort: 8083,
        defaults: MetricsSettings.defaults,
        metrics: ConsumerMetrics.descriptions + APIRoutes.metrics,
        checks: [RebuildProgress.check, FeedStandings.check]
    )

    @Option(help: "The directory of the measures; made when it is not there. Without one nothing is kept.")
    var data: String?

    @OptionGroup var following: FollowingOptions

    @OptionGroup var common: ServiceOptions

    var flags: [String: String?] { ["data": data, "publishers": following.publisher] }

    static func plan(in process: ServiceProcess) async throws -> ServicePlan {
        try await MetricsWiring(MetricsSettings(reading: process.settings), in: process).plan()
    }
}

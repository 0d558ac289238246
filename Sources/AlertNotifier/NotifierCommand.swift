import AlertRules
import ArgumentParser
import ConsumerRuntime
import ServiceRuntime

/// `scenewire-notifier`: flags, wiring, and nothing else.
@main
struct NotifierCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-notifier",
        abstract: "Raises alerts by rules over the streams that it follows, and delivers them.",
        discussion: """
            Alerts and what became of them are in DIR/alerts.sqlite; `scenewire alerts` shows them. HTTP is on \
            127.0.0.1:8082. What was recorded before a stream is followed for the first time alerts nobody.

            \(settingsHelp)

            Exit codes: 0 stopped as asked, 1 failed, for example on a full disk, 2 wrong usage, 4 the \
            store of alerts is damaged or a stream is not the one that was followed, 69 the store or an \
            address is in use, 77 not permitted, 78 a wrong setting or a fault in the rules.
            """,
        version: ScenewireVersion.current
    )

    static let process = ProcessDescription(
        name: "scenewire-notifier",
        httpPort: 8082,
        defaults: NotifierSettings.defaults,
        keysWithoutDefault: NotifierSettings.keysWithoutDefault,
        metrics: NotifierMetrics.descriptions + ConsumerMetrics.descriptions + AlertInterface.metrics,
        checks: NotifierWiring.checks
    )

    @Option(help: "The directory of the alerts; made when it is not there.")
    var data: String?

    @Option(help: "The file of rules and destinations; docs/alerts.md teaches it.")
    var rules: String?

    @Option(help: "The source of the events that it publishes (default: notifier).")
    var source: String?

    @OptionGroup var following: FollowingOptions

    @OptionGroup var common: ServiceOptions

    var flags: [String: String?] {
        ["data": data, "rules": rules, "alerts.source": source, "publishers": following.publisher]
    }

    static func plan(in process: ServiceProcess) async throws -> ServicePlan {
        try await NotifierWiring(NotifierSettings(reading: process.settings), in: process).plan()
    }
}

import ArgumentParser
import Foundation
import ServiceRuntime
import SystemPackage

/// `scenewire-publisher`: flags, wiring, and nothing else.
@main
struct PublisherCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-publisher",
        abstract: "Records incident events durably and broadcasts them.",
        discussion: """
            Every flag can also be set in the environment (SCENEWIRE_DATA, SCENEWIRE_LIVE_ENDPOINT …) or in \
            the file named by --config; flags win over the environment, the environment over the file.

            Exit codes: 0 stopped as asked, 1 failed, 2 wrong usage, 4 the journal is damaged, 69 an \
            address or the journal is in use, 78 a wrong setting.
            """,
        version: ScenewireVersion.current
    )

    @Option(help: "The journal's directory; made when it is not there.")
    var data: String?

    @Option(help: "Where subscribers connect (default: tcp://127.0.0.1:5556).")
    var live: String?

    @Option(help: "Where requests are answered (default: tcp://127.0.0.1:5557).")
    var requests: String?

    @Option(help: "Where HTTP is served: /v1, /livez, /readyz, /metrics (default: 127.0.0.1:8080).")
    var http: String?

    @Option(help: "wall, or played: a player tells the time, and nothing is Actual (default: wall).")
    var clock: String?

    @Option(help: "A YAML file with settings.")
    var config: String?

    static func main() async {
        do {
            let command = try parse()
            await command.run().exit()
        } catch {
            // Help and the version are data; what is wrong with the command line is talk, and ends with 2.
            let isHelp = exitCode(for: error).isSuccess
            let output: FileHandle = isHelp ? .standardOutput : .standardError
            output.write(Data((fullMessage(for: error) + "\n").utf8))
            (isHelp ? ProcessExit.success : .usage).exit()
        }
    }

    private func run() async -> ProcessExit {
        let description = ProcessDescription(
            name: "scenewire-publisher",
            httpPort: 8080,
            defaults: PublisherSettings.defaults,
            keysWithoutDefault: PublisherSettings.keysWithoutDefault,
            metrics: PublisherMetrics.descriptions + HTTPMetrics.descriptions,
            checks: PublisherWiring.checks
        )
        let flags = [
            "data": data, "live.endpoint": live, "requests.endpoint": requests, "http.address": http,
            "clock": clock,
        ]
        return await ServiceProcess.run(description, flags: flags, config: config.map { FilePath($0) }) {
            try PublisherWiring(PublisherSettings(reading: $0.settings), in: $0).plan()
        }
    }
}

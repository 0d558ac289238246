import ArgumentParser
import ConsumerRuntime
import Foundation
import ServiceRuntime
import SystemPackage

/// `scenewire-archiver`: flags, wiring, and nothing else.
@main
struct ArchiverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire-archiver",
        abstract: "Keeps every record of the publishers that it follows, byte for byte.",
        discussion: """
            The archive is DIR/archive.sqlite; `scenewire query`, `scenewire export` and `scenewire archive` \
            read it, also while this runs.

            Every flag can also be set in the environment (SCENEWIRE_DATA, SCENEWIRE_PUBLISHERS …) or in \
            the file named by --config; flags win over the environment, the environment over the file.

            Exit codes: 0 stopped as asked, 1 failed, for example on a full disk, 2 wrong usage, 4 the \
            archive is damaged, 69 the archive or an address is in use, 77 not permitted, 78 a wrong setting.
            """,
        version: ScenewireVersion.current
    )

    @Option(help: "The archive's directory; made when it is not there.")
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Whom to follow: LIVE REQUESTS, several separated by commas (default: \(FollowedPublisher.standard)).",
            valueName: "publishers"
        )
    )
    var publisher: String?

    @Option(help: "Where HTTP is served: /livez, /readyz, /metrics (default: 127.0.0.1:8081).")
    var http: String?

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
            name: "scenewire-archiver",
            httpPort: 8081,
            defaults: ArchiverSettings.defaults,
            keysWithoutDefault: ArchiverSettings.keysWithoutDefault,
            metrics: ArchiverMetrics.descriptions + ConsumerMetrics.descriptions,
            checks: ArchiverWiring.checks
        )
        let flags = ["data": data, "publishers": publisher, "http.address": http]
        return await ServiceProcess.run(description, flags: flags, config: config.map { FilePath($0) }) {
            try ArchiverWiring(ArchiverSettings(reading: $0.settings), in: $0).plan()
        }
    }
}

public import ArgumentParser
import Foundation
import SystemPackage

/// The command line of a service: its flags are settings, and nothing else.
///
/// A conforming type is the executable's `@main`; it names its flags, describes its process, and makes the
/// parts. Parsing, `--config`, help and exit codes are the same for every service.
public protocol ServiceCommand: ParsableCommand {
    /// What is known of the process before it starts.
    static var process: ProcessDescription { get }
    /// What the command line gave, by key of a setting; `nil` where it gave nothing.
    var flags: [String: String?] { get }
    /// The flags that every service has.
    var common: ServiceOptions { get }

    /// Reads the settings and makes the parts, without starting anything.
    ///
    /// What it throws ends the process with the error's ``ProcessExitError/processExit``.
    static func plan(in process: ServiceProcess) async throws -> ServicePlan
}

/// The flags that every service has.
public struct ServiceOptions: ParsableArguments {
    /// Where HTTP is served.
    @Option(
        help: ArgumentHelp(
            "Where HTTP is served; /livez, /readyz and /metrics are there, and what the service adds.",
            valueName: "host:port"
        )
    )
    public var http: String?

    /// The settings file.
    @Option(help: ArgumentHelp("A YAML file with settings.", valueName: "file"))
    public var config: String?

    /// The profile whose addresses are used.
    @Option(
        help: ArgumentHelp(
            "The profile with the addresses (default: that of SCENEWIRE_PROFILE, else none).",
            valueName: "name"
        )
    )
    public var profile: String?

    /// Whether only the health of a running service is asked for.
    @Flag(help: "Ask the service that runs with these settings whether it is ready, and end: 0 it is, 1 not.")
    public var healthcheck = false

    /// Whether the service stops when standard input ends.
    @Flag(
        help: "Stop when standard input ends, as when the program that holds its other end is gone."
    )
    public var stopAtEndOfInput = false

    /// Made by ArgumentParser.
    public init() {}
}

extension ServiceCommand {
    /// What the help of every service ends with, apart from its exit codes.
    public static var settingsHelp: String {
        """
        Every flag can also be set in the environment (SCENEWIRE_DATA, SCENEWIRE_HTTP_ADDRESS …) or in the \
        file named by --config; flags win over the environment, the environment over the file. Addresses that \
        none of them gives come from the profile (`scenewire init`) that --profile or SCENEWIRE_PROFILE names.
        """
    }

    /// Parses the command line, runs the service and ends the process.
    @MainActor
    public static func main() async {
        // On the main thread: a change of threads would let libdispatch open descriptors of its own before these.
        StandardStreams.open()
        CrashReporter.turnOffUnlessAsked()
        if let place = ArgumentBytes.placeThatIsNotUTF8() {
            let line = "\(place) is not UTF-8; a file under such a name must be renamed\n"
            FileHandle.standardError.write(Data(line.utf8))
            ProcessExit.usage.exit()
        }
        do {
            let command = try parse()
            await command.run().exit()
        } catch {
            // Help and the version are data; what is wrong with the command line is not, and ends with 2.
            let isHelp = exitCode(for: error).isSuccess
            let output: FileHandle = isHelp ? .standardOutput : .standardError
            output.write(Data((fullMessage(for: error) + "\n").utf8))
            (isHelp ? ProcessExit.success : .usage).exit()
        }
    }

    private func run() async -> ProcessExit {
        var flags = flags
        flags["http.address"] = common.http
        let config = common.config.map { FilePath($0) }
        guard !common.healthcheck else {
            return ServiceHealth.check(Self.process, flags: flags, config: config)
        }
        if common.stopAtEndOfInput { InputEnd.stopsProcess() }
        return await ServiceProcess.run(
            Self.process,
            flags: flags,
            config: config,
            profile: common.profile,
            plan: Self.plan
        )
    }
}

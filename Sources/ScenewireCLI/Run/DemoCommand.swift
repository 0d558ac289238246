import ArgumentParser
import ServiceRuntime
import SystemPackage

/// `scenewire demo`: the shipped stand-off through every service, with nothing left behind.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Play the shipped stand-off through every service, and leave nothing behind.",
        discussion: """
            It is `scenewire run --scenario` with the stand-off that comes with Scenewire, and with its data in a \
            new directory below TMPDIR, or /tmp, that nobody else may read. The directory is removed at the \
            end, also after Ctrl-C, and the services have stopped by then. Some hundred megabytes must be free \
            there.

            The stand-off and the alert rules are looked for in the directory of the program and in all above it \
            (Scenarios/a-hostage-standoff.ndjson and deploy/rules.yml), then in ../share/scenewire.

            Examples:
              scenewire demo
              scenewire demo --once
              scenewire demo --speed 60 --port-offset 1000

            Exit codes: 0 ended as asked and everything agrees, 1 something does not agree or failed, or \
            --once was interrupted, 2 wrong usage, 3 a file or a program is missing, 69 a port is taken, \
            78 the rules have a fault.
            """
    )

    @Option(help: ArgumentHelp("Another scenario: NDJSON of CloudEvents.", valueName: "file"))
    var scenario: String?

    @Option(help: ArgumentHelp("Another file of alert rules.", valueName: "file"))
    var rules: String?

    @Flag(help: "End once the scenario has been played and every consumer has caught up.")
    var once = false

    @Option(
        help: ArgumentHelp(
            "Playback speed as a multiple of real time, or max (default: 600; with --once max).",
            valueName: "n"
        )
    )
    var speed: PlaySpeed?

    @Option(help: ArgumentHelp("Add this to every port, when the standard ones are taken.", valueName: "n"))
    var portOffset: UInt16 = 0

    func validate() throws {
        try RunSite.validate(portOffset: portOffset)
    }

    func run() async throws {
        let files = try self.files
        try LocalFile.require(files.scenario, as: "scenario")
        // From here on a signal ends the run and not the process, so that nothing is left behind.
        let signals = await LocalRun.signals
        let directory = try TemporaryDirectory(prefix: "scenewire-demo")
        let result: Result<Void, any Error>
        do {
            result = .success(try await play(files, in: directory.path, until: signals))
        } catch {
            result = .failure(error)
        }
        do {
            try await directory.remove()
        } catch {
            // Beside what came of the run, which it must not hide.
            await TextOutput.standardError.say("\(CommandFailure.describe(error))", .attention)
        }
        withExtendedLifetime(signals) {}
        do {
            try result.get()
        } catch let failure as RunServiceFailure {
            throw CommandFailure(
                failure.end,
                failure.processExit,
                advice: [
                    "its log is removed; to keep everything: scenewire run --scenario "
                        + "\(ShellWord.path(files.scenario)) --rules \(ShellWord.path(files.rules)) --data DIR"
                ]
            )
        }
    }

    private func play(
        _ files: DemoFiles,
        in directory: FilePath,
        until signals: LocalRun.Signals
    ) async throws {
        let site = RunSite(
            data: directory,
            portOffset: portOffset,
            isPlayed: true,
            rules: files.rules,
            programs: LocalFile.programDirectory
        )
        try await site.prepare()
        let run = LocalRun(
            site: site,
            scenario: files.scenario,
            feed: nil,
            speed: speed,
            once: once,
            removesData: true
        )
        try await run.conduct(until: signals)
    }

    /// The files that the flags name, else those that come with the program.
    private var files: DemoFiles {
        get throws(CommandFailure) {
            if let scenario, let rules {
                return DemoFiles(scenario: FilePath(scenario), rules: FilePath(rules))
            }
            let programs = LocalFile.programDirectory
            guard let shipped = DemoFiles(near: programs) else {
                throw CommandFailure(
                    "neither a directory above \(programs) nor \(LocalFile.shared(programs)) has "
                        + "\(DemoFiles.scenarioPath) and \(DemoFiles.rulesPath); name both: --scenario FILE "
                        + "--rules FILE",
                    .notFound
                )
            }
            return DemoFiles(
                scenario: scenario.map { FilePath($0) } ?? shipped.scenario,
                rules: rules.map { FilePath($0) } ?? shipped.rules
            )
        }
    }
}

import ArgumentParser
import EventImport
import EventSchema
import FoundationEssentials
import Glibc
import ServiceRuntime
import SystemPackage
import UnixSignals

/// `scenewire run`: all services of Scenewire on this machine, with one command.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start every service on this machine and show what happens.",
        discussion: """
            With a scenario it starts a publisher whose clock the player sets, and the consumers; plays the \
            scenario; shows events, alerts and the incident's figures as they come; and compares what came \
            of it in every place. Then it stays, for a look around, until Ctrl-C. With --once it ends by \
            itself.

            With --live the services run for real use on the wall clock until Ctrl-C.

            With --feed another system's export goes through the services, as an exercise, by one of the mappings \
            in deploy/mappings or one of your own (see `scenewire import`).

            All data is under one directory. A second start goes on with the same data; what has \
            already been played is not recorded again.

            Examples:
              scenewire run --scenario Scenarios/a-hostage-standoff.ndjson
              scenewire run --scenario Scenarios/a-hostage-standoff.ndjson --once --data ~/run
              scenewire run --live --data /var/lib/scenewire
              scenewire run --feed sf_fire_units calls.csv.gz

            Exit codes: 0 ended as asked and everything agrees, 1 something does not agree or failed, or \
            --once was interrupted, \
            2 wrong usage, 3 a file or a program is missing, 69 a port is taken, 78 a wrong setting.
            """
    )

    @Option(help: ArgumentHelp("The scenario to play: NDJSON of CloudEvents.", valueName: "file"))
    var scenario: String?

    @Flag(help: "Run for real use, on the wall clock, and play nothing.")
    var live = false

    @Option(
        help: ArgumentHelp(
            "Import files by this mapping: its file, or the name of one in the directory of --mappings.",
            valueName: "mapping"
        )
    )
    var feed: String?

    @Option(
        help: ArgumentHelp(
            "The directory of mappings (default: those that come with Scenewire, deploy/mappings).",
            valueName: "dir"
        )
    )
    var mappings: String?

    @Argument(help: ArgumentHelp("The feed's files in their order.", valueName: "file"))
    var files: [String] = []

    @Flag(help: "End once the scenario has been played and every consumer has caught up.")
    var once = false

    @Option(
        help: ArgumentHelp(
            "Playback speed as a multiple of real time, or max (default: 600; with --once max).",
            valueName: "n"
        )
    )
    var speed: PlaySpeed?

    @Option(
        help: ArgumentHelp(
            "The directory of all data (default: ~/.local/state/scenewire/NAME of the scenario or mapping, or live).",
            valueName: "dir"
        )
    )
    var data: String?

    @Option(help: ArgumentHelp("The file of alert rules.", valueName: "file"))
    var rules = "deploy/rules.yml"

    @Option(help: ArgumentHelp("Add this to every port, when the standard ones are taken.", valueName: "n"))
    var portOffset: UInt16 = 0

    func validate() throws {
        guard [live, scenario != nil, feed != nil].count(where: \.self) == 1 else {
            throw ValidationError(
                "Give one of --scenario FILE, such as Scenarios/a-hostage-standoff.ndjson; --live, which plays "
                    + "nothing; --feed MAPPING with files."
            )
        }
        if live, once { throw ValidationError("--once goes with a scenario or a feed.") }
        if scenario == nil, speed != nil { throw ValidationError("--speed goes with a scenario.") }
        if (feed == nil) != files.isEmpty {
            throw ValidationError("Files go with --feed, as in: --feed sf_fire_units calls.csv.gz")
        }
        guard portOffset <= RunSite.portOffsetMax else {
            throw ValidationError(
                "--port-offset is \(portOffset); allowed are 0 to \(RunSite.portOffsetMax)."
            )
        }
    }

    func run() async throws {
        let site = RunSite(
            data: try dataDirectory,
            portOffset: portOffset,
            isPlayed: scenario != nil,
            rules: FilePath(rules),
            programs: LocalFile.programDirectory
        )
        let played = scenario.map { FilePath($0) }
        if let played, !LocalFile.exists(played) {
            throw CommandFailure("there is no scenario \(played)", .notFound)
        }
        let feed = try await importedFeed(site)
        try site.prepare()
        let speed = speed ?? (once ? .max : .times(600))
        let title =
            played.map { "playing \($0.stem ?? "") \(speed.words)" }
            ?? feed.map { "importing \($0.mapping.name)" } ?? "live"
        let screen = RunScreen(
            title: title,
            services: site.services.map(\.name),
            hidesLateAlerts: feed != nil
        )
        let session = RunSession(site: site, scenario: played, feed: feed, speed: speed, screen: screen)
        let result: Result<[String]?, any Error>
        do {
            result = .success(try await untilEndOrSignal(site, screen) { try await conduct(session, site) })
        } catch {
            result = .failure(error)
        }
        // Whatever has happened, the terminal's cursor is shown again.
        try await screen.close()
        guard let faults = try result.get() else {
            // A script must not take it for a comparison that went well.
            if once { throw CommandFailure("interrupted before everything was compared", .failure) }
            return
        }
        if once {
            for fault in faults { await TextOutput.standardError.say(TerminalText.safe(fault), .alarm) }
        }
        if !faults.isEmpty { throw CommandFailure("not everything agrees: see above", .failure) }
    }

    /// Runs the services and `body`, until that ends or a signal comes, and waits until everything has stopped.
    ///
    /// - Returns: What `body` returned; `nil` when a signal came before.
    private func untilEndOrSignal(
        _ site: RunSite,
        _ screen: RunScreen,
        _ body: @escaping @Sendable () async throws -> [String]
    ) async throws -> [String]? {
        // Without the last one, a terminal that is closed would leave the services running.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        return try await withThrowingTaskGroup(of: [String]?.self) { group in
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            group.addTask {
                do {
                    return try await RunStack.run(site.services[...]) {
                        try? await screen.markReady($0.name)
                    } body: {
                        try await body()
                    }
                } catch is CancellationError {
                    return nil
                }
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            let second = try await group.next() ?? nil
            return first ?? second
        }
    }

    /// What is done while the services run.
    private func conduct(_ session: RunSession, _ site: RunSite) async throws -> [String] {
        let (lines, faults): ([String], [String])
        if let scenario = session.scenario {
            (lines, faults) = try await session.play(scenario)
        } else if let feed = session.feed {
            (lines, faults) = try await session.bring(feed)
        } else {
            try await session.screen.note(addresses(site))
            try await session.watch()
            return []
        }
        let output = TextOutput.standardOutput
        try await output.write(lines.map { "\($0)\n" }.joined())
        guard !once else { return faults }
        for fault in faults { await TextOutput.standardError.say(TerminalText.safe(fault), .alarm) }
        try await output.write("\n" + addresses(site).map { "\($0)\n" }.joined())
        // Until a signal, which must not hide what was found.
        try? await Task.sleep(for: .seconds(Int64(Int32.max)))
        return faults
    }

    /// What `--feed` names, read and checked before anything is started.
    private func importedFeed(_ site: RunSite) async throws -> ImportWork? {
        guard let feed else { return nil }
        let mapping = try await MappingFile.read(feed, in: mappings)
        let files = files.map { FilePath($0) }
        if let absent = files.first(where: { !LocalFile.exists($0) }) {
            throw CommandFailure("there is no file \(absent)", .notFound)
        }
        return ImportWork(mapping: mapping, files: files, rejects: site.data.appending("rejects.ndjson"))
    }

    private func addresses(_ site: RunSite) -> [String] {
        let publisher = site.address(of: .publisher)
        let program = LocalFile.programDirectory.appending("scenewire")
        return [
            "Look around (Ctrl-C stops everything):",
            "  events   http://\(publisher)/v1/events",
            "  status   http://\(publisher)/v1/status",
            "  alerts   http://\(site.address(of: .notifier))/api/v1/alerts?state=all",
            "  metrics  http://\(site.address(of: .metrics))/metrics",
            "  state    http://\(site.address(of: .metrics))/api/v1/incidents",
            "  archive  \(ShellWord.path(program)) query --trend escalation \\",
            "    --archive \(ShellWord.path(site.archive))",
            "  logs     \(ShellWord.path(site.data.appending("logs")))",
        ]
    }

    private var dataDirectory: FilePath {
        get throws {
            if let data { return FilePath(data) }
            let name = live ? "live" : (scenario ?? feed).flatMap { FilePath($0).stem } ?? "scenario"
            if let state = Environment["XDG_STATE_HOME"], !state.isEmpty {
                return FilePath(state).appending("scenewire").appending(name)
            }
            guard let home = Environment["HOME"], !home.isEmpty else {
                throw CommandFailure(
                    "HOME is not set, so name the data directory: --data DIR",
                    .badConfiguration
                )
            }
            return FilePath(home).appending(".local/state/scenewire").appending(name)
        }
    }
}

/// Files and programs of this machine.
enum LocalFile {
    /// Whether there is something under this name.
    static func exists(_ path: FilePath) -> Bool { access(path.string, F_OK) == 0 }

    /// The directory of the running program, where the services' programs lie as well.
    static var programDirectory: FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        return FilePath(String(decoding: bytes, as: UTF8.self)).removingLastComponent()
    }
}

extension PlaySpeed {
    /// `×600`, or `at full speed`.
    fileprivate var words: String {
        switch self {
        case .times(let factor): "×\(Int(exactly: factor).map(String.init) ?? "\(factor)")"
        case .max: "at full speed"
        }
    }
}

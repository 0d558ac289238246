import ArgumentParser
import EventImport
import FoundationEssentials
import ServiceRuntime
import SystemPackage

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

            With --live the services run for real use on the wall clock until Ctrl-C. When one that was ready \
            ends by itself, it is started again after 1, 2, 5, 10, 30 and then every 60 seconds, and the others \
            go on.

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
        try RunSite.validate(portOffset: portOffset)
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
        if let played { try LocalFile.require(played, as: "scenario") }
        let feed = try await importedFeed(site)
        try await site.prepare()
        let run = LocalRun(site: site, scenario: played, feed: feed, speed: speed, once: once)
        try await run.conduct(until: await LocalRun.signals)
    }

    /// What `--feed` names, read and checked before anything is started.
    private func importedFeed(_ site: RunSite) async throws -> ImportWork? {
        guard let feed else { return nil }
        let mapping = try await MappingFile.read(feed, in: mappings)
        let files = files.map { FilePath($0) }
        for file in files { try LocalFile.require(file, as: "file") }
        return ImportWork(mapping: mapping, files: files, rejects: site.data.appending("rejects.ndjson"))
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

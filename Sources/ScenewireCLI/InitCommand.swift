import ArgumentParser
import EventSchema
import Glibc
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire init`: writes a profile.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write down once what stays the same from one event to the next.",
        discussion: """
            It makes a profile, a small YAML file that every scenewire command reads. Flags win over the \
            environment, the environment over the profile. Several profiles have names: --profile NAME, or \
            SCENEWIRE_PROFILE, chooses one; without either the one named default is in use, if there is one.

            Examples:
              scenewire init --agency expd --source cp1 --author-id u17 --author-role dispatcher \\
                --status Exercise --tlp AMBER
              scenewire init --profile live --agency expd --source cp1 --author-id u17 \\
                --author-role dispatcher --status Actual --tlp AMBER --requests tcp://127.0.0.1:5657
              scenewire init --force --incident 2025-0520-001
              scenewire publish note --profile live --incident 2025-0520-001 "Quiet."

            Exit codes: 0 written, 1 there is one already, 2 wrong usage, 77 not permitted, 78 a wrong value.
            """
    )

    @Option(help: ArgumentHelp("What the profile is called.", valueName: "name"))
    var profile = Profile.defaultName
    @Option(help: FlagHelp.help("Event", "agency")) var agency: String?
    @Option(help: FlagHelp.help("Event", "source")) var source: String?
    @Option(help: FlagHelp.help("Author", "id")) var authorId: String?
    @Option(help: FlagHelp.help("Author", "role"), completion: FlagHelp.completion("Author", "role"))
    var authorRole: String?
    @Option(help: FlagHelp.help("Author", "agency")) var authorAgency: String?
    @Option(help: FlagHelp.help("Author", "onBehalfOf")) var authorOnBehalfOf: String?
    @Option(help: FlagHelp.help("Event", "status"), completion: FlagHelp.completion("Event", "status"))
    var status: String?
    @Option(help: FlagHelp.help("Event", "tlp"), completion: FlagHelp.completion("Event", "tlp"))
    var tlp: String?
    @Option(help: FlagHelp.help("Event", "incident")) var incident: String?
    @Option(help: FlagHelp.help("Event", "recordClass")) var recordClass: String?
    @Option(help: FlagHelp.help("ClockQuality", "sync")) var clockSync: String?
    @Option(help: ArgumentHelp("Where the publisher broadcasts.", valueName: "endpoint")) var live: String?
    @Option(help: ArgumentHelp("Where the publisher answers requests.", valueName: "endpoint"))
    var requests: String?
    @Option(help: ArgumentHelp("Where the notifier answers.", valueName: "host:port")) var notifier: String?
    @Option(help: ArgumentHelp("The archive that is searched.", valueName: "file")) var archive: String?
    @Flag(help: "Change a profile that is there; what is not given stays as it is.") var force = false

    func run() async throws {
        let path = try Profile.path(of: profile, Environment.all)
        let values = try checked()
        let force = force
        try await Self.write(values, to: path, force: force)
        try await TextOutput.standardOutput.write("written \(path)\n")
        let written = try Profile(profile, Environment.all)
        let event = try Self.sample(written)
        let (line, isActual) = ProfileLine.text(written, event)
        await TextOutput.standardError.say(line, isActual ? .alarm : .plain)
    }

    private var given: [String: String] {
        let values = [
            "agency": agency, "source": source, "author-id": authorId, "author-role": authorRole,
            "author-agency": authorAgency, "author-on-behalf-of": authorOnBehalfOf, "status": status,
            "tlp": tlp, "incident": incident, "record-class": recordClass, "clock-sync": clockSync,
            "live": live, "requests": requests, "notifier": notifier, "archive": archive,
        ]
        return values.compactMapValues { $0 }
    }

    /// - Throws: ``CommandFailure`` for everything that is missing, or what no event could hold.
    private func checked() throws -> [String: String] {
        // One that cannot be read is written anew.
        let known = force ? (try? Profile(profile, Environment.all))?.values ?? [:] : [:]
        let values = known.merging(given) { $1 }
        _ = try Self.sample { name in
            Profile.keys.first { $0.variable == name }.flatMap { values[$0.key] }
        }
        _ = try PublisherEndpoints(live: values["live"], requests: values["requests"], environment: [:])
        return values
    }

    private static func sample(_ profile: Profile) throws -> ValidEvent {
        try sample { profile.value(of: $0) }
    }

    /// An event that the values would make.
    private static func sample(_ values: (String) -> String?) throws -> ValidEvent {
        let command = try PublishLogEntry.parse(["A sample."])
        let draft = try FlagDraft(
            type: PublishLogEntry.type,
            inputs: command.envelope.inputs + command.inputs,
            narrative: nil
        )
        return try draft.event(at: .now, environment: values)
    }

    private static func write(_ values: [String: String], to path: FilePath, force: Bool) async throws {
        let lines = Profile.keys.compactMap { key, _ in
            values[key].map { "\(key): \(String(decoding: JSONValue.string($0).text, as: UTF8.self))\n" }
        }
        let bytes = Array(
            ("# A profile of scenewire; each key is a flag of `scenewire publish`.\n" + lines.joined()).utf8
        )
        let failure = try await SocketThread.run(label: "scenewire.profile") { () -> CommandFailure? in
            do {
                try WholeText.write(bytes, to: path, replacing: force)
                return nil
            } catch Errno.fileExists {
                return CommandFailure(
                    "there is a profile \(path) already",
                    .failure,
                    advice: [
                        "change it:   the same with --force", "another one: the same with --profile NAME",
                    ]
                )
            } catch {
                return CommandFailure(
                    "\(path) cannot be written: \(error)",
                    CommandFailure.processExit(for: error)
                )
            }
        }
        if let failure { throw failure }
    }
}

import AlertRules
import ArchiveStore
import ArgumentParser
import EventSchema
import SystemPackage
import ZeroMQ

/// `scenewire rules replay`: the alerts that rules would have raised on what an archive holds.
struct RulesReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show the alerts that rules raise on the records of an archive.",
        discussion: """
            Judges every record in the order in which the archiver received it, and lets time pass as the \
            streams' own clocks tell. Nothing is delivered, published or stored. One line for each alert that is \
            raised (+) or resolved (-): local time with its zone, severity, rule, incident, key and text; what is \
            not Actual is marked, for example [Exercise]. --incident and --status choose what is shown.

            With --against only the differences between two files of rules are shown: alerts that only --rules \
            raises (-), alerts that only --against raises (+), and those that both raise but not alike (~).

            Examples:
              scenewire rules replay --archive /var/lib/scenewire/archive.sqlite --rules deploy/rules.yml
              scenewire rules replay --rules deploy/rules.yml --incident 2025-0520-001 --format json
              scenewire rules replay --rules deploy/rules.yml --against edited.yml

            Exit codes: 0 done, also when there are differences, 1 it could not be read or written, 2 wrong \
            usage, 3 no archive or no rules there, or no such incident in it, 4 damaged, 77 not permitted, 78 \
            something is wrong with the rules.
            """
    )

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("The rules (default: SCENEWIRE_RULES, else ./rules.yml).", valueName: "file"))
    var rules: String?

    @Option(help: ArgumentHelp("Other rules, to show only what they would change.", valueName: "file"))
    var against: String?

    @Option(help: "Only alerts about this incident.")
    var incident: String?

    @Option(help: "Only alerts of this status, such as Actual or Exercise.")
    var status: StatusArgument?

    @Option(help: "How they are written.")
    var format = OutputFormat.text

    func run() async throws {
        let file = rules ?? Environment["SCENEWIRE_RULES"] ?? "rules.yml"
        let first = try await RuleInput.book(file)
        guard let against else { return try await replay(first) }
        try await compare(first, RuleInput.book(against), (file, against))
    }

    private func replay(_ rules: RuleBook) async throws {
        let (archive, filter) = (archive, filter)
        let lines = AlertStepLines(format, TextOutput.standardOutput.palette, rules: [rules])
        let (raised, resolved, remarks) = try await SocketThread.run(label: "scenewire.replay") {
            let output = FileOutput(FileDescriptor.standardOutput)
            var replay = AlertReplay(rules)
            var (raised, resolved) = (0, 0)
            let reader = try archive.reader()
            try ArchivedNames.require(incident: filter.incident, in: reader)
            try reader.forEachRecordAsReceived { header, record in
                for step in replay.fold(header, record) where filter.shows(step.alert) {
                    if step.kind == .raised { raised += 1 } else { resolved += 1 }
                    try output.write(lines.line(step))
                }
            }
            return (raised, resolved, replay.remarks)
        }
        try await end(["\(raised) raised, \(resolved) resolved"], remarks)
    }

    private func compare(_ first: RuleBook, _ second: RuleBook, _ names: (String, String)) async throws {
        let (archive, filter) = (archive, filter)
        let lines = AlertStepLines(format, TextOutput.standardOutput.palette, rules: [first, second])
        let (summary, remarks) = try await SocketThread.run(label: "scenewire.replay") {
            var (replay, other) = (AlertReplay(first), AlertReplay(second))
            var (alerts, others) = (ReplayedAlerts(), ReplayedAlerts())
            let reader = try archive.reader()
            try ArchivedNames.require(incident: filter.incident, in: reader)
            try reader.forEachRecordAsReceived { header, record in
                try alerts.add(replay.fold(header, record), filter)
                try others.add(other.fold(header, record), filter)
            }
            let comparison = ReplayComparison(alerts, others)
            let output = FileOutput(FileDescriptor.standardOutput)
            for difference in comparison.differences { try output.write(lines.line(difference)) }
            return (comparison.summary(names), replay.remarks)
        }
        try await end(summary, remarks)
    }

    /// Counts are data for people, and talk for programs, which count themselves.
    private func end(_ summary: [String], _ remarks: [String]) async throws {
        for remark in remarks { await TextOutput.standardError.say(remark) }
        guard format == .text else {
            for line in summary { await TextOutput.standardError.say(TerminalText.safe(line)) }
            return
        }
        try await TextOutput.standardOutput.write(
            summary.map { TerminalText.safe($0) + "\n" }.joined()
        )
    }

    private var filter: ReplayFilter { ReplayFilter(incident: incident, status: status?.status) }
}

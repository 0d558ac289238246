import EventSchema
import Foundation
import Testing

@testable import ScenewireCLI

/// What a command line that cannot be read is answered with: exit code 2, and what was probably meant.
@Suite(.timeLimit(.minutes(5))) struct UsageHintTests {
    @Test(arguments: [
        ("pubish", "Unexpected argument 'pubish'. Did you mean 'publish'?"),
        ("alerts lst", "Unexpected argument 'lst'. Did you mean 'list'?"),
        ("journal dmp", "Unexpected argument 'dmp'. Did you mean 'dump'?"),
        ("verify", "Unexpected argument 'verify'. Did you mean 'journal verify' or 'archive verify'?"),
        ("shots", "Unexpected argument 'shots'. Did you mean 'publish shots'?"),
        ("xyzzy", "Unexpected argument 'xyzzy'"),
        (
            "publish shots.fird --by subject",
            "there is no event type shots.fird; perhaps shots.fired is meant"
        ),
        ("publish shts", "there is no event type shts; perhaps shots is meant"),
        ("publish events.ndjson", "events.ndjson is no event type; documents stand behind --json."),
        ("publish", "Nothing to publish"), ("publish --json - more.ndjson", "more.ndjson is too much"),
        ("query kitchen", "Words are searched for with --text: scenewire query --text \"kitchen\""),
        (
            "query kitchen floor --archive arch",
            "Words are searched for with --text: scenewire query --text \"kitchen floor\" --archive arch"
        ),
        (
            "query --archive arch kitchen",
            "Words are searched for with --text: scenewire query --text \"…\""
        ),
        ("query --since yesterday 14:05", "A day and a time stand between quotes: \"yesterday 14:05\""),
        (
            "publish note hello world",
            "Unexpected argument 'world'. A text of several words stands between quotes: scenewire publish note "
                + "\"hello world\""
        ),
        (
            "publish note hello world --dry-run",
            "Unexpected argument 'world'. A text of several words stands between quotes: scenewire publish note "
                + "\"hello world\" --dry-run"
        ),
        (
            "publish log.entry --text Quiet.",
            "Unknown option '--text'. What it says stands without a flag: scenewire publish log.entry \"…\""
        ),
        ("tail --typ x", "Unknown option '--typ'. Did you mean '--type'?"),
        ("query --output json", "Unknown option '--output'. Did you mean '--format'?"),
        ("publish --json - --output json", "Unknown option '--output'. Did you mean '--results'?"),
        ("query --count 3", "Unknown option '--count'. Did you mean '--limit'?"),
        ("run", "Give one of --scenario FILE, such as Scenarios/a-hostage-standoff.ndjson; --live"),
    ])
    func saysWhatIsMeant(_ line: String, _ expected: String) async throws {
        let report = try await CommandProcess.scenewire(line.split(separator: " ").map(String.init))
        #expect(report.exitCode == 2, "\(report)")
        #expect(report.output.isEmpty)
        #expect(report.errorLines.first?.contains(expected) == true, "\(report)")
    }

    /// Who gives no type and no document has used neither of the two ways.
    @Test(arguments: [["publish"], ["publish", "shts"], ["publish", "shts", "--by", "subject"]])
    func bothWaysToPublishAreShown(_ arguments: [String]) async throws {
        let lines = try await CommandProcess.scenewire(arguments).errorLines
        let usage = PublishGroup.usage.split(separator: "\n").map(String.init)
        #expect(lines.dropFirst().elementsEqual(usage), "\(lines)")
        let misspelt = try await CommandProcess.scenewire(["publish", "--jsn"])
        #expect(misspelt.errors.contains("publish documents ["))
    }

    /// `--output` is a file that is written, and perhaps written over.
    @Test(arguments: [
        "export --format json", "export --results json", "journal export --format json",
        "archive backup --results json", "schema export --format json",
    ])
    func aFileIsNeverOfferedForAForm(_ line: String) async throws {
        let report = try await CommandProcess.scenewire(line.split(separator: " ").map(String.init))
        #expect(report.exitCode != 0 && !report.errors.contains("Did you mean '--output'"), "\(report)")
    }

    @Test func thereIsNoSuchThingInTheSchema() async throws {
        for (arguments, meant) in [
            (["schema", "type", "shots.fird"], "perhaps shots.fired is meant"),
            (["schema", "vocabulary", "IncidentClas"], "perhaps IncidentClass is meant"),
        ] {
            let report = try await CommandProcess.scenewire(arguments)
            #expect(report.exitCode == 3 && report.errors.contains(meant), "\(report)")
        }
        let short = try await CommandProcess.scenewire(["schema", "type", "shots"])
        #expect(try await CommandProcess.scenewire(["schema", "type", "shots.fired"]).output == short.output)
    }

    /// What the schema requires is asked for together with what a profile may hold.
    @Test(arguments: [
        (["retract"], ["--agency", "--tlp", "--amends 17", "--reason"]),
        (["note"], ["--agency", "<text>", "\"What happened.\""]),
        (["hostages", "--status", "Exercise"], ["--author-id", "--count"]),
    ])
    func everythingMissingIsSaidAtOnce(_ arguments: [String], _ expected: [String]) async throws {
        let report = try await CommandProcess.scenewire(["publish"] + arguments)
        #expect(report.exitCode == 2, "\(report)")
        #expect(report.errorLines.first?.contains(" are missing") == true)
        for text in expected { #expect(report.errors.contains(text), "\(text): \(report)") }
    }

    @Test func whatStartsANotifierIsSaid() async throws {
        let report = try await CommandProcess.scenewire(["alerts", "list", "--notifier", "localhost:1"])
        #expect(report.exitCode == 69, "\(report)")
        #expect(report.errorLines.first == "scenewire: no notifier answers at 127.0.0.1:1")
        #expect(report.errors.contains("  start one:    scenewire-notifier --data "))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsCompleteShortTypes(_ shell: String) async throws {
        let script = try await CommandProcess.scenewire(["--generate-completion-script", shell]).output
        let lines = script.split(separator: "\n").filter {
            $0.contains("shots.fired") && $0.contains("custody")
        }
        #expect(!lines.isEmpty)
    }
}

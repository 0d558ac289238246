import EventSchema
import Foundation
import Testing

@testable import ScenewireCLI

/// One profile instead of seven flags, and the numbers of its source: real executables, a real publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ProfileTests {
    private let site: PublisherSite
    private let environment: [String: String]
    private static let kept = [
        "--agency", "expd", "--source", "cp1", "--author-id", "u17", "--author-role", "dispatcher", "--tlp",
        "AMBER",
    ]

    init() throws {
        site = try PublisherSite()
        environment = [
            "XDG_CONFIG_HOME": site.path + "/config", "XDG_STATE_HOME": site.path + "/state",
        ]
    }

    private func scenewire(
        _ arguments: [String],
        _ more: [String: String] = [:]
    ) async throws -> CommandProcess.Report {
        try await CommandProcess.scenewire(arguments, environment: environment.merging(more) { $1 })
    }

    private func make(_ arguments: String...) async throws {
        let addresses = [
            "--live", site.environment["SCENEWIRE_LIVE_ENDPOINT"] ?? "", "--requests",
            site.environment["SCENEWIRE_REQUESTS_ENDPOINT"] ?? "",
        ]
        let report = try await scenewire(["init"] + Self.kept + addresses + arguments)
        try #require(report.exitCode == 0, "\(report)")
        #expect(report.output.hasPrefix("written \(site.path)/config/scenewire/profiles/"))
    }

    private static let declaration = [
        "publish", "declare", "--class", "BARICADE", "--location", "LOC-T", "--incident", "EX-1",
    ]

    @Test func holdsWhatStaysTheSame() async throws {
        try await make("--status", "Exercise", "--incident", "EX-1")
        try await make("--profile", "live", "--status", "Actual")
        try await site.served { _ in
            let declared = try await scenewire(Self.declaration)
            #expect(declared.exitCode == 0, "\(declared)")
            let line = "scenewire: profile default: Exercise; expd, cp1, u17 (dispatcher), TLP:AMBER\n"
            #expect(declared.errors == line)
            for (arguments, more) in [
                (["--profile", "live"], [:]), (["--profile=live"], [:]), ([], ["SCENEWIRE_PROFILE": "live"]),
            ] as [([String], [String: String])] {
                let note = try await scenewire(
                    // The incident is an exercise.
                    ["publish", "note", "--incident", "EX-1", "Quiet.", "--force"] + arguments,
                    more
                )
                #expect(note.exitCode == 0, "\(note)")
                #expect(note.errors.contains("profile live: ACTUAL, this is for real; expd, cp1, u17"))
            }
            let other = try await scenewire(
                ["publish", "note", "Quiet.", "--force"],
                ["SCENEWIRE_STATUS": "Test"]
            )
            #expect(other.errors.contains("profile default: Test; "), "\(other)")
            #expect(other.errors.contains("; not Exercise as the profile has it\n"), "\(other)")
            // Its addresses are those of every command.
            #expect(try await scenewire(["status"]).exitCode == 0)
            let shown = try await scenewire(["tail", "--from", "1", "--count", "2", "--format", "json"])
            let first = try CloudEvent.parse(Array(try #require(shown.outputLines.first).utf8))
            #expect(first["agency"] == .string("expd") && first["tlp"] == .string("AMBER"))
        }
        let profiles = try await scenewire(["profiles"])
        #expect(profiles.outputLines.count == 2)
        #expect(profiles.outputLines.first?.hasPrefix("* default  agency=expd source=cp1 ") == true)
        #expect(profiles.outputLines.last?.contains(" status=ACTUAL ") == true)
    }

    @Test func saysEverythingThatIsMissing() async throws {
        for arguments in [["init"], ["publish", "note", "Quiet."]] {
            let report = try await scenewire(arguments + ["--agency", "expd"])
            #expect(report.exitCode == 2, "\(report)")
            let first = try #require(report.errorLines.first)
            #expect(
                first
                    == "scenewire: --status, --source, --author-id, --author-role and --tlp are missing; nothing is guessed"
            )
            for example in ["--status Exercise", "--source cp1", "--author-role dispatcher", "--tlp AMBER"] {
                #expect(report.errors.contains("  \(example) "), "\(example)")
            }
            #expect(report.errors.contains("give it once for all commands: scenewire init --status Exercise"))
        }
    }

    /// What is not given stays as it is.
    @Test func aValueIsAddedToAProfile() async throws {
        try await make("--status", "Exercise")
        let added = try await scenewire(["init", "--force", "--incident", "EX-7"])
        #expect(added.exitCode == 0, "\(added)")
        let profiles = try await scenewire(["profiles"])
        #expect(
            profiles.output.contains("agency=expd") && profiles.output.contains("incident=EX-7"),
            "\(profiles)"
        )
        let file = site.path + "/config/scenewire/profiles/default.yml"
        try "agency: expd\n".write(toFile: file, atomically: true, encoding: .utf8)
        let hint = try await scenewire(["publish", "note", "Quiet."])
        #expect(hint.errors.contains("scenewire init --profile default --force --status Exercise"), "\(hint)")
    }

    @Test func refusesWhatIsNoProfile() async throws {
        let absent = try await scenewire(["publish", "note", "Quiet.", "--profile", "nobody"])
        #expect(absent.exitCode == 78)
        #expect(
            absent.errors.contains(
                "profiles/nobody.yml: there is no such profile; there is none; make it with"
            )
        )
        #expect(try await scenewire(["status", "--profile", "../x"]).exitCode == 78)
        #expect(try await scenewire(["profiles"]).exitCode == 3)
        try await make("--status", "Exercise")
        let again = try await scenewire(["init", "--status", "Exercise"] + Self.kept)
        #expect(again.exitCode == 1)
        #expect(again.errors.contains("already"))
        try await make("--status", "Exercise", "--force")
        let wrong = try await scenewire(["init", "--status", "Real", "--force"] + Self.kept)
        #expect(wrong.exitCode == 2)
        #expect(wrong.errors.contains("--status is \"Real\""))
        let file = site.path + "/config/scenewire/profiles/default.yml"
        try "agancy: expd\n".write(toFile: file, atomically: true, encoding: .utf8)
        let misspelt = try await scenewire(["status"])
        #expect(misspelt.exitCode == 78)
        #expect(misspelt.errors.contains("\"agancy\" in \(file) is not a setting"))
    }

    /// Several shells publish at once, and no number stands twice or is missing.
    @Test func numbersAreDenseAndNeverRepeat() async throws {
        try await make("--status", "Exercise", "--incident", "EX-1")
        let environment = environment
        try await site.served { _ in
            #expect(try await scenewire(Self.declaration).exitCode == 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for shell in 1...4 {
                    group.addTask {
                        let script =
                            #"for i in 1 2 3 4 5; do "$0" publish note "Shell $1 says $i." || exit; done"#
                        let process = try CommandProcess(
                            at: "/bin/bash",
                            ["-c", script, CommandProcess.path("scenewire"), "\(shell)"],
                            environment: environment
                        )
                        process.endInput()
                        let report = try await process.end()
                        #expect(report.exitCode == 0, "\(report)")
                        #expect(report.outputLines.count == 5)
                    }
                }
                try await group.waitForAll()
            }
            let shown = try await scenewire(["tail", "--from", "1", "--count", "21", "--format", "json"])
            #expect(try numbers(shown) == (1...21).map { $0 })
            #expect(try epochs(shown).count == 1)
        }
        // Nobody listens: the number stays with the event, which says how it is offered again.
        let absent = try await scenewire(["publish", "note", "Later."])
        #expect(absent.exitCode == 69)
        #expect(absent.errors.contains("--source-sequence 22"), "\(absent)")
        // A copy does not know what was given since.
        let file = site.path + "/state/scenewire/numbers/source-cp1"
        try FileManager.default.copyItem(atPath: file, toPath: file + ".copy")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: file + ".copy", toPath: file)
        try await site.served { _ in
            #expect(try await scenewire(["publish", "note", "Anew."]).exitCode == 0)
            let shown = try await scenewire(["tail", "--from", "1", "--count", "22", "--format", "json"])
            #expect(try numbers(shown).last == 1)
            #expect(try epochs(shown).count == 2)
        }
    }

    @Test func aRefusedEventGivesItsNumberBack() async throws {
        try await make("--status", "Actual", "--incident", "EX-1")
        let publisher = try await site.start(["--clock", "played"])
        // A played clock records nothing that is for real.
        let refused = try await scenewire(
            Self.declaration + ["--played-at", "2025-05-20T14:38:45Z", "--force"]
        )
        #expect(refused.exitCode == 1, "\(refused)")
        #expect(refused.output.hasPrefix("refused "))
        let taken = try await scenewire(
            Self.declaration + ["--played-at", "2025-05-20T14:38:45Z", "--status", "Exercise", "--force"]
        )
        #expect(taken.exitCode == 0, "\(taken)")
        let shown = try await scenewire(["tail", "--from", "1", "--count", "1", "--format", "json"])
        #expect(try numbers(shown) == [1])
        publisher.send(SIGTERM)
        _ = try await publisher.end()
    }

    private func numbers(_ report: CommandProcess.Report) throws -> [Int] {
        try report.outputLines.map { line in
            guard case .string(let text)? = try CloudEvent.parse(Array(line.utf8))["sequence"] else {
                return 0
            }
            return Int(text) ?? 0
        }
    }

    private func epochs(_ report: CommandProcess.Report) throws -> Set<String> {
        Set(
            try report.outputLines.map { line in
                "\(try CloudEvent.parse(Array(line.utf8))["sourceepoch"] ?? .null)"
            }
        )
    }
}

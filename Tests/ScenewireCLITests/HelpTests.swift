import ArgumentParser
import EventSchema
import Foundation
import Testing

@testable import ScenewireCLI

/// What the command says of itself: help, completions, manual pages.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HelpTests {
    /// Every command and the words that lead to it.
    private static let commands: [(path: [String], type: any ParsableCommand.Type)] = {
        var found: [(path: [String], type: any ParsableCommand.Type)] = []
        var waiting: [(path: [String], type: any ParsableCommand.Type)] = [(["scenewire"], Scenewire.self)]
        while let next = waiting.popLast() {
            found.append(next)
            waiting += next.type.configuration.subcommands.map {
                (next.path + [$0.configuration.commandName ?? ""], $0)
            }
        }
        return found
    }()

    @Test func showsExamplesForEveryCommand() {
        for command in Self.commands {
            let help = Scenewire.helpMessage(for: command.type)
            #expect(help.contains("Example") || help.contains("Try it"), "\(command.path)")
            let hasOwnWork = command.type.configuration.subcommands.isEmpty
            #expect(!hasOwnWork || help.contains("Exit codes: 0 "), "\(command.path)")
        }
    }

    @Test func explainsEveryFlag() async throws {
        let dump = try await CommandProcess.scenewire(["--experimental-dump-help"])
        // ArgumentParser's own help command explains nothing.
        for command in try Self.dumped(dump.output) where command.path.last != "help" {
            for argument in command.arguments where argument.shouldDisplay {
                #expect(argument.abstract?.isEmpty == false, "\(command.path) \(argument.flags)")
            }
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completesEveryTypeAndItsWords(_ shell: String) async throws {
        let report = try await CommandProcess.scenewire(["--generate-completion-script", shell])
        #expect(report.exitCode == 0)
        for event in SchemaTable.events { #expect(report.output.contains(event.type), "\(event.type)") }
        for word in ["AMBER+STRICT", "negotiatedSurrender", "json-schema", "deescalation"] {
            #expect(report.output.contains(word), "\(word)")
        }
    }

    /// A text that begins with a minus sign is recorded, or refused with a number that scripts see.
    @Test(arguments: ["-1 hostage", "- three hostages out"])
    func aTextMayBeginWithAMinusSign(_ text: String) async throws {
        let arguments = [
            "publish", "note", text, "--status", "Exercise", "--tlp", "AMBER", "--agency", "expd",
            "--incident", "EX-1", "--source", "cp1", "--author-id", "u1", "--author-role", "dispatcher",
            "--dry-run",
        ]
        let report = try await CommandProcess.scenewire(arguments)
        #expect(report.exitCode == 0, "\(report)")
        #expect(report.output.contains("\"text\":\"\(text)\""), "\(report)")
    }

    @Test(arguments: ["-hostages", "-1h"]) func whatIsTakenForHelpByMistakeIsRefused(_ text: String)
        async throws
    {
        let report = try await CommandProcess.scenewire(["publish", "note", text])
        #expect(report.exitCode == 2, "\(report)")
        #expect(report.output.isEmpty)
        #expect(report.errors.contains("put -- before"), "\(report)")
    }

    /// A path that is not UTF-8 would become the path of another file.
    @Test func aPathThatIsNotTextIsRefused() async throws {
        for name in ["scenewire", "scenewire-publisher"] {
            let script = #"exec "$0" --config $'\xff.yml'"#
            let process = try CommandProcess(at: "/bin/bash", ["-c", script, CommandProcess.path(name)])
            process.endInput()
            let report = try await process.end()
            #expect(report.exitCode == 2, "\(report)")
            #expect(report.errors.contains("argument 2 is not UTF-8"), "\(report)")
        }
        let script = #"SCENEWIRE_ARCHIVE=$'\xff' exec "$0" query"#
        let process = try CommandProcess(at: "/bin/bash", ["-c", script, CommandProcess.path("scenewire")])
        process.endInput()
        let report = try await process.end()
        #expect(report.exitCode == 2, "\(report)")
        #expect(report.errors.contains("SCENEWIRE_ARCHIVE is not UTF-8"), "\(report)")
    }

    /// What the system or SQLite says names the path, and what to do.
    @Test func faultsOfFilesNameThePath() async throws {
        let nothing =
            FileManager.default.temporaryDirectory.path + "/scenewire-nothing-\(UUID().uuidString)"
        for (arguments, code, words) in [
            (["query", "--archive", nothing], 3, [nothing, "--archive FILE"]),
            (["query", "--archive", "/"], 3, ["/archive.sqlite", "--archive FILE"]),
            (["publish", "--json", "/"], 1, ["/ cannot be read", "directory"]),
            (["publish", "--json", nothing], 3, [nothing]),
            (["play", nothing], 3, [nothing]),
        ] as [([String], Int32, [String])] {
            let report = try await CommandProcess.scenewire(arguments)
            #expect(report.exitCode == code, "\(arguments): \(report)")
            for word in words { #expect(report.errors.contains(word), "\(arguments): \(report)") }
        }
    }

    @Test func writesACompletionScriptThatBashReads() async throws {
        let script = try await CommandProcess.scenewire(["--generate-completion-script", "bash"])
        let bash = try CommandProcess(at: "/bin/bash", ["-n"])
        await bash.write(script.output)
        bash.endInput()
        let report = try await bash.end()
        #expect(report.exitCode == 0, "\(report.errors.prefix(500))")
    }

    @Test func hasAManualPageForEveryCommandWithEveryFlag() async throws {
        let directory = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let script = PythonTool.root.appendingPathComponent("scripts/generate-manual").path
        let made = try CommandProcess(
            at: "/usr/bin/env",
            ["python3", script, "--command", CommandProcess.path("scenewire"), "--output", directory]
        )
        made.endInput()
        let report = try await made.end()
        try #require(report.exitCode == 0, "\(report)")
        let dump = try await CommandProcess.scenewire(["--experimental-dump-help"])
        let commands = try Self.dumped(dump.output).filter { $0.path.last != "help" }
        #expect(commands.count == Self.commands.count)
        let pages = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(Set(pages) == Set(commands.map { $0.path.joined(separator: "-") + ".1" }))
        for command in commands {
            let name = command.path.joined(separator: "-")
            let page = try String(contentsOfFile: "\(directory)/\(name).1", encoding: .utf8)
            #expect(page.hasPrefix(".TH "))
            for argument in command.arguments where argument.shouldDisplay {
                for flag in argument.flags {
                    let spelled = flag.replacingOccurrences(of: "-", with: "\\-")
                    #expect(page.contains("\\fB\(spelled)\\fR"), "\(name) \(flag)")
                }
            }
        }
    }

    /// Services have manual pages and completions as well, with every flag.
    @Test func everyProgramHasAManualPageAndCompletions() async throws {
        let directory = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let services = ["publisher", "archiver", "notifier", "metrics"].map { "scenewire-\($0)" }
        let scripts = PythonTool.root.appendingPathComponent("scripts").path
        let given = services.flatMap { ["--command", CommandProcess.path($0)] }
        let programs = (CommandProcess.path("scenewire") as NSString).deletingLastPathComponent
        for command in [
            ["python3", scripts + "/generate-manual", "--output", directory] + given,
            ["bash", scripts + "/generate-completions", programs, directory],
        ] {
            let made = try CommandProcess(at: "/usr/bin/env", command)
            made.endInput()
            // Each starts every program several times, which takes half a minute of a quiet machine.
            let report = try await made.end(limit: .seconds(240))
            #expect(report.exitCode == 0, "\(report)")
        }
        for name in services + ["scenewire"] {
            let script = directory + "/bash-completion/completions/" + name
            let bash = try CommandProcess(at: "/bin/bash", ["-n", script])
            bash.endInput()
            #expect(try await bash.end().exitCode == 0, "\(name)")
            for path in ["/zsh/site-functions/_\(name)", "/fish/vendor_completions.d/\(name).fish"] {
                #expect(try String(contentsOfFile: directory + path, encoding: .utf8).contains(name))
            }
        }
        for name in services {
            let page = try String(contentsOfFile: "\(directory)/\(name).1", encoding: .utf8)
            for flag in ["data", "http", "config", "healthcheck"] {
                #expect(page.contains("\\fB\\-\\-\(flag)\\fR"), "\(name) \(flag)")
            }
        }
    }

    @Test func usesNoColoursInPipes() async throws {
        let site = try PublisherSite()
        try await site.served { _ in
            _ = try await site.publish(1...1)
            for arguments in [
                ["tail", "--from", "1", "--count", "1"], ["status"], ["schema", "types"], ["--help"],
                ["wait", "--from", "1"], ["publish", "--help"], ["publish", "nonsense"],
                ["journal", "verify", site.data], ["journal", "dump", site.data],
                ["wait", "--timeout", "100ms"],
            ] {
                let report = try await CommandProcess.scenewire(arguments, environment: site.environment)
                #expect(!(report.output + report.errors).contains("\u{1B}"), "\(arguments)")
            }
        }
    }

    /// One command as ArgumentParser describes it.
    private struct Described {
        let path: [String]
        let arguments: [Dumped.Argument]
    }

    private static func dumped(_ text: String) throws -> [Described] {
        let root = try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
        var found: [Described] = []
        var waiting: [(path: [String], command: Dumped)] = [([], root)]
        while let (parents, command) = waiting.popLast() {
            let path = parents + [command.commandName]
            found.append(Described(path: path, arguments: command.arguments ?? []))
            waiting += (command.subcommands ?? []).map { (path, $0) }
        }
        return found
    }
}

/// What `--experimental-dump-help` writes.
private struct Dump: Decodable {
    let command: Dumped
}

private struct Dumped: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let names: [Name]?
        let abstract: String?
        let shouldDisplay: Bool

        /// As they are typed.
        var flags: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }
    }

    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Dumped]?
}

import ArgumentParser
import Glibc
import ServiceRuntime

/// `scenewire`: what an operator does with the bus from a shell.
@main
struct Scenewire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenewire",
        abstract: "Publish, follow and check critical-incident events.",
        discussion: """
            Data goes to standard output, talk to standard error. Addresses come from flags, else from \
            SCENEWIRE_LIVE_ENDPOINT and SCENEWIRE_REQUESTS_ENDPOINT, else they are those of a publisher \
            on this machine.

            Try it:
              scenewire-publisher --data /var/lib/scenewire &
              scenewire tail &
              scenewire publish --json event.json
              scenewire status

            Exit codes: 0 done, 1 failed or an event was refused, 2 wrong usage, 3 not there, \
            4 data damaged, missing or of another stream, 69 no publisher or a directory in use, \
            77 not permitted, 78 a wrong setting.
            """,
        version: ScenewireVersion.current,
        subcommands: [
            RunCommand.self, PublishGroup.self, TailCommand.self, WaitCommand.self, PlayCommand.self,
            StatusCommand.self,
            SourceCommand.self, OutboxCommand.self, JournalCommand.self, QueryCommand.self,
            ExportCommand.self, ArchiveCommand.self, AlertsCommand.self, RulesCommand.self,
            SchemaCommand.self, DoctorCommand.self,
        ]
    )

    static func main() async {
        StandardStreams.open()
        // A closed pipe is an error of the one write, which says how the command ends.
        signal(SIGPIPE, SIG_IGN)
        var command: any ParsableCommand
        do {
            command = try parseAsRoot(withSignedValues(Array(CommandLine.arguments.dropFirst())))
        } catch {
            await endParsing(with: error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch  where exitCode(for: error).isSuccess {
            await endParsing(with: error)
        } catch OutputError.closed, OutputError.stopped {
            // Whoever read has enough.
            ProcessExit.success.exit()
        } catch {
            await TextOutput.standardError.say("\(CommandFailure.describe(error))")
            CommandFailure.processExit(for: error).exit()
        }
    }

    /// Ties values such as `-1h` to the flag before them.
    ///
    /// On its own ArgumentParser reads that one as `-1` and `-h` too; when anything else on the command line
    /// is wrong it then shows the help, and the command would end as if all had gone well.
    static func withSignedValues(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        var tied: [String] = []
        for argument in arguments[..<end] {
            let isSigned = argument.first == "-" && argument.dropFirst().first?.isNumber == true
            if isSigned, let flag = tied.last, flag.hasPrefix("--"), !flag.contains("=") {
                tied[tied.count - 1] = "\(flag)=\(argument)"
            } else {
                tied.append(argument)
            }
        }
        return tied + arguments[end...]
    }

    /// Help and the version are data; what is wrong with the command line is talk, and ends with 2.
    private static func endParsing(with error: any Error) async -> Never {
        let isHelp = exitCode(for: error).isSuccess
        let output = isHelp ? TextOutput.standardOutput : TextOutput.standardError
        // Nobody is left to be told that the message could not be written.
        try? await output.write(fullMessage(for: error) + "\n")
        (isHelp ? ProcessExit.success : .usage).exit()
    }
}

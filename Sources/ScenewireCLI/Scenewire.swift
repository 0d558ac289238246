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
            SCENEWIRE_LIVE_ENDPOINT and SCENEWIRE_REQUESTS_ENDPOINT, else from a profile (`scenewire init`), else \
            they are those of a publisher on this machine.

            Try it:
              scenewire-publisher --data ~/scenewire-journal &
              scenewire tail &
              scenewire init --agency expd --source cp1 --author-id u17 --author-role dispatcher \
                --status Exercise --tlp AMBER
              scenewire publish declare --incident EX-1 --class BARICADE --location LOC-T
              scenewire status

            Exit codes: 0 done, 1 failed or an event was refused, 2 wrong usage, 3 not there, \
            4 data damaged, missing or of another stream, 65 a faulty test of rules, 69 no publisher or a \
            directory in use, 77 not permitted, 78 a wrong setting.
            """,
        version: ScenewireVersion.current,
        subcommands: [
            InitCommand.self, ProfilesCommand.self, RunCommand.self, DemoCommand.self,
            PublishGroup.self, TailCommand.self, WaitCommand.self, PlayCommand.self,
            StatusCommand.self, ImportCommand.self,
            SourceCommand.self, OutboxCommand.self, JournalCommand.self, QueryCommand.self,
            ExportCommand.self, ArchiveCommand.self, AlertsCommand.self, RulesCommand.self,
            SchemaCommand.self, DoctorCommand.self,
        ]
    )

    @MainActor
    static func main() async {
        // On the main thread: a change of threads would let libdispatch open descriptors of its own before these.
        StandardStreams.open()
        CrashReporter.turnOffUnlessAsked()
        if let place = ArgumentBytes.placeThatIsNotUTF8() {
            await TextOutput.standardError.say(
                "\(place) is not UTF-8; a file under such a name must be renamed"
            )
            ProcessExit.usage.exit()
        }
        // A closed pipe is an error of the one write, which says how the command ends.
        signal(SIGPIPE, SIG_IGN)
        var command: any ParsableCommand
        do {
            command = try parseAsRoot(withSignedValues(Array(CommandLine.arguments.dropFirst())))
        } catch {
            await endParsing(with: error)
        }
        do {
            if !(command is InitCommand || command is ProfilesCommand) {
                let name = ProfileOption.name(in: Array(CommandLine.arguments.dropFirst()))
                Environment.use(try Profile.chosen(flag: name, Environment.all))
            }
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
            let advice =
                (error as? CommandFailure)?.advice ?? (error as? NobodyListens)?.advice() ?? []
            let lines = advice.map { "  \(TerminalText.safe($0))\n" }.joined()
            // Nobody can be told that standard error is gone; the exit code still tells.
            try? await TextOutput.standardError.write(lines)
            CommandFailure.processExit(for: error).exit()
        }
    }

    /// Ties values such as `-1h` to the flag before them, and puts texts such as `-1 hostage`, which nobody
    /// can mean as flags, where they are no flags.
    ///
    /// On its own ArgumentParser reads the first as `-1` and `-h`, and any letters behind a minus sign so; where
    /// an `h` is among them it shows the help, and the command would end as if all had gone well.
    static func withSignedValues(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        var tied: [String] = []
        var texts: [String] = []
        for argument in arguments[..<end] {
            let isSigned = argument.first == "-" && argument.dropFirst().first?.isNumber == true
            let isText = isTextWithMinusSign(argument)
            if isSigned || isText, let flag = tied.last, flag.hasPrefix("--"), !flag.contains("=") {
                tied[tied.count - 1] = "\(flag)=\(argument)"
            } else if isText {
                texts.append(argument)
            } else {
                tied.append(argument)
            }
        }
        let rest = arguments[end...].dropFirst()
        return end == arguments.endIndex && texts.isEmpty ? tied : tied + ["--"] + texts + rest
    }

    /// No flag has a space in its name.
    private static func isTextWithMinusSign(_ argument: String) -> Bool {
        guard argument.first == "-", argument.contains(where: \.isWhitespace) else { return false }
        let name = argument.dropFirst(argument.hasPrefix("--") ? 2 : 1)
        return !argument.hasPrefix("--") || name.first?.isLetter != true
    }

    /// What looks like letters behind a minus sign and is no request for help, though it was taken for one.
    static func mistakenForHelp(_ arguments: [String]) -> String? {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        guard !arguments[..<end].contains(where: { ["-h", "--help", "help"].contains($0) }) else {
            return nil
        }
        return arguments[..<end].first { argument in
            argument.count > 2 && argument.hasPrefix("-") && !argument.hasPrefix("--")
                && argument.contains("h")
        }
    }

    /// Help and the version are data; what is wrong with the command line is talk, and ends with 2.
    private static func endParsing(with error: any Error) async -> Never {
        let isHelp = exitCode(for: error).isSuccess
        if isHelp, let argument = mistakenForHelp(Array(CommandLine.arguments.dropFirst())) {
            await TextOutput.standardError.say(
                "\(TerminalText.safe(argument, lengthMax: 80)) would be read as flags; "
                    + "put -- before a text that begins with a minus sign"
            )
            ProcessExit.usage.exit()
        }
        let output = isHelp ? TextOutput.standardOutput : TextOutput.standardError
        let message = fullMessage(for: error)
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Nobody is left to be told that the message could not be written.
        try? await output.write((isHelp ? message : UsageHint.added(to: message, for: arguments)) + "\n")
        (isHelp ? ProcessExit.success : .usage).exit()
    }
}

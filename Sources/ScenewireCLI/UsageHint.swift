import ArgumentParser
import EventSchema

/// What is probably meant by a command line that cannot be read; ArgumentParser itself looks at options alone.
enum UsageHint {
    /// Flags that do the same in different commands.
    private static let alike = [
        ["--limit", "--count", "--last"], ["--results", "--format"], ["--from", "--since"],
        ["--observed-at", "--time", "--at"], ["--incident", "--subject"],
    ]

    /// ArgumentParser's message with the hint behind its first line.
    ///
    /// - Parameter arguments: The command line without the program's name.
    static func added(to message: String, for arguments: [String]) -> String {
        let end = message.firstIndex(of: "\n") ?? message.endIndex
        let line = String(message[..<end])
        let path = path(arguments)
        // Without a flag behind it, the group's default command is not what was meant by its name.
        if path.command is PublishGroup.Type, path.rest.first?.hasPrefix("-") != true {
            return "\(line)\n\(PublishGroup.usage)"
        }
        guard let hint = hint(about: line, path) else { return message }
        // What only looks alike is no help beside what is known.
        let fact = line.firstRange(of: " Did you mean ").map { String(line[..<$0.lowerBound]) } ?? line
        return "\(fact)\(fact.hasSuffix(".") ? "" : ".") \(TerminalText.safe(hint))\(message[end...])"
    }

    /// The commands that the first arguments name, and what follows them.
    private struct Path {
        var commands: [any ParsableCommand.Type] = [Scenewire.self]
        var words: [String] = []
        var rest: ArraySlice<String>

        var command: any ParsableCommand.Type { commands[commands.count - 1] }
        var isGroup: Bool { !command.configuration.subcommands.isEmpty }
    }

    private static func path(_ arguments: [String]) -> Path {
        var path = Path(rest: arguments[...])
        while let word = path.rest.first,
            let next = path.command.configuration.subcommands.first(where: { names(of: $0).contains(word) })
        {
            path.commands.append(next)
            path.words.append(word)
            path.rest.removeFirst()
        }
        return path
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        (command.configuration.commandName.map { [$0] } ?? []) + command.configuration.aliases
    }

    private static func hint(about line: String, _ path: Path) -> String? {
        if line.contains("nexpected argument") {
            return path.isGroup ? meantCommand(path) : meantText(path, line)
        }
        guard let option = quoted(behind: "Unknown option '", in: line) else { return nil }
        if option == "--text", path.command is any EventCommand.Type {
            return "What it says stands without a flag: scenewire \(path.words.joined(separator: " ")) \"…\""
        }
        // Flags behind a group's name are those of the command that it stands for.
        let help = Scenewire.helpMessage(for: path.command.configuration.defaultSubcommand ?? path.command)
        // `--output` names a file wherever it exists, so it is taken for the others and never they for it.
        let meant = option == "--output" ? "--format" : option
        let group = alike.first { $0.contains(meant) } ?? []
        return group.first { $0 != option && help.contains("  \($0) <") }.map { "Did you mean '\($0)'?" }
    }

    /// The subcommand that is spelled nearly so, or those of other commands that are called so.
    private static func meantCommand(_ path: Path) -> String? {
        guard let word = path.rest.first, !word.hasPrefix("-") else { return nil }
        let subcommands = path.command.configuration.subcommands
        let elsewhere = subcommands.flatMap { parent in
            parent.configuration.subcommands.filter { names(of: $0).contains(word) }.map { _ in
                "'\(parent.configuration.commandName ?? "") \(word)'"
            }
        }
        if !elsewhere.isEmpty { return "Did you mean \(elsewhere.joined(separator: " or "))?" }
        return SpellingDistance.nearest(to: word, among: subcommands.flatMap(names)).map {
            "Did you mean '\($0)'?"
        }
    }

    /// How a text stands on the command line of a command that takes one.
    private static func meantText(_ path: Path, _ line: String) -> String? {
        for (day, time) in zip(path.rest, path.rest.dropFirst()) where LocalMoment("\(day) \(time)") != nil {
            return "A day and a time stand between quotes: \"\(day) \(time)\""
        }
        let words = path.rest.prefix { !$0.hasPrefix("-") }
        let flags = path.rest.dropFirst(words.count)
        // A command is ready only if all that is too much comes before the flags, and a shell reads it as it is.
        let excess = line.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
        let isPlain =
            excess.allSatisfy(words.contains) && words.allSatisfy { isLiteral($0, except: "\"`$\\!\n") }
            && flags.allSatisfy { isLiteral($0, except: "\"'`$\\!*?[]{}()<>|&;#~ \t\n") }
        let text = isPlain ? words.joined(separator: " ") : "…"
        let command = "scenewire \(path.words.joined(separator: " "))"
        let rest = isPlain ? flags.map { " \($0)" }.joined() : ""
        if path.command is any EventCommand.Type {
            return "A text of several words stands between quotes: \(command) \"\(text)\"\(rest)"
        }
        guard path.command is QueryCommand.Type else { return nil }
        return "Words are searched for with --text: \(command) --text \"\(text)\"\(rest)"
    }

    private static func isLiteral(_ argument: String, except special: String) -> Bool {
        !argument.isEmpty && !argument.contains { special.contains($0) }
    }

    private static func quoted(behind start: String, in line: String) -> String? {
        guard let range = line.firstRange(of: start) else { return nil }
        return String(line[range.upperBound...].prefix { $0 != "'" })
    }
}

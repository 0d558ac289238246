import ArgumentParser
import EventSchema
import ServiceRuntime

/// Which profile is in use.
struct ProfileOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What stays the same, from this profile (default: SCENEWIRE_PROFILE, or the one named default).",
            valueName: "name"
        )
    )
    var profile: String?

    /// What `--profile` was given, on the command line of a command that has it.
    ///
    /// It is needed before the command runs, whichever it is.
    static func name(in arguments: [String]) -> String? {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        for (index, argument) in arguments[..<end].enumerated() {
            if argument.hasPrefix("--profile=") { return String(argument.dropFirst("--profile=".count)) }
            if argument == "--profile", index + 1 < end { return arguments[index + 1] }
        }
        return nil
    }
}

/// Says which profile speaks in an event.
enum ProfileLine {
    /// - Parameter event: What came of it, of flags and of the environment.
    /// - Returns: The line, and whether the event is for real.
    static func text(_ profile: Profile, _ event: ValidEvent) -> (line: String, isActual: Bool) {
        let isActual = event.outline.status == .actual
        let status = isActual ? "ACTUAL, this is for real" : event.outline.status.word
        let author = (try? event.decoded().author).map { "\($0.id) (\($0.role))" } ?? ""
        var line = "profile \(profile.name): \(status); \(event.agency), \(event.source), \(author), "
        line += "TLP:\(event.outline.tlp.word)"
        if let own = profile.values["status"], Status(own) != event.outline.status {
            line += "; not \(own) as the profile has it"
        }
        return (TerminalText.safe(line), isActual)
    }
}

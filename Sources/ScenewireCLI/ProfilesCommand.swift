import ArgumentParser
import ServiceRuntime
import ZeroMQ

/// `scenewire profiles`: shows what profiles there are.
struct ProfilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "Show the profiles, and which one is in use.",
        discussion: """
            `scenewire init` writes one. The one in use has a star: that of --profile, of SCENEWIRE_PROFILE, \
            or the one named default.

            Example:
              scenewire profiles --profile live

            Exit codes: 0 shown, 2 wrong usage, 3 there is none, 78 one that cannot be read.
            """
    )

    @OptionGroup var choice: ProfileOption

    func run() async throws {
        guard let directory = Profile.directory(Environment.all) else {
            throw CommandFailure("HOME is not set, so there is no place for profiles", .badConfiguration)
        }
        let names = try await SocketThread.run(label: "scenewire.profiles") { Profile.names(in: directory) }
        guard !names.isEmpty else {
            throw CommandFailure(
                "there is no profile in \(directory)",
                .notFound,
                advice: ["make one: scenewire init"]
            )
        }
        let named = Environment.all[Profile.environmentName].flatMap { $0.isEmpty ? nil : $0 }
        let used = choice.profile ?? named ?? Profile.defaultName
        var text = ""
        for name in names {
            let profile = try Profile(name, Environment.all)
            let isActual = profile.values["status"]?.lowercased() == "actual"
            let words = Profile.keys.compactMap { key, _ in
                profile.values[key].map { "\(key)=\(key == "status" && isActual ? "ACTUAL" : $0)" }
            }
            text +=
                TerminalText.safe("\(name == used ? "*" : " ") \(name)  \(words.joined(separator: " "))")
                + "\n"
        }
        try await TextOutput.standardOutput.write(text)
    }
}

import ArgumentParser
import EventSchema

/// What people call event types: by their names, or by the short forms that `scenewire publish` has for them.
enum EventTypeName {
    /// The types by their short forms.
    private static let types: [String: String] = {
        let commands = PublishGroup.eventCommands.flatMap(\.subcommands)
        let pairs = commands.flatMap { command in
            command.configuration.aliases.map { ($0, command.configuration.commandName ?? "") }
        }
        return Dictionary(pairs) { first, _ in first }
    }()

    /// Every type, then every short form: what a shell completes.
    static let all = SchemaTable.events.map(\.type) + types.keys.sorted()

    /// The type that a short form stands for; any other text as it is.
    static func whole(_ text: String) -> String { types[text] ?? text }

    /// Says that there is no such type, and which one may be meant.
    ///
    /// - Parameter text: A type, or the beginning of types with a `*` at its end.
    static func unknown(_ text: String) -> String {
        let meant = SpellingDistance.nearest(to: text, among: all).map { "; perhaps \($0) is meant" } ?? ""
        let shown = TerminalText.safe(text, lengthMax: 80)
        return "there is no event type \(shown)\(meant); `scenewire schema types` lists them"
    }
}

import EventSchema
import ServiceRuntime

/// Says at once everything that an event still needs.
enum MissingValues {
    /// How values look, by attribute or member.
    private static let examples = [
        "agency": "expd", "subject": "EX-1", "status": "Exercise", "source": "cp1", "tlp": "AMBER",
        "authorid": "u17", "authorrole": "dispatcher", "location": "41.2,-88.1", "amends": "17",
    ]

    /// - Parameters:
    ///   - document: The event with everything that is filled in.
    ///   - inputs: What can be given for it.
    /// - Returns: `nil` when nothing is missing that a flag can give.
    static func failure(_ document: JSONObject, _ inputs: [FlagInput], _ type: String) -> CommandFailure? {
        let required = SchemaTable.event(type)?.requires ?? []
        let data: JSONObject = if case .object(let data)? = document["data"] { data } else { [:] }
        let missing = inputs.filter { input in
            // Numbers belong together; the schema says which one is missing.
            guard !["sourceepoch", "sequence"].contains(input.member) || input.isInData else { return false }
            let isNeeded = input.field.isRequired || required.contains { input.name == "--\($0)" }
            return isNeeded && (input.isInData ? data[input.member] : document[input.member]) == nil
        }
        guard let first = missing.first else { return nil }
        let names = missing.map(\.name)
        let words =
            names.count == 1
            ? "\(first.name) is missing"
            : "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) are missing"
        let width = missing.map { line(of: $0).count }.max() ?? 0
        let lines = missing.map { input in
            let line = line(of: input)
            return line + String(repeating: " ", count: width - line.count + 2) + meaning(of: input)
        }
        return CommandFailure(words + "; nothing is guessed", .usage, advice: lines + again(missing))
    }

    private static func line(of input: FlagInput) -> String {
        // What stands without a flag is shown as it is typed.
        guard !input.name.hasPrefix("<") else { return "\"\(input.field.doc)\"" }
        let words = input.field.vocabulary.flatMap(SchemaTable.vocabulary)?.words
        return "\(input.name) \(examples[input.member] ?? words?.first ?? "VALUE")"
    }

    private static func meaning(of input: FlagInput) -> String {
        guard let vocabulary = input.field.vocabulary.flatMap(SchemaTable.vocabulary), vocabulary.isClosed
        else {
            return input.field.doc
        }
        return "\(input.field.doc) One of \(vocabulary.words.joined(separator: ", "))."
    }

    private static func again(_ missing: [FlagInput]) -> [String] {
        let kept = missing.filter { $0.environmentName != nil }
        guard !kept.isEmpty else { return [] }
        // A profile that is in use has the rest already.
        let (command, rest) =
            Environment.profile.map { ("init --profile \($0.name) --force", "") } ?? ("init", " …")
        let flags = kept.map(line).joined(separator: " ")
        return ["give it once for all commands: scenewire \(command) \(flags)\(rest)"]
    }
}

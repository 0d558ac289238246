import EventSchema

/// What was given for one field of an event.
struct FlagInput {
    /// What the command line held.
    enum Value {
        case text(String?)
        case texts([String])
        case truth(Bool?)
    }

    /// The field that the flag stands for.
    let field: FieldDescription
    /// What people call it: `--rounds`, or `<text>` for what stands without a flag.
    let name: String
    /// Its CloudEvents attribute, or the member of `data`.
    let member: String
    /// Whether it stands within `data`.
    let isInData: Bool
    /// What was given.
    var value: Value

    /// - Precondition: The schema has the field.
    init(
        _ message: String,
        _ field: String,
        flag: String,
        member: String,
        isInData: Bool,
        _ value: Value
    ) {
        self.field = FlagHelp.field(message, field)
        name = flag.hasPrefix("<") ? flag : "--\(flag)"
        self.member = member
        self.isInData = isInData
        self.value = value
    }

    /// The environment variable that speaks when the flag does not, `nil` when none does.
    var environmentName: String? {
        guard !isInData, Self.environmentMembers.contains(member) else { return nil }
        return "SCENEWIRE_" + name.dropFirst(2).uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// What stays the same from one event to the next.
    private static let environmentMembers: Set<String> = [
        "agency", "subject", "status", "source", "tlp", "authorid", "authorrole", "authoragency",
        "authoronbehalfof", "recordclass", "clocksync",
    ]

    /// Whether the command line said something.
    var isGiven: Bool {
        switch value {
        case .text(let text): text != nil
        case .texts(let texts): !texts.isEmpty
        case .truth(let truth): truth != nil
        }
    }

    /// The JSON that a document holds for it, `nil` when nothing was given.
    ///
    /// - Parameter now: What distances such as `-5m` count from.
    func json(at now: Timestamp) throws(FlagProblem) -> JSONValue? {
        do throws(FlagProblem) {
            switch value {
            case .text(nil), .truth(nil), .texts([]): return nil
            case .truth(let truth?): return .bool(truth)
            case .text(let text?): return try FlagValue.json(text, for: field, at: now)
            case .texts(let texts):
                var elements: [JSONValue] = []
                for text in texts { elements.append(try FlagValue.json(text, for: field, at: now)) }
                return isInData ? .array(elements) : Self.words(elements)
            }
        } catch {
            throw FlagProblem("\(name) \(error.description)")
        }
    }

    /// What a local time was taken for; `nil` where nothing was given, or what needs no explanation.
    func saidTime(at now: Timestamp) -> String? {
        guard field.kind == .timestamp, case .text(let text?) = value else { return nil }
        return Moment(argument: text)?.said(name, from: now, isAhead: FlagValue.looksAhead(field))
    }

    /// CloudEvents' attributes hold lists as words between spaces.
    private static func words(_ elements: [JSONValue]) -> JSONValue {
        let words = elements.map { if case .string(let word) = $0 { word } else { "" } }
        return .string(words.joined(separator: " "))
    }
}

/// What is wrong with what a flag was given, in one line.
struct FlagProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

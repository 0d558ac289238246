import EventSchema

/// Says what looks like a mistake among events that a program has published.
///
/// It comes after their results, so that nothing waits for it.
struct DocumentNotes {
    /// How many are said in one run.
    static let countMax = 20

    let stream: StreamWarnings
    let talk: TextOutput?
    /// The player's time, which is not before this machine's.
    let playedAt: Timestamp?

    private var count = 0
    // An incident that was looked for once is not looked for again, nor is an event that was seen here itself.
    private var known = StreamWarnings.Mentions()

    init(stream: StreamWarnings, talk: TextOutput? = .standardError, playedAt: Timestamp?) {
        self.stream = stream
        self.talk = talk
        self.playedAt = playedAt
    }

    /// - Parameter events: Those that are recorded or stored now, and where they stood in the input.
    mutating func look(at events: [(event: ValidEvent, place: InputPlace)]) async {
        guard count < Self.countMax, !events.isEmpty else { return }
        let now = max(playedAt ?? .now, .now)
        var mentions = StreamWarnings.Mentions()
        for (event, place) in events {
            mentions.add(event)
            let warnings = EventWarnings.brief(event, at: now) + EventWarnings.halfLocation(event)
            for warning in warnings { await say("\(place): note: ", warning) }
        }
        mentions.settle()
        mentions.incidents.subtract(known.incidents.union(known.declared))
        mentions.amendments = mentions.amendments.filter { !known.ids.contains($0.key) }
        remember(mentions)
        for warning in await stream.about(mentions) { await say("note: ", warning) }
    }

    private mutating func remember(_ mentions: StreamWarnings.Mentions) {
        // A pipe that is open for days must not fill the memory.
        if known.ids.count > Self.knownCountMax { known = StreamWarnings.Mentions() }
        known.incidents.formUnion(mentions.incidents)
        known.declared.formUnion(mentions.declared)
        known.ids.formUnion(mentions.ids)
    }

    private static let knownCountMax = 100_000

    private mutating func say(_ prefix: String, _ warning: EventWarning) async {
        guard count < Self.countMax else { return }
        count += 1
        let hint = warning.hints.first.map { " (\($0))" } ?? ""
        await talk?.say(prefix + TerminalText.safe(warning.text + hint))
        if count == Self.countMax { await talk?.say("note: more of this is not said") }
    }
}

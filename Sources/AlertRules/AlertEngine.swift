public import EventSchema
import IncidentState

/// Folds the records of one stream into the alerts that its rules raise and resolve.
///
/// Its clock is the stream's: the published times of the records, and what ``advance(to:)`` says in
/// between. What it does depends on nothing else, so that the same records give the same steps, with the same
/// ids, however they are cut into pieces. It only looks at events that people write, and at the heartbeats of
/// sources; alerts that are published back change nothing. One thread at a time may use an engine.
public struct AlertEngine: Sendable {
    private let rules: [AlertRule]
    private let eventRules: [(rule: AlertRule, trigger: EventTrigger)]
    private let clockRules: [(index: Int, rule: AlertRule, trigger: ClockTrigger)]
    private let eventTypes: Set<String>

    private var book = IncidentBook()
    private var notes: [String: SceneNotes] = [:]
    private var sources: [String: SourceNotes] = [:]
    private var watches: [Scope: ClockWatches] = [:]
    private var dues: [Scope: Timestamp] = [:]
    private var lastRaised: [String: Timestamp] = [:]
    private var alerted: [EventID: AlertedEvent] = [:]

    /// The time that it has reached; `nil` before the first record.
    public private(set) var clock: Timestamp?
    /// The last record that was folded.
    public private(set) var sequence = SequenceNumber.zero

    /// An engine that has seen nothing.
    public init(_ book: RuleBook) {
        rules = book.rules
        var (events, clocks): ([(AlertRule, EventTrigger)], [(Int, AlertRule, ClockTrigger)]) = ([], [])
        for (index, rule) in rules.enumerated() {
            switch rule.trigger {
            case .event(let trigger): events.append((rule, trigger))
            case .clock(let trigger): clocks.append((index, rule, trigger))
            }
        }
        eventRules = events
        clockRules = clocks
        eventTypes = events.reduce(into: []) { $0.formUnion($1.1.types) }
    }

    /// When the next clock runs out; `nil` when none runs.
    public var nextDue: Timestamp? { dues.values.min() }

    /// The alerts of clocks that have not been stopped.
    public var openAlerts: Set<EventID> {
        Set(
            watches.values.flatMap { $0.watches.values }.flatMap(\.open).filter(\.resolvesItself).map(\.id)
        )
    }

    /// Folds one record; what is at or before the last one changes nothing.
    ///
    /// Clocks that run out before the record was published do so first.
    ///
    /// - Parameter record: The record's bytes, header included.
    public mutating func fold(_ header: RecordHeader, _ record: RawSpan) -> [AlertStep] {
        guard header.sequence > sequence else { return [] }
        sequence = header.sequence
        let now = max(clock ?? header.publishedAt, header.publishedAt)
        var steps = advance(to: now)
        let event = record.extracting(header.eventRange)
        // What is no event concerns nobody; the publisher lets none in.
        guard let outline = try? EventOutline.check(event) else { return steps }
        let source = event.text(outline.sourceRange)
        switch outline.category {
        case .authored:
            steps += foldAuthored(header, record, event, outline, now)
            hear(from: source, outline, event, now, &steps)
        case .system:
            guard event.text(outline.typeRange) == "source.heartbeat" else { return steps }
            beat(source, outline, event, now, &steps)
        case .unknown: hear(from: source, outline, event, now, &steps)
        }
        return steps
    }

    /// Lets time pass: every clock that runs out until then does so, in order.
    public mutating func advance(to time: Timestamp) -> [AlertStep] {
        var steps: [AlertStep] = []
        while let (due, scope) = dues.map({ ($0.value, $0.key) }).min(by: <), due <= time {
            let moment = max(clock ?? due, due)
            clock = moment
            dues[scope] = nil
            steps += decide(scope, at: moment, news: nil)
        }
        clock = max(clock ?? time, time)
        return steps
    }

    // MARK: - Incidents

    private mutating func foldAuthored(
        _ header: RecordHeader,
        _ record: RawSpan,
        _ event: RawSpan,
        _ outline: EventOutline,
        _ now: Timestamp
    ) -> [AlertStep] {
        let noted = NotedEvent(
            id: outline.id,
            type: event.text(outline.typeRange),
            at: min(outline.observedAt, header.publishedAt),
            agency: event.text(outline.agencyRange),
            status: outline.status,
            tlp: outline.tlp
        )
        let name = outline.incidentRange.isEmpty ? nil : event.text(outline.incidentRange)
        let isRuled = eventTypes.contains(noted.type)
        // Asked before the event counts.
        let held = isRuled ? name.flatMap { book.incident($0)?.hostages.held } ?? 0 : 0
        book.fold(header, record)
        let target = outline.amends.flatMap { book.incidentName(of: $0) }
        if let name { notes[name, default: SceneNotes()].note(noted, arrivedAt: now) }
        var steps: [AlertStep] = []
        if isRuled, let document = try? CloudEvent.document(of: event) {
            let view = EventView(
                document: document,
                observedAt: outline.observedAt,
                publishedAt: header.publishedAt,
                hostagesHeldBefore: held
            )
            for (rule, trigger) in eventRules where trigger.types.contains(noted.type) {
                let alert = alert(rule, trigger, noted, view, outline, incident: name ?? target, now)
                if let alert {
                    steps.append(AlertStep(kind: .raised, alert: alert, at: now, trigger: noted.id))
                }
            }
        }
        for name in Set([name, target].compactMap { $0 }).sorted() {
            steps += decide(.incident(name), at: now, news: noted.id)
        }
        return steps
    }

    private mutating func alert(
        _ rule: AlertRule,
        _ trigger: EventTrigger,
        _ event: NotedEvent,
        _ view: EventView,
        _ outline: EventOutline,
        incident: String?,
        _ now: Timestamp
    ) -> Alert? {
        let target = trigger.amendsAlerted ? outline.amends.flatMap { alerted[$0] } : nil
        guard !trigger.amendsAlerted || target != nil else { return nil }
        guard trigger.conditions.allSatisfy({ $0.holds(in: view) }) else { return nil }
        let key = trigger.key.filled(lengthMax: Alert.keyLengthMax) { place in
            AlertText.value(of: place, in: view, outline)
        }
        let place = "\(rule.id) \(key)"
        if let last = lastRaised[place] {
            guard let quiet = trigger.quiet, last + quiet <= now else { return nil }
        }
        lastRaised[place] = now
        let severity =
            switch rule.grade {
            case .fixed(let severity): severity
            case .target: target?.severity ?? .severe
            }
        var text = rule.text.filled(lengthMax: Alert.textLengthMax - 32) { place in
            AlertText.value(of: place, in: view, outline)
        }
        let lag = Span(seconds: view.publishedAt.seconds(since: view.observedAt))
        if lag > AlertText.lateAfter { text = "LATE \(lag.seconds / 60) min: \(text)" }
        let destinations = rule.destinations.isEmpty ? target?.destinations ?? [] : rule.destinations
        if alerted[event.id] == nil {
            alerted[event.id] = AlertedEvent(severity: severity, destinations: destinations)
        }
        return Alert(
            id: .derived(from: "scenewire alert", rule.id, key, "\(event.id)"),
            rule: rule.id,
            title: rule.name,
            key: key,
            cause: event.id,
            severity: severity,
            incident: incident,
            agency: event.agency,
            status: status(of: event, incident),
            tlp: event.tlp,
            isLate: false,
            needsAcknowledgement: rule.needsAcknowledgement,
            resolvesItself: false,
            text: text,
            audience: rule.audience,
            destinations: destinations
        )
    }

    /// Actual only when both are.
    private mutating func status(of event: NotedEvent, _ incident: String?) -> Status {
        guard event.status == .actual, let incident else { return event.status }
        return book.incident(incident)?.status ?? event.status
    }

    // MARK: - Sources

    private mutating func beat(
        _ source: String,
        _ outline: EventOutline,
        _ event: RawSpan,
        _ now: Timestamp,
        _ steps: inout [AlertStep]
    ) {
        guard let beat = SourceHeartbeat(outline, in: event) else { return }
        sources[source] = SourceNotes(
            event: outline.id,
            at: now,
            agency: event.text(outline.agencyRange),
            status: outline.status,
            hasSignedOff: beat.signingOff
        )
        steps += decide(.source(source), at: now, news: outline.id)
    }

    /// An event shows that its source lives; one that never sent a heartbeat is not watched.
    private mutating func hear(
        from source: String,
        _ outline: EventOutline,
        _ event: RawSpan,
        _ now: Timestamp,
        _ steps: inout [AlertStep]
    ) {
        guard let known = sources[source], !known.hasSignedOff else { return }
        sources[source]?.event = outline.id
        sources[source]?.at = now
        steps += decide(.source(source), at: now, news: outline.id)
    }

    // MARK: - Clocks

    private mutating func decide(_ scope: Scope, at now: Timestamp, news: EventID?) -> [AlertStep] {
        var decision = ClockDecision(scope: scope, now: now, news: news)
        var own = watches[scope] ?? ClockWatches()
        switch scope {
        case .incident(let name):
            guard let incident = book.incident(name) else { return [] }
            let notes = notes[name] ?? SceneNotes()
            for (index, rule, trigger) in clockRules where trigger.clock != .sourceSilent {
                decision.apply(
                    trigger.runs(in: incident, notes, news: news),
                    of: rule,
                    at: index,
                    trigger,
                    stages: trigger.stages(in: incident, notes),
                    to: &own
                )
            }
        case .source(let name):
            guard let notes = sources[name] else { return [] }
            for (index, rule, trigger) in clockRules where trigger.clock == .sourceSilent {
                decision.apply(
                    notes.runs(of: name),
                    of: rule,
                    at: index,
                    trigger,
                    stages: trigger.stages(in: nil, nil),
                    to: &own
                )
            }
        }
        decision.schedule(&own)
        watches[scope] = own.watches.isEmpty ? nil : own
        dues[scope] = own.nextDue
        return decision.steps
    }
}

/// What is kept of an event that an alert told of.
private struct AlertedEvent: Sendable {
    let severity: Severity
    let destinations: [String]
}

/// When a source was last heard.
private struct SourceNotes: Sendable {
    var event: EventID
    var at: Timestamp
    let agency: String
    let status: Status
    let hasSignedOff: Bool

    func runs(of name: String) -> [ClockRun] {
        guard !hasSignedOff else { return [] }
        let run = ClockRun(
            what: "",
            label: name,
            identity: "\(event)",
            cause: event,
            start: at,
            agency: agency,
            status: status
        )
        return [run]
    }
}

extension RawSpan {
    func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

import EventSchema

/// Which stages of the running clocks have fired, and which alerts are open because of them.
struct ClockWatches: Sendable {
    /// One clock of one rule.
    struct Place: Hashable, Sendable {
        let rule: Int
        let what: String
    }

    /// One run of it.
    struct Watch: Sendable {
        let identity: String
        var fired: Set<Span> = []
        var open: [Alert] = []
    }

    var watches: [Place: Watch] = [:]
    /// When the next stage fires; `nil` for never.
    var nextDue: Timestamp?
}

/// Decides what the clocks of one scope do at one moment.
struct ClockDecision {
    let scope: Scope
    let now: Timestamp
    /// The event that has just come; `nil` when time alone has passed.
    let news: EventID?
    private(set) var steps: [AlertStep] = []
    private var nextDue: Timestamp?

    init(scope: Scope, now: Timestamp, news: EventID?) {
        self.scope = scope
        self.now = now
        self.news = news
    }

    /// Works in the runs of one rule.
    mutating func apply(
        _ runs: [ClockRun],
        of rule: AlertRule,
        at index: Int,
        _ trigger: ClockTrigger,
        stages: [Span],
        to watches: inout ClockWatches
    ) {
        let running = Set(runs.filter { $0.end == nil }.map(\.what))
        let stopped = watches.watches.keys.filter { $0.rule == index && !running.contains($0.what) }
        for place in stopped.sorted(by: { $0.what < $1.what }) {
            if let watch = watches.watches.removeValue(forKey: place) { resolve(watch, trigger) }
        }
        for run in runs {
            let place = ClockWatches.Place(rule: index, what: run.what)
            if let end = run.end {
                tellLate(run, end, rule, trigger, stages)
                continue
            }
            if let watch = watches.watches[place], watch.identity != run.identity {
                watches.watches[place] = nil
                resolve(watch, trigger)
            }
            var watch = watches.watches[place] ?? ClockWatches.Watch(identity: run.identity)
            let past = stages.filter { !watch.fired.contains($0) && run.start + $0 <= now }
            // Of several that have passed only the last says what is true now.
            if let stage = past.last {
                let alert = alert(run, stage, rule, trigger, stages, isLate: false)
                watch.fired.formUnion(past)
                watch.open.append(alert)
                steps.append(AlertStep(kind: .raised, alert: alert, at: now, trigger: news))
            }
            watches.watches[place] = watch
            for stage in stages where !watch.fired.contains(stage) {
                let due = run.start + stage
                nextDue = min(nextDue ?? due, due)
            }
        }
    }

    /// Puts down when the scope has to be looked at again.
    func schedule(_ watches: inout ClockWatches) {
        watches.nextDue = nextDue
    }

    private mutating func resolve(_ watch: ClockWatches.Watch, _ trigger: ClockTrigger) {
        guard trigger.resolves else { return }
        for alert in watch.open {
            steps.append(AlertStep(kind: .resolved, alert: alert, at: now, trigger: news))
        }
    }

    /// What was over before anybody could know is told once, and closed.
    private mutating func tellLate(
        _ run: ClockRun,
        _ end: Timestamp,
        _ rule: AlertRule,
        _ trigger: ClockTrigger,
        _ stages: [Span]
    ) {
        guard let stage = stages.last(where: { run.start + $0 < end }) else { return }
        let alert = alert(run, stage, rule, trigger, stages, isLate: true)
        steps.append(AlertStep(kind: .raised, alert: alert, at: now, trigger: news))
        guard trigger.resolves else { return }
        steps.append(AlertStep(kind: .resolved, alert: alert, at: now, trigger: news))
    }

    private func alert(
        _ run: ClockRun,
        _ stage: Span,
        _ rule: AlertRule,
        _ trigger: ClockTrigger,
        _ stages: [Span],
        isLate: Bool
    ) -> Alert {
        var words: [String]
        switch scope {
        case .incident(let name): words = [name]
        case .source(let name): words = [name]
        }
        if !run.what.isEmpty { words.append(run.what) }
        if stages.count > 1 { words.append("\(stage)") }
        let key = String(words.joined(separator: " ").unicodeScalars.prefix(Alert.keyLengthMax))
        let text = rule.text.filled(lengthMax: Alert.textLengthMax - 8) { place in
            AlertText.value(of: place, in: run, stage, scope, now)
        }
        let severity: Severity = if case .fixed(let severity) = rule.grade { severity } else { .severe }
        return Alert(
            id: .derived(from: "scenewire alert", rule.id, key, run.identity, "\(stage.seconds)"),
            rule: rule.id,
            title: rule.name,
            key: key,
            cause: run.cause ?? (isLate ? news : nil),
            severity: severity,
            incident: scope.incident,
            agency: run.agency,
            status: run.status,
            tlp: .amberStrict,
            isLate: isLate,
            needsAcknowledgement: rule.needsAcknowledgement,
            resolvesItself: trigger.resolves,
            text: isLate ? "LATE: \(text)" : text,
            audience: rule.audience,
            destinations: rule.destinations
        )
    }
}

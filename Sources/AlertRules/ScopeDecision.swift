import EventSchema
import IncidentState

/// Compares the conditions of one scope that hold at one moment with what was told.
struct ScopeDecision {
    let scope: Scope
    let now: Timestamp
    /// The latest time at which the scope was decided before, when that is later than now.
    let seen: Timestamp
    /// The event that has just come; `nil` when time alone has passed.
    let news: EventID?
    private(set) var steps: [AlertStep] = []
    /// What was told and turns out never to have been, or not as it was told.
    private(set) var withdrawn: [WithdrawnAlert] = []

    init(scope: Scope, now: Timestamp, seen: Timestamp? = nil, news: EventID?) {
        self.scope = scope
        self.now = now
        self.seen = seen ?? now
        self.news = news
    }

    /// Works in the conditions of one rule that have come to hold until now.
    ///
    /// - Parameter isWhole: They are all there are, with those that were over before.
    mutating func apply(
        _ conditions: [AlertCondition],
        of rule: CompiledRules.ClockRule,
        isWhole: Bool = false,
        to own: inout ScopeAlerts
    ) {
        if conditions.isEmpty, !isWhole, !own.isAnyStanding(of: rule.index) { return }
        let over = { [seen] (condition: AlertCondition) in condition.until.map { $0 <= seen } ?? false }
        let holding = ConditionKeys(conditions.lazy.filter { !over($0) }.map(\.key))
        let known = ConditionKeys(conditions.lazy.map(\.key))
        for (key, told) in own.standing(of: rule.index) where !holding.contains(key) {
            let isWithdrawn = !known.contains(key)
            own.end(key, as: isWithdrawn ? .withdrawn : .ended)
            // What never was stands open no longer, though it would not end by itself.
            if isWithdrawn || rule.trigger.resolves { step(.resolved, told.alert) }
            if isWithdrawn { withdrawn.append(WithdrawnAlert(key: key, trigger: rule.trigger, told: told)) }
        }
        for condition in conditions {
            let isOver = over(condition)
            let before = own.told[condition.key]
            // What ceased and holds again is told again; what was told and ceased was told.
            if let before, isOver || before.standing == .holds { continue }
            // What is still being read may say otherwise.
            if condition.from > now { continue }
            let recurrence = before.map { $0.recurrence + 1 } ?? 0
            let alert = alert(condition, rule, recurrence: recurrence, isOver: isOver)
            own.begin(condition.key, alert, recurrence: recurrence, isOver ? .ended : .holds, isOfClock: true)
            step(.raised, alert)
            if isOver, rule.trigger.resolves { step(.resolved, alert) }
        }
        guard isWhole else { return }
        for (key, told) in own.review(rule.index, against: known) {
            withdrawn.append(WithdrawnAlert(key: key, trigger: rule.trigger, told: told))
            // The others were resolved when they were over.
            if !rule.trigger.resolves { step(.resolved, told.alert) }
        }
    }

    private mutating func step(_ kind: AlertStep.Kind, _ alert: Alert) {
        steps.append(AlertStep(kind: kind, alert: alert, at: now, trigger: news))
    }

    private func alert(
        _ condition: AlertCondition,
        _ clock: CompiledRules.ClockRule,
        recurrence: Int,
        isOver: Bool
    ) -> Alert {
        let (rule, facts) = (clock.rule, condition.facts)
        var words = [scope.name]
        if !facts.what.isEmpty, facts.what != scope.name { words.append(facts.what) }
        if facts.isStaged { words.append("\(facts.stage)") }
        let key = String(words.joined(separator: " ").unicodeScalars.prefix(Alert.keyLengthMax))
        let text = rule.text.filled(lengthMax: Alert.textLengthMax - Lateness.prefixLengthMax) { place in
            AlertText.value(of: place, in: facts, scope, now)
        }
        let lateness = Lateness(from: condition.from, to: now, isOver: isOver)
        let severity: Severity = if case .fixed(let severity) = rule.grade { severity } else { .severe }
        return Alert(
            id: id(condition, clock, recurrence),
            rule: rule.id,
            title: rule.name,
            key: key,
            cause: facts.cause,
            severity: severity,
            incident: scope.incident?.name,
            agency: facts.agency,
            status: facts.status,
            tlp: facts.tlp,
            isLate: lateness.isLate,
            needsAcknowledgement: rule.acknowledgement.isNeeded(at: facts.stage),
            resolvesItself: clock.trigger.resolves,
            text: lateness.prefix + text,
            audience: rule.audience,
            destinations: rule.destinations
        )
    }

    private func id(
        _ condition: AlertCondition,
        _ clock: CompiledRules.ClockRule,
        _ recurrence: Int
    ) -> EventID {
        let key = condition.key
        return .derived(
            from: "scenewire alert",
            clock.rule.id,
            "\(clock.part)",
            (key.cause ?? condition.facts.cause).map { "\($0)" } ?? scope.name,
            key.what,
            key.start.map { "\($0.nanoseconds)" } ?? "",
            key.stage.map { "\($0.seconds)" } ?? "",
            key.again.map { "\($0)" }.joined(separator: " "),
            "\(recurrence)"
        )
    }
}

/// How long after its condition came to hold an alert is raised.
struct Lateness {
    /// An alert that comes later than this says so.
    static let lateAfter = Span(seconds: 120)
    /// The longest ``prefix``, in Unicode scalars.
    static let prefixLengthMax = 32

    private let seconds: Int
    let isLate: Bool

    /// - Parameter isOver: What it tells of had ceased before anybody could know.
    init(from: Timestamp, to now: Timestamp, isOver: Bool = false) {
        seconds = max(0, now.seconds(since: from))
        isLate = isOver || seconds > Self.lateAfter.seconds
    }

    /// Put before the text: `LATE 12 min: `, empty for what comes in time.
    var prefix: String {
        guard isLate else { return "" }
        return seconds < 60 ? "LATE: " : "LATE \(Span(seconds: seconds).words): "
    }
}

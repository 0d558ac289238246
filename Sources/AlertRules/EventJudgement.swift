import EventSchema
import IncidentState

/// What the event rules say of one event, and the alerts that come of it.
struct EventJudgement {
    let event: AmendedEvent
    /// Where its alerts are kept.
    let home: IncidentKey
    let now: Timestamp
    let news: EventID
    /// It has just come.
    let isNew: Bool
    /// The alerts that told of what it amends.
    let told: [ScopeAlerts.Told]
    /// It amends nothing, or changes what it amends.
    let isEffective: Bool
    private(set) var steps: [AlertStep] = []

    init(
        event: AmendedEvent,
        home: IncidentKey,
        now: Timestamp,
        news: EventID,
        isNew: Bool,
        told: [ScopeAlerts.Told],
        isEffective: Bool
    ) {
        self.isEffective = isEffective
        (self.event, self.home, self.now) = (event, home, now)
        (self.news, self.isNew, self.told) = (news, isNew, told)
    }

    static func key(_ match: EventMatches.Match) -> AlertCondition.Key {
        AlertCondition.Key(rule: match.rule, cause: match.event)
    }

    /// The rules that hold of the event.
    func matches(
        _ rules: [CompiledRules.EventRule],
        in incident: Incident?,
        _ own: ScopeAlerts
    ) -> [EventMatches.Match] {
        guard !event.isRetracted else { return [] }
        var view = EventView(event: event)
        view.hostagesHeldBefore = incident?.hostages.heldBefore[event.id] ?? 0
        return rules.compactMap { entry in
            let (rule, trigger) = (entry.rule, entry.trigger)
            guard trigger.looksAt(event.type), rule.state.holds(at: event, in: incident),
                trigger.conditions.allSatisfy({ $0.holds(in: view) })
            else { return nil }
            if trigger.amendsAlerted {
                // Who was told before the amendment came is to be told of it, and nobody else later.
                let key = AlertCondition.Key(rule: entry.index, cause: event.id)
                guard isNew ? !told.isEmpty && isEffective : own.told[key] != nil else { return nil }
            }
            let key = trigger.key.filled(lengthMax: Alert.keyLengthMax) { place in
                AlertText.value(of: place, in: view, incident: home.name)
            }
            return EventMatches.Match(
                rule: entry.index,
                group: "\(rule.id) \(key)",
                event: event.id,
                order: event.order,
                quiet: trigger.quiet
            )
        }
    }

    /// Raises the alert of a match, unless it stands already.
    ///
    /// - Parameters:
    ///   - before: What the event amends, without it.
    ///   - after: What the event amends, as it stands now.
    mutating func raise(
        _ match: EventMatches.Match,
        _ entry: CompiledRules.EventRule,
        _ event: AmendedEvent,
        before: AmendedEvent?,
        after: AmendedEvent?,
        in own: inout ScopeAlerts
    ) {
        let key = Self.key(match)
        guard !own.isStanding(key), !entry.trigger.amendsAlerted || !told.isEmpty, !own.takeBack(key) else {
            return
        }
        let recurrence = own.told[key].map { $0.recurrence + 1 } ?? 0
        let (rule, view) = (entry.rule, EventView(event: event))
        let lateness = Lateness(from: event.at, to: now)
        let text = rule.text.filled(lengthMax: Alert.textLengthMax - Lateness.prefixLengthMax) { place in
            switch place {
            case "told": Set(told.map(\.alert.rule)).sorted().joined(separator: ", ")
            case "changes":
                AmendmentText.changes(
                    of: view,
                    before: before.map { EventView(event: $0) },
                    after: after.map { EventView(event: $0) }
                )
            default: AlertText.value(of: place, in: view, incident: home.name)
            }
        }
        let shown = entry.trigger.key.filled(lengthMax: Alert.keyLengthMax) { place in
            AlertText.value(of: place, in: view, incident: home.name)
        }
        let recipients = entry.trigger.amendsAlerted ? told.map(\.alert) : []
        let alert = Alert(
            id: .derived(
                from: "scenewire alert",
                rule.id,
                "\(entry.part)",
                "\(event.id)",
                "\(recurrence)"
            ),
            rule: rule.id,
            title: rule.name,
            key: shown,
            cause: event.id,
            severity: severity(rule, recipients),
            incident: home.name.isEmpty ? nil : home.name,
            agency: event.agency,
            status: event.status,
            tlp: (recipients.map(\.tlp) + [before, after].compactMap { $0?.tlp }).reduce(event.tlp) {
                TLP.strictest($0, $1)
            },
            isLate: lateness.isLate,
            needsAcknowledgement: rule.acknowledgement.isNeeded(at: nil),
            resolvesItself: false,
            text: lateness.prefix + text,
            audience: Self.union([rule.audience] + recipients.map(\.audience)),
            destinations: destinations(rule, recipients)
        )
        own.begin(key, alert, recurrence: recurrence, .holds, isOfClock: false)
        steps.append(AlertStep(kind: .raised, alert: alert, at: now, trigger: news))
    }

    /// Ends the alert of what is so no longer: what never was stands open no longer, though nothing that happens
    /// would end it.
    ///
    /// - Returns: What was told; `nil` when nothing was.
    mutating func withdraw(_ key: AlertCondition.Key, in own: inout ScopeAlerts) -> ScopeAlerts.Told? {
        guard let told = own.told[key], own.isStanding(key) || told.standing == .displaced else { return nil }
        own.end(key, as: .withdrawn)
        steps.append(AlertStep(kind: .resolved, alert: told.alert, at: now, trigger: news))
        return told
    }

    private func severity(_ rule: AlertRule, _ recipients: [Alert]) -> Severity {
        switch rule.grade {
        case .fixed(let severity): severity
        case .target:
            // The schema lists them from the worst on.
            Severity.known.first { severity in recipients.contains { $0.severity == severity } } ?? .severe
        }
    }

    /// Exactly where those were told: an alert without destinations went to all.
    private func destinations(_ rule: AlertRule, _ recipients: [Alert]) -> [String] {
        if recipients.isEmpty { return rule.destinations }
        if recipients.contains(where: \.destinations.isEmpty) { return [] }
        return Self.union([rule.destinations] + recipients.map(\.destinations))
    }

    private static func union(_ lists: [[String]]) -> [String] {
        var seen: Set<String> = []
        return lists.flatMap { $0 }.filter { seen.insert($0).inserted }
    }
}

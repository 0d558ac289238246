import EventSchema
import IncidentState

/// Alerts of rules about events: each event is judged as it is amended, when it comes and when that changes.
extension AlertEngine {
    mutating func judge(
        _ outline: EventOutline,
        of stream: StreamID
    ) -> [AlertStep] {
        let touched = book.lastTouched
        let changed = book.takeChanged().sorted()
        guard !touched.isEmpty else { return [] }
        let clock = times[stream]?.clock ?? Timestamp(nanoseconds: 0)
        var (steps, withdrawn): ([AlertStep], [ScopeAlerts.Told]) = ([], [])
        var revised: [EventID] = []
        let own = [outline.id, outline.amends].compactMap { $0.flatMap { book.incident(of: $0) } }
        for key in changed {
            let scope = Scope.incident(key)
            if own.contains(key) { times.note(scope, on: stream) }
            let before = alerts[scope]?.revision
            let decision = decide(
                incident: key,
                at: times.now(of: scope) ?? clock,
                news: outline.id
            )
            steps += decision.steps
            withdrawn += decision.withdrawn
            if alerts[scope]?.revision != before {
                revised += alerts[scope]?.matches.ofState.sorted() ?? []
            }
        }
        var eventSteps: [AlertStep] = []
        for id in touched + revised.filter({ !touched.contains($0) }) {
            guard let event = book.event(id) else { continue }
            let told = told(ofTargetOf: event, or: withdrawn)
            eventSteps += judge(event, at: clock, news: outline.id, isNew: id == outline.id, told: told)
        }
        steps = eventSteps + steps
        // What was told just now waits for somebody, and what was withdrawn does not.
        if rules.readsAcknowledgements {
            for key in changed {
                let now = times.now(of: .incident(key)) ?? clock
                steps += decide(incident: key, at: now, news: outline.id).steps
            }
        }
        return steps
    }

    /// The alerts that told of what an event amends, and those that it has withdrawn; none when it is of another
    /// status, since then it amends nothing.
    private func told(
        ofTargetOf event: AmendedEvent,
        or withdrawn: [ScopeAlerts.Told]
    ) -> [ScopeAlerts.Told] {
        guard let target = event.amends else { return [] }
        return (told(of: target) + withdrawn.filter { $0.alert.cause == target })
            .filter { $0.alert.status == event.status }
    }

    /// The alerts of event rules that told of an event.
    private func told(of event: EventID) -> [ScopeAlerts.Told] {
        let homes = [homes[event], book.incident(of: event)].compactMap { $0 }
        return Set(homes).sorted().flatMap { key in
            alerts[.incident(key)]?.told(of: event).filter { !$0.isOfClock } ?? []
        }
    }

    /// Judges one event anew.
    ///
    /// - Parameter told: The alerts that told of what it amends.
    private mutating func judge(
        _ event: AmendedEvent,
        at now: Timestamp,
        news: EventID,
        isNew: Bool,
        told: [ScopeAlerts.Told]
    ) -> [AlertStep] {
        let id = event.id
        let rules = rules.events(of: event.type)
        guard !rules.isEmpty else { return [] }
        let home =
            homes[id] ?? event.incident ?? event.amends.flatMap { book.incident(of: $0) }
            ?? IncidentKey("", event.status)
        if event.incident == nil { homes[id] = home }
        let scope = Scope.incident(home)
        unsaved.insert(home)
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        var judgement = EventJudgement(
            event: event,
            home: home,
            now: now,
            news: news,
            isNew: isNew,
            told: told
        )
        let reads = rules.contains(where: \.isOfState)
        let matches =
            reads
            ? book.read(home) { judgement.matches(rules, in: $0, own) } ?? []
            : judgement.matches(rules, in: nil, own)
        let (begun, ceased) = own.matches.replace(id, with: matches, isOfState: reads)
        for match in ceased { judgement.withdraw(match, in: &own) }
        for match in begun {
            // Another event may come to be told, because the one that kept it quiet is gone.
            guard let rule = rules.first(where: { $0.index == match.rule }) ?? self.rules.event(match.rule),
                let event = match.event == id ? event : book.event(match.event)
            else { continue }
            let before = match.event == id ? event.amends.flatMap { book.event($0, without: id) } : nil
            let after = match.event == id ? event.amends.flatMap { book.event($0) } : nil
            judgement.raise(match, rule, event, before: before, after: after, in: &own)
        }
        alerts[scope] = own
        return judgement.steps
    }
}

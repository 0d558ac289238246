import EventSchema
import IncidentState

/// Alerts of rules about events: each event is judged as it is amended, when it comes and when that changes.
extension AlertEngine {
    /// - Parameter publishedAt: When the event was published.
    mutating func judge(
        _ outline: EventOutline,
        of stream: StreamID,
        publishedAt: Timestamp
    ) -> [AlertStep] {
        let touched = book.lastTouched
        let changed = book.takeChanged().sorted()
        guard !touched.isEmpty else { return [] }
        let clock = times[stream]?.clock ?? Timestamp(nanoseconds: 0)
        var (steps, withdrawn): ([AlertStep], [WithdrawnAlert]) = ([], [])
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
        // A record that the clock does not follow yet is judged by its own time.
        let judgedAt = max(clock, publishedAt)
        let amended = withdrawn.filter { !$0.isRefuted(byEntryAt: publishedAt) }.map(\.told)
        // To read an event whole costs more than all else that is done with most of them.
        let events = (touched + revised.filter { !touched.contains($0) })
            .filter { !rules.events(of: book.type(of: $0)).isEmpty }.compactMap { book.event($0) }
        steps =
            judge(
                events,
                at: judgedAt,
                news: outline.id,
                isAmendment: outline.amends != nil,
                withdrawn: amended
            ) + steps
        // What was told just now waits for somebody, and what was withdrawn does not.
        if rules.readsAcknowledgements {
            for key in changed {
                let now = times.now(of: .incident(key)) ?? clock
                steps += decide(incident: key, at: now, news: outline.id).steps
            }
        }
        return steps
    }

    /// Judges events anew: the one that has just come after the others, since it has to tell of what it has taken
    /// away from them.
    ///
    /// - Parameters:
    ///   - isAmendment: Whether it amends another event.
    ///   - withdrawn: The alerts of clocks that it has taken away.
    private mutating func judge(
        _ events: [AmendedEvent],
        at now: Timestamp,
        news: EventID,
        isAmendment: Bool,
        withdrawn: [ScopeAlerts.Told]
    ) -> [AlertStep] {
        // Before any of them is judged: what an amendment brings about is told by it, not amended by it.
        let toldBefore = events.map { told(ofTargetOf: $0, or: withdrawn) }
        var (steps, gone): ([AlertStep], [ScopeAlerts.Told]) = ([], withdrawn)
        for (event, told) in zip(events, toldBefore) where event.id != news {
            let judged = judge(
                event,
                at: now,
                news: news,
                isNew: false,
                isAmendment: isAmendment,
                told: told
            )
            steps += judged.steps
            gone += judged.withdrawn
        }
        guard let index = events.firstIndex(where: { $0.id == news }) else { return steps }
        let event = events[index]
        var recipients = toldBefore[index]
        if event.amends != nil {
            // Of what another amendment tells that stands, it alone tells.
            let others = events.filter { $0.id != news && !$0.isRetracted }.compactMap(\.amends)
            var known = Set(recipients.map(\.alert.id))
            recipients += gone.filter { told in
                told.alert.status == event.status && !others.contains { $0 == told.alert.cause }
                    && known.insert(told.alert.id).inserted
            }
        }
        let judged = judge(
            event,
            at: now,
            news: news,
            isNew: true,
            isAmendment: isAmendment,
            told: recipients
        )
        return judged.steps + steps
    }

    /// The alerts that told of what an event amends, and those of clocks that it has withdrawn; none when it is of
    /// another status, since then it amends nothing.
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
    /// - Parameters:
    ///   - isAmendment: Whether what has just come amends another event.
    ///   - told: The alerts that told of what it amends.
    /// - Returns: The steps, and what was told of the event and is not so any more.
    private mutating func judge(
        _ event: AmendedEvent,
        at now: Timestamp,
        news: EventID,
        isNew: Bool,
        isAmendment: Bool,
        told: [ScopeAlerts.Told]
    ) -> (steps: [AlertStep], withdrawn: [ScopeAlerts.Told]) {
        let id = event.id
        let rules = rules.events(of: event.type)
        guard !rules.isEmpty else { return ([], []) }
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
            told: told,
            isEffective: !isNew || told.isEmpty || event.amends.map { book.isChanged($0, by: id) } ?? true
        )
        let reads = rules.contains(where: \.isOfState)
        let matches =
            reads
            ? book.read(home) { judgement.matches(rules, in: $0, own) } ?? []
            : judgement.matches(rules, in: nil, own)
        let (begun, ceased) = own.matches.replace(id, with: matches, isOfState: reads)
        var withdrawn: [ScopeAlerts.Told] = []
        for match in ceased {
            let key = EventJudgement.key(match)
            // What only stays quiet because another tells the same is so all the same.
            let isQuiet = match.event != id || matches.contains { $0.rule == match.rule }
            if isQuiet, !isAmendment {
                // An entry that is learnt late makes nothing of it over.
                if own.isStanding(key) { own.end(key, as: .displaced) }
            } else if let told = judgement.withdraw(key, in: &own), !isQuiet {
                withdrawn.append(told)
            }
        }
        for key in own.displaced(of: id, except: matches.map(\.rule)) {
            if let told = judgement.withdraw(key, in: &own) { withdrawn.append(told) }
        }
        for match in begun {
            // Another event may come to be told, because the one that kept it quiet is gone.
            guard let rule = rules.first(where: { $0.index == match.rule }) ?? self.rules.event(match.rule),
                let event = match.event == id ? event : book.event(match.event)
            else { continue }
            let before = match.event == id ? event.amends.flatMap { book.values(of: $0, without: id) } : nil
            let after = match.event == id ? event.amends.flatMap { book.values(of: $0) } : nil
            judgement.raise(match, rule, event, before: before, after: after, in: &own)
        }
        alerts[scope] = own
        return (judgement.steps, withdrawn)
    }
}

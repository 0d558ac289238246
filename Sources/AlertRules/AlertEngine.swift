public import EventSchema
import IncidentState

/// Judges the records of all streams together by the rules, and says which alerts begin and end.
///
/// A rule says what holds, as a pure function of the state as amended and of the time; alerts are the differences
/// between what holds and what held. So the order in which streams are read changes when an alert is raised, never
/// which alerts there are once all has come, and the same records in the same order give the same steps with the
/// same ids.
///
/// Its clocks are the streams': the published times of their records, and what ``advance(_:to:)`` says in between.
/// Alerts that are published back change nothing. One thread at a time may use an engine.
public struct AlertEngine: Sendable {
    private let rules: CompiledRules
    private var book: IncidentBook
    private var sources = SourceBook()
    private var times = StreamTimes()
    private var alerts: [Scope: ScopeAlerts] = [:]
    private var dues: [Scope: Timestamp] = [:]
    /// Where amendments were judged that name no incident of their own.
    private var homes: [EventID: IncidentKey] = [:]

    /// An engine that has seen nothing.
    public init(_ rules: RuleBook) {
        self.rules = CompiledRules(rules.rules)
        book = IncidentBook(keepingWhole: self.rules.wholeTypes)
    }

    /// The time that a stream has reached; `nil` before its first record.
    public func clock(of stream: StreamID) -> Timestamp? { times[stream]?.clock }

    /// When the next clock of what a stream tells of runs out; `nil` when none runs.
    public func nextDue(of stream: StreamID) -> Timestamp? {
        dues.filter { times.carries(stream, $0.key) }.values.min()
    }

    /// The alerts that were raised and not withdrawn: what they told of is or was so, as far as is known now.
    public var existingAlerts: Set<EventID> {
        Set(alerts.values.flatMap { $0.existing.map(\.id) })
    }

    // MARK: - Records

    /// Folds one record; what is at or before the last one of its stream changes nothing.
    ///
    /// Clocks that run out before the record was published do so first.
    ///
    /// - Parameter record: The record's bytes, header included.
    public mutating func fold(_ header: RecordHeader, _ record: RawSpan) -> [AlertStep] {
        let stream = header.stream
        guard header.sequence > times[stream]?.sequence ?? .zero else { return [] }
        var steps = move(
            stream,
            to: header.publishedAt,
            isSetBack: header.flags.contains(.clockSteppedBack)
        )
        times[stream]?.sequence = header.sequence
        guard case .event(let outline) = book.fold(header, record) else { return steps }
        let event = record.extracting(header.eventRange)
        if times[stream]?.agency.isEmpty ?? false {
            times[stream]?.agency = event.text(outline.agencyRange)
            times[stream]?.status = outline.status
        }
        if outline.category != .system {
            steps += judge(outline, event, of: stream)
        } else if header.flags.contains(.clockSteppedBack) {
            for key in book.takeChanged().sorted() {
                let now = times.now(of: .incident(key)) ?? header.publishedAt
                steps += decide(incident: key, at: now, news: outline.id).steps
            }
        }
        guard let name = sources.fold(header, outline, event) else { return steps }
        times[stream]?.agency = name.agency
        // A stream that has told of anything real is real itself.
        if outline.status == .actual { times[stream]?.status = .actual }
        times.note(.source(name), on: stream)
        steps += decide(source: name, at: times[stream]?.clock ?? header.publishedAt, news: outline.id)
        return steps
    }

    /// Lets time pass in one stream: every clock that runs out until then does so, in order.
    public mutating func advance(_ stream: StreamID, to time: Timestamp) -> [AlertStep] {
        move(stream, to: time, isSetBack: false)
    }

    private mutating func move(_ stream: StreamID, to time: Timestamp, isSetBack: Bool) -> [AlertStep] {
        guard let before = times[stream]?.clock else {
            times.begin(stream, at: time)
            return []
        }
        if isSetBack, time < before {
            times[stream]?.clock = time
            sources.putRight(stream, to: time)
            return times.scopes(of: stream).flatMap { scope in
                alerts[scope]?.decidedAt = nil
                return decide(scope, at: times.now(of: scope) ?? time, news: nil)
            }
        }
        times[stream]?.clock = max(before, time)
        return runOut(stream, since: before)
    }

    /// Decides what has come to be due in the scopes that a stream tells of.
    private mutating func runOut(_ stream: StreamID, since before: Timestamp) -> [AlertStep] {
        guard let clock = times[stream]?.clock, let earliest = times[stream]?.earliestDue, earliest <= clock
        else { return [] }
        return runDue(stream, since: before)
    }

    private mutating func runDue(_ stream: StreamID, since before: Timestamp) -> [AlertStep] {
        var steps: [AlertStep] = []
        while let (due, scope) = nextDue(on: stream) {
            dues[scope] = nil
            steps += decide(scope, at: max(before, due), news: nil)
        }
        // What waits for another stream is looked at when that moves.
        let clock = times[stream]?.clock ?? before
        let next = dues.filter { $0.value > clock && times.carries(stream, $0.key) }.values.min()
        times[stream]?.earliestDue = next
        return steps
    }

    private func nextDue(on stream: StreamID) -> (Timestamp, Scope)? {
        dues.lazy.filter { scope, due in
            times.carries(stream, scope) && times.now(of: scope).map { due <= $0 } ?? false
        }.map { ($0.value, $0.key) }.min(by: <)
    }

    // MARK: - The streams themselves

    /// Notes how a feed stands to its publisher.
    ///
    /// - Parameter now: This machine's clock: of a publisher that is not heard there is no other.
    public mutating func note(
        _ standing: StreamStanding,
        of stream: StreamID,
        at now: Timestamp
    ) -> [AlertStep] {
        guard let before = times[stream] else {
            times.note(standing, early: stream)
            return []
        }
        times[stream]?.standing = standing
        times[stream]?.silentSince = standing == .cutOff ? before.silentSince ?? now : nil
        let steps = decide(stream: stream, at: now)
        // What waited for it may be due by the clocks of others.
        return steps + runDue(stream, since: before.clock)
    }

    /// Lets time pass at a stream that is cut off; at any other nothing happens.
    ///
    /// - Parameter now: This machine's clock.
    public mutating func advanceSilence(of stream: StreamID, to now: Timestamp) -> [AlertStep] {
        times[stream]?.silentSince == nil ? [] : decide(stream: stream, at: now)
    }

    /// Notes records of a stream that can never be had.
    ///
    /// - Parameter now: This machine's clock.
    public mutating func note(
        gap: ClosedRange<SequenceNumber>,
        in stream: StreamID,
        at now: Timestamp
    ) -> [AlertStep] {
        let scope = Scope.stream(stream)
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        var decision = ScopeDecision(scope: scope, now: now, news: nil)
        for rule in rules.streamClocks where rule.trigger.clock == .gap {
            let range = "\(gap.lowerBound.value)–\(gap.upperBound.value)"
            let key = AlertCondition.Key(rule: rule.index, what: range)
            let gaps = own.standing(of: rule.index).map { condition($0.key, from: now, of: stream) }
            decision.apply(gaps + [condition(key, from: now, of: stream)], of: rule, to: &own)
        }
        alerts[scope] = own
        return decision.steps
    }

    private mutating func decide(stream: StreamID, at now: Timestamp) -> [AlertStep] {
        let scope = Scope.stream(stream)
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        var decision = ScopeDecision(scope: scope, now: now, news: nil)
        for rule in rules.streamClocks where rule.trigger.clock == .publisherSilent {
            guard case .stages(let stages) = rule.trigger.offsets else { continue }
            let since = times[stream]?.silentSince
            let due = since.map { since in stages.filter { since + $0 <= now } } ?? []
            let conditions = due.map { stage in
                condition(
                    AlertCondition.Key(rule: rule.index, start: since, stage: stage),
                    from: (since ?? now) + stage,
                    of: stream
                )
            }
            decision.apply(conditions, of: rule, to: &own)
        }
        alerts[scope] = own
        return decision.steps
    }

    private func condition(
        _ key: AlertCondition.Key,
        from: Timestamp,
        of stream: StreamID
    ) -> AlertCondition {
        let known = times[stream]
        let stage = key.stage ?? Span(seconds: 0)
        return AlertCondition(
            key: key,
            from: from,
            until: nil,
            facts: ClockFacts(
                cause: nil,
                what: key.what,
                label: key.what.isEmpty ? "\(stream)" : key.what,
                start: key.start ?? from,
                stage: stage,
                isStaged: false,
                agency: known?.agency ?? "",
                status: known?.status ?? .actual,
                tlp: .amberStrict
            )
        )
    }

    // MARK: - Scopes

    private mutating func decide(_ scope: Scope, at now: Timestamp, news: EventID?) -> [AlertStep] {
        switch scope {
        case .incident(let key): decide(incident: key, at: now, news: news).steps
        case .source(let name): decide(source: name, at: now, news: news)
        case .stream(let stream): decide(stream: stream, at: now)
        }
    }

    private mutating func decide(source name: SourceBook.Name, at now: Timestamp, news: EventID?)
        -> [AlertStep]
    {
        let scope = Scope.source(name)
        guard let mark = sources.marks[name] else {
            times.forget(scope)
            alerts[scope] = nil
            return []
        }
        let conditions = SourceConditions(name: name, mark: mark)
        let known = alerts.removeValue(forKey: scope)
        var own = known ?? ScopeAlerts()
        var decision = ScopeDecision(scope: scope, now: now, news: news)
        var due: Timestamp?
        for rule in rules.sourceClocks {
            let (holding, next) = conditions.holding(of: rule, at: now)
            if known != nil || !holding.isEmpty { decision.apply(holding, of: rule, to: &own) }
            if let next { due = min(due ?? next, next) }
        }
        // What a source was silent about before it was heard again never holds again.
        own.forgetOver { $0.cause == mark.event || $0.cause == nil }
        if !own.isEmpty { alerts[scope] = own }
        schedule(scope, at: due)
        return decision.steps
    }

    /// - Returns: The steps, and what was withdrawn.
    private mutating func decide(
        incident key: IncidentKey,
        at now: Timestamp,
        news: EventID?
    ) -> (steps: [AlertStep], withdrawn: [ScopeAlerts.Told]) {
        let scope = Scope.incident(key)
        // Taken out, so that it is changed in place.
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        let revision = book.revision(of: key)
        let lateCount = book.read(key) { $0.activity.lateCount } ?? 0
        let isWhole = revision != own.revision || lateCount != own.lateCount
        let seen = max(now, own.decidedAt ?? now)
        own.decidedAt = seen
        let clocks = rules.clocks
        let found = book.read(key) { incident in
            IncidentConditions.all(
                of: clocks,
                in: incident,
                from: isWhole ? [:] : own.settled,
                at: now,
                seen: seen
            )
        }
        guard let found else { return ([], []) }
        (own.settled, own.lateCount) = (found.settled, lateCount)
        own.revision = revision
        var decision = ScopeDecision(scope: scope, now: now, seen: seen, news: news)
        for (rule, conditions) in zip(clocks, found.conditions) {
            let meant =
                rule.trigger.conditions.isEmpty
                ? conditions : conditions.filter { starts($0, rule.trigger.conditions) }
            decision.apply(meant, of: rule, isWhole: isWhole, to: &own)
        }
        alerts[scope] = own
        schedule(scope, at: found.due)
        return (decision.steps, decision.withdrawn)
    }

    /// Whether the event that started a clock is as a rule wants it.
    private func starts(_ condition: AlertCondition, _ tests: [EventCondition]) -> Bool {
        guard let cause = condition.facts.cause, let event = book.event(cause) else { return false }
        let view = EventView(event: event)
        return tests.allSatisfy { $0.holds(in: view) }
    }

    private mutating func schedule(_ scope: Scope, at due: Timestamp?) {
        dues[scope] = due
        guard let due else { return }
        for stream in times.streams(of: scope) {
            guard let earliest = times[stream]?.earliestDue, earliest <= due else {
                times[stream]?.earliestDue = due
                continue
            }
        }
    }

    // MARK: - Events

    private mutating func judge(
        _ outline: EventOutline,
        _ event: RawSpan,
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
            let told = told(ofTargetOf: id, or: withdrawn)
            eventSteps += judge(id, at: clock, news: outline.id, isNew: id == outline.id, told: told)
        }
        return eventSteps + steps
    }

    /// The alerts that told of what an event amends, and those that it has withdrawn; none when it is of another
    /// status, since then it amends nothing.
    private func told(ofTargetOf id: EventID, or withdrawn: [ScopeAlerts.Told]) -> [ScopeAlerts.Told] {
        guard let event = book.event(id), let target = event.amends else { return [] }
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
        _ id: EventID,
        at now: Timestamp,
        news: EventID,
        isNew: Bool,
        told: [ScopeAlerts.Told]
    ) -> [AlertStep] {
        guard let event = book.event(id) else { return [] }
        let rules = rules.events(of: event.type)
        guard !rules.isEmpty else { return [] }
        let home =
            homes[id] ?? event.incident ?? event.amends.flatMap { book.incident(of: $0) }
            ?? IncidentKey("", event.status)
        if event.incident == nil { homes[id] = home }
        let scope = Scope.incident(home)
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
        for match in ceased { own.end(EventJudgement.key(match), as: .withdrawn) }
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

extension RawSpan {
    fileprivate func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

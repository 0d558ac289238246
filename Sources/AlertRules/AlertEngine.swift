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
    let rules: CompiledRules
    var book: IncidentBook
    var sources = SourceBook()
    var times = StreamTimes()
    var alerts: [Scope: ScopeAlerts] = [:]
    private(set) var dues = DueTimes()
    /// What was acknowledged before it was told.
    var early = EarlyAcknowledgements()
    /// Where amendments were judged that name no incident of their own.
    var homes: [EventID: IncidentKey] = [:]
    /// The incidents whose alerts are not stored yet as they are.
    var unsaved: Set<IncidentKey> = []
    /// Alerts about streams have changed since the last snapshot. They follow this machine's clock, so that no
    /// record brings them again after a restart: they are to be stored at once.
    public internal(set) var hasNewsOfStreams = false
    /// Something was folded, or ran out, since the last snapshot, or about a stream has changed.
    public internal(set) var isChanged = false
    /// Of the rules, so that a snapshot of others is known.
    let fingerprint: String

    /// An engine that has seen nothing.
    ///
    /// - Parameter isStored: Somebody calls ``takeSnapshot(sealingAfter:)`` now and then.
    public init(_ rules: RuleBook, isStored: Bool = false) {
        self.rules = CompiledRules(rules.rules)
        fingerprint = rules.fingerprint
        book = IncidentBook(keepingWhole: self.rules.wholeTypes, isStored: isStored)
    }

    /// The last record of a stream that was folded; `nil` before its first.
    public func cursor(of stream: StreamID) -> Cursor? { times[stream]?.cursor }

    /// The streams of which a record was folded.
    public var streams: [StreamID] { times.streams.keys.sorted() }

    /// The time that a stream has reached; `nil` before its first record.
    public func clock(of stream: StreamID) -> Timestamp? { times[stream]?.clock }

    /// The alerts that were raised and not withdrawn: what they told of is or was so, as far as is known now.
    public var existingAlerts: Set<EventID> {
        Set(alerts.values.flatMap { $0.existing.map(\.id) })
    }

    // MARK: - Records

    /// Folds one record; what is at or before the last one of its stream changes nothing.
    ///
    /// Clocks that run out before the record was published do so first. A record that alone says that more than
    /// 15 minutes have passed lets no time pass at all, until a later record or a heartbeat confirms it.
    ///
    /// - Parameter record: The record's bytes, header included.
    public mutating func fold(_ header: RecordHeader, _ record: RawSpan) -> [AlertStep] {
        let stream = header.stream
        guard header.sequence > times[stream]?.cursor?.sequence ?? .zero else { return [] }
        var steps: [AlertStep] = []
        if isDoubted(header, record) {
            times.streams[stream]?.leap = header.publishedAt
        } else {
            steps = move(
                stream,
                to: header.publishedAt,
                isSetBack: header.flags.contains(.clockSteppedBack)
            )
        }
        times.streams[stream]?.cursor = Cursor(header)
        isChanged = true
        guard case .event(let outline) = book.fold(header, record) else {
            return steps + tellEarlyGap(in: stream)
        }
        let event = record.extracting(header.eventRange)
        if times[stream]?.agency.isEmpty ?? false {
            times.streams[stream]?.agency = event.text(outline.agencyRange)
            times.streams[stream]?.status = outline.status
        }
        steps += tellEarlyGap(in: stream)
        if outline.category != .system {
            steps += judge(outline, of: stream, publishedAt: header.publishedAt)
        } else if header.flags.contains(.clockSteppedBack) {
            for key in book.takeChanged().sorted() {
                let now = times.now(of: .incident(key)) ?? header.publishedAt
                steps += decide(incident: key, at: now, news: outline.id).steps
            }
        }
        steps += acknowledge(outline, event, of: stream, at: header.publishedAt)
        guard let name = sources.fold(header, outline, event) else { return steps }
        if times[stream]?.agency != name.agency { times.streams[stream]?.agency = name.agency }
        // A stream that has told of anything real is real itself.
        if outline.status == .actual { times.streams[stream]?.status = .actual }
        times.note(.source(name), on: stream)
        steps += decide(source: name, at: times[stream]?.clock ?? header.publishedAt, news: outline.id)
        return steps
    }

    private mutating func tellEarlyGap(in stream: StreamID) -> [AlertStep] {
        times.takeEarlyGap(in: stream).map { note(gap: $0.records, in: stream, at: $0.notedAt) } ?? []
    }

    /// Whether one record alone does not show that so much time has passed.
    private func isDoubted(_ header: RecordHeader, _ record: RawSpan) -> Bool {
        guard let known = times[header.stream],
            header.publishedAt.seconds(since: known.clock) > StreamTimes.leapSecondsMax,
            known.leap.map({ header.publishedAt <= $0 }) ?? true,
            !header.flags.contains(.clockSteppedBack)
        else { return false }
        // What is no event is counted by the fold. One that was entered just before vouches for the time.
        guard let outline = try? EventOutline.check(record.extracting(header.eventRange)) else { return true }
        return header.publishedAt.seconds(since: outline.recordedAt) > StreamTimes.leapSecondsMax
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
        let leap = times.streams[stream]?.leap.take()
        if isSetBack, time < leap ?? before {
            times.streams[stream]?.clock = time
            sources.putRight(stream, to: time)
            let steps = time > before ? runDue(stream, since: before) : []
            return times.scopes(of: stream).reduce(into: steps) { steps, scope in
                alerts[scope]?.decidedAt = nil
                steps += decide(scope, at: times.now(of: scope) ?? time, news: nil)
            }
        }
        times.streams[stream]?.clock = max(before, time)
        let steps = runDue(stream, since: before)
        // A clock that is behind a doubted record refutes it; a source was not heard at a time that never came.
        guard let leap, time < leap else { return steps }
        sources.putRight(stream, to: max(before, time))
        return times.scopes(of: stream).filter { $0.incident == nil }.reduce(into: steps) { steps, scope in
            steps += decide(scope, at: times.now(of: scope) ?? time, news: nil)
        }
    }

    /// Decides what has come to be due, in order: in what a stream tells of, and in what it held back.
    mutating func runDue(_ stream: StreamID, since before: Timestamp) -> [AlertStep] {
        var steps: [AlertStep] = []
        while let clock = times[stream]?.clock,
            let entry = dues.takeNext(on: stream, until: clock, readThrough: times.readThrough)
        {
            let scope = entry.scope
            guard let now = times.now(of: scope), entry.due <= now else {
                // What another stream holds back is looked at when that moves; what only a stream that is cut off
                // has reached stays in the queues of the others.
                if let through = times.readThrough, through < entry.due { dues.hold(entry) }
                continue
            }
            dues.cancel(scope)
            isChanged = true
            // Another stream than those that tell of the scope may have let it go, whose clock is not the scope's.
            steps += decide(scope, at: min(now, max(before, entry.due)), news: nil)
        }
        return steps
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
        let isKnown = alerts.index(forKey: scope) != nil
        let conditions = SourceConditions(name: name, mark: mark)
        var found: [(rule: CompiledRules.ClockRule, holding: [AlertCondition])] = []
        var due: Timestamp?
        for rule in rules.sourceClocks {
            let (holding, next) = conditions.holding(of: rule, at: now)
            if isKnown || !holding.isEmpty { found.append((rule, holding)) }
            if let next { due = min(due ?? next, next) }
        }
        schedule(scope, at: due)
        // Of the very most heartbeats there is nothing to tell.
        if found.isEmpty { return [] }
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        var decision = ScopeDecision(scope: scope, now: now, news: news)
        for (rule, holding) in found { decision.apply(holding, of: rule, to: &own) }
        // What a source was silent about before it was heard again never holds again.
        own.forgetOver { $0.cause == mark.event || $0.cause == nil }
        if !own.isEmpty { alerts[scope] = own }
        return decision.steps
    }

    /// - Returns: The steps, and what was withdrawn.
    mutating func decide(
        incident key: IncidentKey,
        at now: Timestamp,
        news: EventID?
    ) -> (steps: [AlertStep], withdrawn: [WithdrawnAlert]) {
        let scope = Scope.incident(key)
        unsaved.insert(key)
        // Taken out, so that it is changed in place.
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        let seen = max(now, own.decidedAt ?? now)
        own.decidedAt = seen
        let (clocks, early) = (rules.clocks, early)
        let state = book.readWithRevision(key) { incident, revision in
            let lateCount = incident.activity.lateCount
            let isWhole = revision != own.revision || lateCount != own.lateCount
            (own.revision, own.lateCount) = (revision, lateCount)
            if isWhole { own.settled = SettledRuns() }
            var settled = own.settled
            let found = IncidentConditions.all(
                of: clocks,
                in: incident,
                { own.toAcknowledge(for: $0, early) },
                settled: &settled,
                at: now,
                seen: seen
            )
            own.settled = settled
            return (found, isWhole)
        }
        guard let (found, isWhole) = state else {
            if !own.isEmpty { alerts[scope] = own }
            return ([], [])
        }
        var decision = ScopeDecision(scope: scope, now: now, seen: seen, news: news)
        for (rule, conditions) in zip(clocks, found.conditions) {
            let meant =
                rule.trigger.conditions.isEmpty
                ? conditions : conditions.filter { starts($0, rule.trigger.conditions) }
            decision.apply(meant, of: rule, isWhole: isWhole, to: &own)
        }
        alerts[scope] = own
        schedule(scope, at: found.due)
        // What was told just now waits for somebody as well.
        if rules.readsAcknowledgements,
            decision.steps.contains(where: { $0.kind == .raised && $0.alert.isUrgent })
        {
            let next = decide(incident: key, at: now, news: news)
            return (decision.steps + next.steps, decision.withdrawn + next.withdrawn)
        }
        return (decision.steps, decision.withdrawn)
    }

    /// Whether the event that says what a clock is about is as a rule wants it.
    private func starts(_ condition: AlertCondition, _ tests: [EventCondition]) -> Bool {
        guard let about = condition.facts.about, let event = book.event(about) else { return false }
        let view = EventView(event: event)
        return tests.allSatisfy { $0.holds(in: view) }
    }

    mutating func schedule(_ scope: Scope, at due: Timestamp?) {
        guard let due else { return dues.cancel(scope) }
        let streams = times.streams(of: scope)
        let isReached = streams.contains { times[$0].map { due <= $0.clock } ?? false }
        dues.schedule(scope, at: due, on: streams, isReached: isReached)
    }
}

extension RawSpan {
    fileprivate func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

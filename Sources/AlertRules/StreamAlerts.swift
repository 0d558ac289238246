public import EventSchema
import IncidentState

/// Alerts about the streams themselves: publishers that are not heard, and records that can never be had.
extension AlertEngine {
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
        times.note(standing, of: stream, silentSince: standing == .cutOff ? before.silentSince ?? now : nil)
        let steps = decide(stream: stream, at: now)
        // What waited for it may be due by the clocks of others.
        for scope in times.scopes(of: stream) { schedule(scope, at: dues[scope]) }
        return steps + runDue(stream, since: before.clock)
    }

    /// Notes who carries a stream, so that a later start knows whom it ought to hear.
    ///
    /// Of the streams that the same publisher carried before nothing more is to be heard; what was told of that is
    /// over, even before the new stream's first record.
    ///
    /// - Parameters:
    ///   - publisher: The name under which it is followed.
    ///   - now: This machine's clock.
    public mutating func note(publisher: String, of stream: StreamID, at now: Timestamp) -> [AlertStep] {
        let (isNew, left) = times.note(publisher: publisher, of: stream)
        if isNew || !left.isEmpty { isChanged = true }
        return left.flatMap { decide(stream: $0, at: now) }
    }

    /// Counts the silence of publishers from a start on, whose streams are known from before it and of which
    /// nothing has been heard since.
    ///
    /// - Parameter now: This machine's clock.
    /// - Returns: Their streams.
    public mutating func expect(_ publishers: Set<String>, from now: Timestamp) -> [StreamID] {
        let silent = streams.filter { stream in
            times[stream]?.standing == .cutOff && times[stream]?.publisher.map(publishers.contains) ?? false
        }
        for stream in silent where times[stream]?.silentSince == nil {
            times.streams[stream]?.silentSince = now
        }
        return silent
    }

    /// Lets time pass at a stream that is cut off; at any other nothing happens.
    ///
    /// - Parameter now: This machine's clock.
    public mutating func advanceSilence(of stream: StreamID, to now: Timestamp) -> [AlertStep] {
        times[stream]?.silentSince == nil ? [] : decide(stream: stream, at: now)
    }

    /// Notes records of a stream that can never be had.
    ///
    /// Before the stream's first record nothing is told: that record says whose the stream is, and whether it is real.
    ///
    /// - Parameter now: This machine's clock.
    public mutating func note(
        gap: ClosedRange<SequenceNumber>,
        in stream: StreamID,
        at now: Timestamp
    ) -> [AlertStep] {
        guard times[stream]?.cursor != nil else {
            times.note(early: gap, in: stream, at: now)
            return []
        }
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
        if !decision.steps.isEmpty { (hasNewsOfStreams, isChanged) = (true, true) }
        return decision.steps
    }

    /// Notes what a publisher says of its consumers.
    ///
    /// - Parameters:
    ///   - stored: The last record that each has stored, by the names under which they report.
    ///   - head: The publisher's last record.
    ///   - now: This machine's clock.
    public mutating func note(
        consumers stored: [String: SequenceNumber],
        head: SequenceNumber,
        of stream: StreamID,
        at now: Timestamp
    ) -> [AlertStep] {
        guard let known = times[stream]?.laggingConsumers else { return [] }
        var lagging: [String: StreamTimes.LaggingConsumer] = [:]
        for name in Set(rules.streamClocks.map(\.trigger.consumer)) where !name.isEmpty {
            let sequence = stored[name]
            guard sequence ?? .zero < head else { continue }
            // A publisher that was started again has not heard of it yet, which is no progress.
            let before = known[name].flatMap { sequence == nil || $0.sequence == sequence ? $0 : nil }
            lagging[name] = StreamTimes.LaggingConsumer(
                sequence: sequence ?? before?.sequence,
                since: before?.since ?? now,
                seenAt: now
            )
        }
        times.streams[stream]?.laggingConsumers = lagging
        return decide(stream: stream, at: now)
    }

    mutating func decide(stream: StreamID, at now: Timestamp) -> [AlertStep] {
        let scope = Scope.stream(stream)
        var own = alerts.removeValue(forKey: scope) ?? ScopeAlerts()
        var decision = ScopeDecision(scope: scope, now: now, news: nil)
        for rule in rules.streamClocks where rule.trigger.clock != .gap {
            guard case .stages(let stages) = rule.trigger.offsets else { continue }
            let consumer = rule.trigger.consumer
            let lagging = times[stream]?.laggingConsumers[consumer]
            let since = consumer.isEmpty ? times[stream]?.silentSince : lagging?.since
            let known = lagging?.seenAt ?? now
            let due = since.map { since in stages.filter { since + $0 <= known } } ?? []
            let conditions = due.map { stage in
                condition(
                    AlertCondition.Key(rule: rule.index, what: consumer, start: since, stage: stage),
                    from: (since ?? now) + stage,
                    of: stream
                )
            }
            decision.apply(conditions, of: rule, to: &own)
        }
        alerts[scope] = own
        if !decision.steps.isEmpty { (hasNewsOfStreams, isChanged) = (true, true) }
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
}

import EventSchema
import IncidentState

/// What a rule with a clock says holds, or has held.
struct AlertCondition {
    /// What tells it from every other condition, whatever order the records came in.
    struct Key: Codable, Hashable, Sendable {
        /// The rule's place in the file.
        let rule: Int
        /// The event that it stands on.
        var cause: EventID?
        var what = ""
        var start: Timestamp?
        var stage: Span?
        /// The events that made it hold this time: of a class that came back, of a reopening.
        var again: [EventID] = []
    }

    let key: Key
    /// By when it holds.
    let from: Timestamp
    /// Since when it does not any more; `nil` while it does.
    let until: Timestamp?
    let facts: ClockFacts
}

/// What the text and the envelope of a clock's alert say.
struct ClockFacts: Sendable {
    let cause: EventID?
    /// The event whose fields a rule may ask for, as the thing is that the clock is about.
    var about: EventID?
    let what: String
    let label: String
    let start: Timestamp
    let stage: Span
    /// The clock has several stages, so that a key says which.
    let isStaged: Bool
    let agency: String
    let status: Status
    let tlp: TLP
}

/// The conditions of one rule for one incident.
struct IncidentConditions {
    private let rule: Int
    private let trigger: ClockTrigger
    private let state: StateCondition
    /// Of a clock that runs while alerts wait for somebody.
    private let toAcknowledge: AlertsToAcknowledge?

    /// What the rules with clocks say of an incident at one moment.
    struct Found {
        /// For each rule, what has come to hold until then, in order, what is over too.
        fileprivate(set) var conditions: [[AlertCondition]] = []
        /// When the next thing comes to hold, or ceases to.
        fileprivate(set) var due: Timestamp?
        private let now: Timestamp
        private let seen: Timestamp

        fileprivate init(now: Timestamp, seen: Timestamp) {
            (self.now, self.seen) = (now, seen)
        }

        /// Adds a condition of the last rule, unless it lies ahead or never held.
        ///
        /// - Parameter make: Called only where there is something to add: most conditions lie ahead.
        fileprivate mutating func add(
            from: Timestamp,
            until: Timestamp?,
            _ make: () -> AlertCondition
        ) {
            if let until, until <= from { return }
            if from > now {
                due = min(due ?? from, from)
                if from > seen { return }
            }
            if let until, until > now { due = min(due ?? until, until) }
            conditions[conditions.count - 1].append(make())
        }
    }

    /// - Parameters:
    ///   - toAcknowledge: What a rule's clock may ask of the alerts that were told.
    ///   - settled: The first run of each rule that is looked at; gets the first that may still change.
    ///   - seen: The latest time at which it was decided before, when that is later than now.
    static func all(
        of rules: [CompiledRules.ClockRule],
        in incident: Incident,
        _ toAcknowledge: (AlertRule) -> AlertsToAcknowledge,
        settled: inout SettledRuns,
        at now: Timestamp,
        seen: Timestamp
    ) -> Found {
        var found = Found(now: now, seen: seen)
        found.conditions.reserveCapacity(rules.count)
        for entry in rules {
            let all = IncidentConditions(
                rule: entry.index,
                trigger: entry.trigger,
                state: entry.rule.state,
                toAcknowledge: entry.trigger.clock == .unacknowledged ? toAcknowledge(entry.rule) : nil
            )
            found.conditions.append([])
            settled[entry.index] = all.find(in: incident, from: settled[entry.index], before: now, &found)
        }
        return found
    }

    /// Finds every condition, those that are over or lie ahead too.
    ///
    /// - Parameters:
    ///   - incident: Passed from call to call, since it has many parts and is dear to copy.
    ///   - first: The first run that is looked at; those before are over for good.
    /// - Returns: The first run that may still change.
    private func find(
        in incident: Incident,
        from first: Int,
        before now: Timestamp,
        _ found: inout Found
    ) -> Int {
        let kind: SceneRun.Kind
        switch trigger.clock {
        case .run(let own): kind = own
        case .unacknowledged: kind = .closed
        default: return findSilences(in: incident, from: first, before: now, &found)
        }
        let runs = incident.runs(kind)
        guard first < runs.count, case .stages(let stages) = trigger.offsets else { return first }
        let intervals = state.intervals(in: incident)
        var settled: Int?
        for index in first..<runs.count {
            let run = runs[index]
            // Who was to acknowledge what when an earlier closure ended is not known any more.
            if let toAcknowledge, run.end != nil, !toAcknowledge.toldOf.contains(run.cause) { continue }
            if let toAcknowledge, toAcknowledge.open.isEmpty, toAcknowledge.lastAt == nil {
                settled = settled ?? index
                continue
            }
            if run.end.map({ $0 > now }) ?? true, settled == nil { settled = index }
            for (place, stage) in stages.enumerated() {
                // Of several stages that had passed when it came about only the last was ever true.
                let next = place + 1 < stages.count ? run.start + stages[place + 1] : nil
                if let next, next <= run.begins { continue }
                if kind == .duration, run.resumedBy != nil, run.start + stage < run.begins { continue }
                for interval in intervals {
                    let from = max(run.start + stage, run.begins, interval.from)
                    let until = Timestamp.earliest(run.end, interval.until, acknowledgedAt)
                    found.add(from: from, until: until) {
                        condition(
                            run,
                            of: incident,
                            stage,
                            stages.count > 1,
                            interval,
                            from: from,
                            until: until
                        )
                    }
                }
            }
        }
        return settled ?? runs.count
    }

    private func condition(
        _ run: SceneRun,
        of incident: Incident,
        _ stage: Span,
        _ isStaged: Bool,
        _ interval: StateCondition.Interval,
        from: Timestamp,
        until: Timestamp?
    ) -> AlertCondition {
        var again = [run.resumedBy].compactMap { $0 }
        // A state that held before the clock ran began nothing.
        if let event = interval.event, interval.from > run.begins { again.append(event) }
        return AlertCondition(
            key: AlertCondition.Key(
                rule: rule,
                cause: run.cause,
                what: run.what,
                start: run.start,
                stage: stage,
                again: again
            ),
            from: from,
            until: until,
            facts: ClockFacts(
                cause: run.cause,
                about: run.about,
                what: run.what,
                label: toAcknowledge?.open.joined(separator: ", ") ?? run.label,
                start: run.start,
                stage: stage,
                isStaged: isStaged,
                agency: incident.agency,
                status: incident.status,
                tlp: toAcknowledge?.tlp.map { TLP.strictest(run.tlp, $0) } ?? run.tlp
            )
        )
    }

    /// When the last alert was acknowledged, if none is open any more.
    private var acknowledgedAt: Timestamp? {
        toAcknowledge.flatMap { $0.open.isEmpty ? $0.lastAt : nil }
    }

    private func findSilences(
        in incident: Incident,
        from first: Int,
        before now: Timestamp,
        _ found: inout Found
    ) -> Int {
        guard case .silence(let beforeContact, let afterContact, let afterCustody) = trigger.offsets,
            let declaredAt = incident.declaredAt
        else { return first }
        let spans = incident.activity.spans
        let intervals = state.intervals(in: incident)
        var settled: Int?
        for index in min(first, spans.count)..<spans.count {
            let last = spans[index].last
            let end = index + 1 < spans.count ? spans[index + 1].first.at : nil
            if end.map({ $0 > now }) ?? true, settled == nil { settled = index }
            guard last.at >= declaredAt,
                incident.phases.last(where: { $0.arrivedAt <= last.at })?.value != .closed
            else { continue }
            // As was known then: what is learnt later makes no earlier silence longer.
            let stage =
                switch incident.talkStages.last(where: { $0.arrivedAt <= last.at })?.value {
                case nil, .noContact: beforeContact
                case .contact: afterContact
                case .custody: afterCustody
                }
            for interval in intervals {
                let from = max(last.at + stage, interval.from)
                let until = Timestamp.earliest(end, interval.until)
                found.add(from: from, until: until) {
                    silence(last, of: incident, stage, interval, from: from, until: until)
                }
            }
        }
        return settled ?? max(0, spans.count - 1)
    }

    private func silence(
        _ last: ActivitySpans.Arrival,
        of incident: Incident,
        _ stage: Span,
        _ interval: StateCondition.Interval,
        from: Timestamp,
        until: Timestamp?
    ) -> AlertCondition {
        let begun = interval.from > last.at ? interval.event : nil
        return AlertCondition(
            key: AlertCondition.Key(
                rule: rule,
                cause: last.event,
                start: last.at,
                again: [begun].compactMap { $0 }
            ),
            from: from,
            until: until,
            facts: ClockFacts(
                cause: last.event,
                what: "",
                label: "",
                start: last.at,
                stage: stage,
                isStaged: false,
                agency: incident.agency,
                status: incident.status,
                tlp: last.tlp
            )
        )
    }
}

extension Timestamp {
    /// The earliest of those that there are.
    fileprivate static func earliest(_ first: Self?, _ second: Self?, _ third: Self? = nil) -> Self? {
        var earliest = first
        if let second { earliest = min(earliest ?? second, second) }
        if let third { earliest = min(earliest ?? third, third) }
        return earliest
    }
}

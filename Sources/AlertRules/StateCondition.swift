import EventSchema
import IncidentState

/// What an incident must be for a rule to look at it.
struct StateCondition: Sendable {
    /// Any of these classes; empty for all.
    var classes: [IncidentClass] = []
    /// Any of these phases; empty for all.
    var phases: [Phase] = []

    var isAnything: Bool { classes.isEmpty && phases.isEmpty }

    /// Whether an incident was so at an event, the event itself included.
    func holds(at event: AmendedEvent, in incident: Incident?) -> Bool {
        if isAnything { return true }
        guard let incident else { return false }
        let incidentClass = event.stage(of: incident.classes)?.value
        let phase = event.stage(of: incident.phases)?.value
        return (classes.isEmpty || incidentClass.map { classes.contains($0) } ?? false)
            && (phases.isEmpty || phase.map { phases.contains($0) } ?? false)
    }

    /// A time in which it held without a break.
    struct Interval {
        /// The event that began it.
        let event: EventID?
        let from: Timestamp
        /// `nil` while it holds.
        let until: Timestamp?

        static let always = [Interval(event: nil, from: Timestamp(nanoseconds: .min), until: nil)]
    }

    /// The times in which an incident was so, in order.
    func intervals(in incident: Incident) -> [Interval] {
        if isAnything { return Interval.always }
        let classTimes = Self.intervals(of: incident.classes, classes)
        let phaseTimes = Self.intervals(of: incident.phases, phases)
        return classTimes.flatMap { first in
            phaseTimes.compactMap { second in
                let later = first.from < second.from ? second : first
                let until = [first.until, second.until].compactMap { $0 }.min()
                guard until.map({ later.from < $0 }) ?? true else { return nil }
                return Interval(event: later.event, from: later.from, until: until)
            }
        }
    }

    private static func intervals<Value>(
        of stages: [IncidentStage<Value>],
        _ allowed: [Value]
    ) -> [Interval] {
        if allowed.isEmpty { return Interval.always }
        var intervals: [Interval] = []
        var start: IncidentStage<Value>?
        for stage in stages {
            let isAllowed = allowed.contains(stage.value)
            if isAllowed, start == nil { start = stage }
            if !isAllowed, let begun = start {
                intervals.append(Interval(event: begun.event, from: begun.at, until: stage.at))
                start = nil
            }
        }
        if let start { intervals.append(Interval(event: start.event, from: start.at, until: nil)) }
        return intervals
    }
}

import EventSchema
import IncidentState

/// The conditions of the rules about one source.
struct SourceConditions {
    let name: SourceBook.Name
    let mark: SourceBook.Mark

    /// - Returns: Those that hold at a time, and when the next comes to hold.
    func holding(
        of rule: CompiledRules.ClockRule,
        at now: Timestamp
    ) -> (holding: [AlertCondition], due: Timestamp?) {
        guard !mark.hasSignedOff else { return ([], nil) }
        switch rule.trigger.offsets {
        case .stages(let stages):
            var (holding, due): ([AlertCondition], Timestamp?) = ([], nil)
            for stage in stages {
                let from = mark.heardAt + stage
                if from > now {
                    due = min(due ?? from, from)
                } else {
                    let key = AlertCondition.Key(
                        rule: rule.index,
                        cause: mark.event,
                        start: mark.heardAt,
                        stage: stage
                    )
                    holding.append(condition(key, from: from, stage))
                }
            }
            return (holding, due)
        case .offset(let most):
            guard let offset = mark.clockOffsetMilliseconds, offset.magnitude > most else { return ([], nil) }
            // The same as long as it lasts, however many heartbeats say so.
            let key = AlertCondition.Key(rule: rule.index, what: "clock")
            let facts = facts("\(offset) ms", Span(seconds: 0), what: "")
            return ([AlertCondition(key: key, from: mark.heardAt, until: nil, facts: facts)], nil)
        case .silence: return ([], nil)
        }
    }

    private func condition(_ key: AlertCondition.Key, from: Timestamp, _ stage: Span) -> AlertCondition {
        AlertCondition(key: key, from: from, until: nil, facts: facts(name.source, stage, what: ""))
    }

    private func facts(_ label: String, _ stage: Span, what: String) -> ClockFacts {
        ClockFacts(
            cause: mark.event,
            what: what,
            label: label,
            start: mark.heardAt,
            stage: stage,
            isStaged: false,
            agency: name.agency,
            status: mark.status,
            tlp: mark.tlp
        )
    }
}

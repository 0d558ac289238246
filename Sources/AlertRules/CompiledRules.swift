import EventSchema

/// The rules of a file, sorted by what they look at.
struct CompiledRules: Sendable {
    final class EventRule: Sendable {
        /// Its place in the file.
        let index: Int
        /// Its place among the entries that share its name, so that ids tell them apart.
        let part: Int
        let rule: AlertRule
        let trigger: EventTrigger

        init(index: Int, part: Int, rule: AlertRule, trigger: EventTrigger) {
            (self.index, self.part, self.rule, self.trigger) = (index, part, rule, trigger)
        }

        /// What it says of an event depends on the state of the incident.
        var isOfState: Bool {
            !rule.state.isAnything
                || trigger.conditions.contains {
                    if case .isAboveHostagesHeld = $0.test { true } else { false }
                }
        }
    }

    final class ClockRule: Sendable {
        let index: Int
        let part: Int
        let rule: AlertRule
        let trigger: ClockTrigger

        init(index: Int, part: Int, rule: AlertRule, trigger: ClockTrigger) {
            (self.index, self.part, self.rule, self.trigger) = (index, part, rule, trigger)
        }
    }

    /// Of incidents.
    private(set) var clocks: [ClockRule] = []
    private(set) var sourceClocks: [ClockRule] = []
    private(set) var streamClocks: [ClockRule] = []
    /// The types whose events are kept whole, because a rule looks at more than every event says.
    private(set) var wholeTypes: Set<String> = []
    /// Whether any rule asks for what was acknowledged.
    private(set) var readsAcknowledgements = false
    private var byType: [String: [EventRule]] = [:]
    private var ofEveryType: [EventRule] = []
    private var byIndex: [Int: EventRule] = [:]

    init(_ rules: [AlertRule]) {
        var parts: [String: Int] = [:]
        for (index, rule) in rules.enumerated() {
            let part = parts[rule.id, default: 0]
            parts[rule.id] = part + 1
            switch rule.trigger {
            case .event(let trigger):
                add(EventRule(index: index, part: part, rule: rule, trigger: trigger))
            case .clock(let trigger):
                add(ClockRule(index: index, part: part, rule: rule, trigger: trigger))
            }
        }
        for type in byType.keys { byType[type] = (byType[type] ?? []) + ofEveryType }
        for type in byType.keys { byType[type]?.sort { $0.index < $1.index } }
        readsAcknowledgements = clocks.contains { $0.trigger.clock == .unacknowledged }
    }

    /// The event rule at a place of the file.
    func event(_ index: Int) -> EventRule? { byIndex[index] }

    /// The rules that look at events of a type.
    func events(of type: String?) -> [EventRule] {
        type.flatMap { byType[$0] } ?? ofEveryType
    }

    private mutating func add(_ rule: EventRule) {
        byIndex[rule.index] = rule
        let authored = SchemaTable.events.filter { $0.category == .authored }.map(\.type)
        if let types = rule.trigger.types {
            for type in types { byType[type, default: []].append(rule) }
        } else {
            ofEveryType.append(rule)
        }
        let known = Set(AlertText.amendmentPlaces).union(EventView.outlineAttributes)
        let places = rule.rule.text.places + rule.trigger.key.places
        let isOutlined =
            rule.trigger.conditions.allSatisfy(\.place.isInOutline)
            && places.allSatisfy { known.contains($0) }
        // What amends is read to say what it changes, and what it amends, to say from what.
        if rule.trigger.amendsAlerted || !isOutlined {
            wholeTypes.formUnion(rule.trigger.types ?? Set(authored))
        }
    }

    private mutating func add(_ rule: ClockRule) {
        if !rule.trigger.conditions.isEmpty { wholeTypes.formUnion(rule.trigger.clock.startTypes) }
        switch rule.trigger.clock {
        case .run, .unacknowledged, .sceneSilent: clocks.append(rule)
        case .sourceSilent, .clockOffset: sourceClocks.append(rule)
        case .publisherSilent, .gap, .consumerBehind: streamClocks.append(rule)
        }
    }
}
